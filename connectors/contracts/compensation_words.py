"""The words of a contract's `compensations`, French then English."""

from connectors.contracts.yaml_words import Words
from rules.contract.compensation_terms import (
    Cumulation,
    Denominator,
    ExclusionCause,
    LateUnit,
    Posting,
    PricedAt,
    Spread,
    Window,
)

FEE = Words("fee", {"abonnement": True, "fee": True})
CUMULATIONS = Words(
    "cumulation",
    {
        "tout": Cumulation.ALL,
        "all": Cumulation.ALL,
        "le plus grave par anomalie": Cumulation.HIGHEST_PER_ANOMALY,
        "highest per anomaly": Cumulation.HIGHEST_PER_ANOMALY,
    },
)
POSTINGS = Words(
    "posting",
    {
        "à l'arrêt": Posting.AT_STOP,
        "at the stop": Posting.AT_STOP,
        "au fil des mois": Posting.AS_IT_GOES,
        "as it goes": Posting.AS_IT_GOES,
    },
)
PRICED_AT = Words(
    "priced_at",
    {
        "au manquement": PricedAt.MISS,
        "at the miss": PricedAt.MISS,
        "à la clôture": PricedAt.CLOSE,
        "at closure": PricedAt.CLOSE,
    },
)
SPREADS = Words(
    "spread",
    {
        "au prorata": Spread.PRO_RATA,
        "pro rata": Spread.PRO_RATA,
        "dans l'ordre": Spread.IN_ORDER,
        "in order": Spread.IN_ORDER,
    },
)
UNITS = Words(
    "late_unit",
    {
        "manquement": (LateUnit.FLAT, False),
        "miss": (LateUnit.FLAT, False),
        "heure ouvrée commencée": (LateUnit.OPENING_HOUR, True),
        "begun opening hour": (LateUnit.OPENING_HOUR, True),
        "heure ouvrée": (LateUnit.OPENING_HOUR, False),
        "opening hour": (LateUnit.OPENING_HOUR, False),
        "demi-journée ouvrée commencée": (LateUnit.HALF_DAY, True),
        "begun half day": (LateUnit.HALF_DAY, True),
        "demi-journée ouvrée": (LateUnit.HALF_DAY, False),
        "half day": (LateUnit.HALF_DAY, False),
        "journée ouvrée commencée": (LateUnit.OPENING_DAY, True),
        "begun opening day": (LateUnit.OPENING_DAY, True),
        "journée ouvrée": (LateUnit.OPENING_DAY, False),
        "opening day": (LateUnit.OPENING_DAY, False),
        "jour calendaire": (LateUnit.CALENDAR_DAY, False),
        "calendar day": (LateUnit.CALENDAR_DAY, False),
        "jour ouvré": (LateUnit.WORKING_DAY, False),
        "working day": (LateUnit.WORKING_DAY, False),
    },
)
BEGUN = Words("unit_counts", {"commencée": True, "begun": True, "au prorata": False, "pro rata": False})
POINTS = Words("point_counts", {"commencé": True, "begun": True, "exact": False})
DENOMINATORS = Words(
    "denominator",
    {
        "réglés": Denominator.SETTLED,
        "settled": Denominator.SETTLED,
        "arrêtés": Denominator.STOPPED,
        "stopped": Denominator.STOPPED,
        "échus": Denominator.DUE,
        "due": Denominator.DUE,
    },
)
WINDOWS = Words(
    "window",
    {
        "mois": Window.MONTH,
        "month": Window.MONTH,
        "trimestre": Window.QUARTER,
        "quarter": Window.QUARTER,
        "semestre": Window.HALF_YEAR,
        "half-year": Window.HALF_YEAR,
        "année": Window.YEAR,
        "year": Window.YEAR,
    },
)
MONTHLY = Words("monthly", {"mois": True, "month": True})
CAUSES = Words(
    "exclusion_cause",
    {
        "fait du client": ExclusionCause.CLIENT,
        "client's fault": ExclusionCause.CLIENT,
        "force majeure": ExclusionCause.FORCE_MAJEURE,
        "tiers": ExclusionCause.THIRD_PARTY,
        "third party": ExclusionCause.THIRD_PARTY,
        "maintenance annoncée": ExclusionCause.ANNOUNCED_MAINTENANCE,
        "announced maintenance": ExclusionCause.ANNOUNCED_MAINTENANCE,
    },
)
