"""The words of a contract's `budget`, French then English."""

from connectors.contracts.yaml_words import Words
from rules.contract.budget_terms import (
    NON_BILLABLE,
    OUT_OF_SCOPE,
    AmendmentStart,
    BelongsBy,
    BeyondQuestions,
    ClientSees,
    DrawnAt,
    FinalBalance,
    GivenBack,
    Pace,
    Proration,
    RegieUnit,
    RemainderMode,
    RoundingScope,
    RoundingWay,
    Straddling,
    UnknownAuthor,
)
from rules.contract.envelope_terms import DrawOrder, OverrunMode

CURRENCIES = Words("currency", {"EUR": "EUR", "euro": "EUR", "euros": "EUR", "CHF": "CHF", "USD": "USD", "GBP": "GBP"})
PRORATIONS = Words(
    "proration",
    {
        "jours calendaires": Proration.CALENDAR,
        "calendar days": Proration.CALENDAR,
        "trentièmes": Proration.THIRTIETHS,
        "thirtieths": Proration.THIRTIETHS,
        "aucun": Proration.NONE,
        "none": Proration.NONE,
    },
)
AMENDMENTS = Words(
    "amendment",
    {
        "à sa date": AmendmentStart.AT_DATE,
        "at its date": AmendmentStart.AT_DATE,
        "mois suivant": AmendmentStart.NEXT_MONTH,
        "next month": AmendmentStart.NEXT_MONTH,
    },
)
BELONGS_BY = Words(
    "belongs_by",
    {"travail": BelongsBy.WORK, "work": BelongsBy.WORK, "saisie": BelongsBy.ENTRY, "entry": BelongsBy.ENTRY},
)
STRADDLINGS = Words(
    "straddling",
    {
        "début": Straddling.START,
        "start": Straddling.START,
        "partage": Straddling.SPLIT,
        "split": Straddling.SPLIT,
    },
)
UNKNOWN_AUTHORS = Words(
    "unknown_author",
    {
        "à valider": UnknownAuthor.TO_VALIDATE,
        "to validate": UnknownAuthor.TO_VALIDATE,
        "compté": UnknownAuthor.COUNTED,
        "counted": UnknownAuthor.COUNTED,
        "ignoré": UnknownAuthor.IGNORED,
        "ignored": UnknownAuthor.IGNORED,
    },
)
CLOSED_MONTHS = Words("closed_month", {"premier mois ouvert": True, "first open month": True})
CLOSED_MONTHS_LATER = ("erratum",)
CAP_BASES_LATER = ("solde", "report", "balance", "carry-over")
"""What a cap bears on, which Vigie does not read yet: it bears on what is carried."""
CARRY_BASES = Words("carry_base", {"reliquat": False, "remainder": False, "dotation": True, "grant": True})
"""Whether the share that is carried is one of the grant, and not of what is left."""
LOWERED_CAPS = {"plafond abaisse": "à la clôture", "lowered cap": "at the close"}
AVAILABILITY_LATER = {
    "avoir": "automatique",
    "credit note": "automatic",
    "liberatoire": "non",
    "sole remedy": "no",
}
"""Keys that Vigie does not read yet, and what it does."""
CLIENT_SEES = Words(
    "client_sees",
    {
        "temps": ClientSees.TIME,
        "time": ClientSees.TIME,
        "temps et euros": ClientSees.TIME_AND_MONEY,
        "time and money": ClientSees.TIME_AND_MONEY,
        "rien": ClientSees.NOTHING,
        "nothing": ClientSees.NOTHING,
    },
)
FINAL_BALANCES = Words(
    "final_balance",
    {
        "perdu": FinalBalance.LOST,
        "lost": FinalBalance.LOST,
        "remboursé": FinalBalance.REFUNDED,
        "refunded": FinalBalance.REFUNDED,
    },
)
ROUNDING_WAYS = Words(
    "rounding_way",
    {
        "supérieur": RoundingWay.UP,
        "up": RoundingWay.UP,
        "au plus proche": RoundingWay.NEAREST,
        "nearest": RoundingWay.NEAREST,
        "inférieur": RoundingWay.DOWN,
        "down": RoundingWay.DOWN,
    },
)
ROUNDING_SCOPES = Words(
    "rounding_by",
    {
        "saisie": RoundingScope.ENTRY,
        "entry": RoundingScope.ENTRY,
        "ticket et mois": RoundingScope.TICKET,
        "ticket and month": RoundingScope.TICKET,
        "mois": RoundingScope.MONTH,
        "month": RoundingScope.MONTH,
        "personne et jour": RoundingScope.PERSON_DAY,
        "person and day": RoundingScope.PERSON_DAY,
    },
)
SPECIAL_CATEGORIES = Words(
    "",
    {
        "hors périmètre": OUT_OF_SCOPE,
        "out of scope": OUT_OF_SCOPE,
        "non facturable": NON_BILLABLE,
        "non-billable": NON_BILLABLE,
    },
)
CORRECTIVE = "correctif"
"""The category of anomalies."""
# What a contract may name without saying which issues are of it.
USUAL_CATEGORIES = Words(
    "",
    {
        "correctif": "correctif",
        "corrective": "correctif",
        "préventif": "préventif",
        "preventive": "préventif",
        "évolutif": "évolutif",
        "evolutive": "évolutif",
        "question": "question",
        "sécurité": "sécurité",
        "security": "sécurité",
        "supervision": "supervision",
    },
)
UNLIMITED = Words("carry", {"aucun": False, "none": False, "illimité": True, "unlimited": True})
WINDOWS = Words(
    "window_length",
    {
        "trimestre": 3,
        "quarter": 3,
        "semestre": 6,
        "half-year": 6,
        "année": 12,
        "year": 12,
    },
)
APPLIED = Words("applied", {"à la clôture": False, "at the close": False, "fin du mois": True, "month end": True})
DRAW_ORDERS = Words(
    "draw_order",
    {
        "plus ancien d'abord": DrawOrder.OLDEST_FIRST,
        "oldest first": DrawOrder.OLDEST_FIRST,
        "mois courant d'abord": DrawOrder.CURRENT_FIRST,
        "current month first": DrawOrder.CURRENT_FIRST,
    },
)
OVERRUNS = Words(
    "overrun",
    {
        "à convenir": OverrunMode.TO_AGREE,
        "to agree": OverrunMode.TO_AGREE,
        "dette": OverrunMode.DEBT,
        "debt": OverrunMode.DEBT,
    },
)
DRAWN_AT = Words(
    "drawn_at",
    {
        "qualification": DrawnAt.QUALIFICATION,
        "création": DrawnAt.CREATION,
        "creation": DrawnAt.CREATION,
        "clôture": DrawnAt.CLOSURE,
        "closure": DrawnAt.CLOSURE,
    },
)
GIVEN_BACK = Words(
    "given_back",
    {
        "perdu": GivenBack.LOST,
        "lost": GivenBack.LOST,
        "dernier lot": GivenBack.LATEST_LOT,
        "latest lot": GivenBack.LATEST_LOT,
    },
)
REMAINDERS = Words(
    "remainder",
    {
        "perdu": RemainderMode.LOST,
        "lost": RemainderMode.LOST,
        "reporté": RemainderMode.CARRIED,
        "carried": RemainderMode.CARRIED,
        "remboursé": RemainderMode.REFUNDED,
        "refunded": RemainderMode.REFUNDED,
    },
)
REGIE_UNITS = Words(
    "regie_unit",
    {"jour": RegieUnit.DAY, "day": RegieUnit.DAY, "heure": RegieUnit.HOUR, "hour": RegieUnit.HOUR},
)
BEYOND = Words(
    "beyond",
    {
        "comptées": BeyondQuestions.COUNTED,
        "counted": BeyondQuestions.COUNTED,
        "refusées": BeyondQuestions.REFUSED,
        "refused": BeyondQuestions.REFUSED,
        "facturées": BeyondQuestions.BILLED,
        "billed": BeyondQuestions.BILLED,
    },
)
PACES = Words(
    "pace",
    {
        "jours ouvrés": Pace.OPENING_DAYS,
        "opening days": Pace.OPENING_DAYS,
        "jours calendaires": Pace.CALENDAR_DAYS,
        "calendar days": Pace.CALENDAR_DAYS,
    },
)
