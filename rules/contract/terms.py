"""The vocabulary of every contract: criticalities, delays, reasons to wait, roles and their sides."""

from collections.abc import Mapping
from enum import StrEnum


class Criticality(StrEnum):
    """The four levels, gravest first; a contract chooses the labels that its people see."""

    SECURITE = "securite"
    BLOQUANTE = "bloquante"
    MAJEURE = "majeure"
    MINEURE = "mineure"


class ClockName(StrEnum):
    """The three contracted delays, then the two of answering the client that some contracts add."""

    ACKNOWLEDGEMENT = "acknowledgement"
    WORKAROUND = "workaround"
    RESOLUTION = "resolution"
    FIRST_REPLY = "first_reply"
    NEXT_UPDATE = "next_update"


CONTRACTED = (ClockName.ACKNOWLEDGEMENT, ClockName.WORKAROUND, ClockName.RESOLUTION)
"""The three delays of every contract: prise en charge, contournement, résolution."""

RESPONSES = (ClockName.FIRST_REPLY, ClockName.NEXT_UPDATE)
"""The delays of answering: the first reply to the client, then the next word on where things are."""

PAUSABLE = (ClockName.WORKAROUND, ClockName.RESOLUTION, ClockName.NEXT_UPDATE)
"""The clocks that a wait may hold: taking charge and a first reply depend on the provider alone."""


class PauseReason(StrEnum):
    """Why the clocks may stand still."""

    CLIENT = "client"
    RECETTE = "recette"
    THIRD_PARTY = "third_party"
    FREEZE = "freeze"


class Role(StrEnum):
    """A role in a contract; a person may have several."""

    AGENT = "agent"
    RM = "rm"
    CP = "cp"
    DEVELOPER = "developer"
    DIRECTION = "direction"


class Side(StrEnum):
    """Which party a person speaks for."""

    CLIENT = "client"
    PROVIDER = "provider"


SIDES: Mapping[Role, Side] = {
    Role.AGENT: Side.CLIENT,
    Role.RM: Side.CLIENT,
    Role.CP: Side.PROVIDER,
    Role.DEVELOPER: Side.PROVIDER,
    Role.DIRECTION: Side.PROVIDER,
}
