"""The two ways the stand-in says no: Slack refuses the app's request, or a person tries the impossible."""


class Refused(Exception):
    """The app asked for something Slack refuses: `error` is Slack's code, `messages` its explanations.

    `told` is what the answer says besides.
    """

    def __init__(self, error: str, *messages: str, **told: str) -> None:
        super().__init__(": ".join((error, *messages)))
        self.error = error
        self.messages = messages
        self.told = told


class Impossible(Exception):
    """A gesture that Slack's own client would not offer; the text is a French sentence for the person."""
