"""How an errand ends when it does not simply succeed: later, or never without somebody's help."""

from datetime import timedelta


class NotNow(Exception):
    """The other side could not take it now; `after` is the delay that it asked for, None where it asked for none.

    `why` is one line for the operator, without any content of the errand.
    """

    def __init__(self, why: str, after: timedelta | None = None) -> None:
        super().__init__(why)
        self.why, self.after = why, after


class Never(Exception):
    """The other side refused for good: the errand is parked until somebody applies the `remedy`.

    `why` is one line for the operator; `shown` is what the other side said, fit to be shown to the person who acted.
    """

    def __init__(self, why: str, remedy: str, shown: str = "") -> None:
        super().__init__(why)
        self.why, self.remedy, self.shown = why, remedy, shown
