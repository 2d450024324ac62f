"""Shows every message with sample data, for each channel, as that channel would send it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

from connectors.channels.mail.mail_channel import written
from connectors.channels.mail.mail_letter import Letter
from connectors.channels.render_context import Stage, plain
from connectors.channels.slack.block_kit import Post
from connectors.channels.slack.message_blocks import directed, in_thread
from connectors.channels.webhook.webhook_wording import told
from connectors.jira.outbound.field_types import text
from connectors.wording import Wording
from connectors.wording.message_samples import SAMPLES
from connectors.wording.sample_instants import DUE, NOW
from rules.anomaly.state import Anomaly, Ticket
from rules.contract import Announcement, ChatMap, ClockName, Commitment, Contract, Criticality, JiraMap, OpeningTime
from rules.effects import PERSONAL, ClockShown, Happened, Message, PostThread, Publish, Recipient, Say, Tell, Write
from rules.workdays import Calendar, Interval

Road = Literal["thread", "private", "mail", "jira"]
ShownOn = Road | Literal["webhook"]

PUBLISHED = tuple(f"published.{one}" for one in Announcement)
NAMES: tuple[str, ...] = (*Say, *PUBLISHED)
"""What can be shown: every message, and what webhooks are told."""

_OPEN = (Interval(9 * 60, 12 * 60 + 30), Interval(13 * 60 + 30, 18 * 60))
_CONTRACT = Contract(
    id="boutique-exemple",
    client="Boutique Exemple",
    effective=date(2026, 1, 1),
    zone="Europe/Paris",
    language="fr",
    calendars={"bureau": Calendar("bureau", "Europe/Paris", (*(_OPEN,) * 5, (), ()))},
    commitments={
        (Criticality.MAJEURE, clock): Commitment(OpeningTime(timedelta(hours=24)), "bureau") for clock in ClockName
    },
    jira=JiraMap("default", ("BOU",), (), {}),
    chat=ChatMap("slack", "C0BOUTIQUE"),
    people=(),
)
_ANOMALY = Anomaly(
    "exemple",
    _CONTRACT.id,
    _CONTRACT.effective,
    title="Panier vide",
    criticality=Criticality.MAJEURE,
    ticket=Ticket("default", "10214", "BOU-214"),
)
_READER = Recipient(_CONTRACT.id, "lecteur", "Responsable", "U0RM", "rm@boutique.example")
_LINK = "https://jira.example/browse/BOU-214"

_THREAD_ONLY = (
    Say.PREMATURE_STATUS,
    Say.PRIORITY_NOT_COUNTED,
    Say.WARNING,
    Say.BREACH,
    Say.BREACH_AGAIN,
    Say.DEADLINES_MOVED,
    Say.MONTHLY,
)
_MAIL_ONLY = (Say.UNDELIVERED, Say.CHAT_REFUSES)
_MAILED = (
    *_MAIL_ONLY,
    Say.DESCRIPTION_REJECTED,
    Say.OUT_OF_SCOPE,
    Say.DELAY_COMMUNICATED,
    Say.INFORMED_TO_RM,
    Say.RECETTE_ASKED,
    Say.CLOSED_TO_RM,
    Say.PAUSED_FOR_CLIENT,
    Say.WARNING_TO_ROLE,
    Say.BREACH_TO_ROLE,
    Say.UNANSWERED,
    Say.BREACH_RULED,
    Say.CONTRACT_EDITED,
    Say.MONTHLY,
    Say.WEBHOOK_DISABLED,
    *PERSONAL,
)
_COMMENTED = (Say.REFUSED, Say.PREMATURE_STATUS, Say.PRIORITY_NOT_COUNTED)
# What Jira shows by itself, or told us.
_NEVER_COMMENTED = (
    Say.LOG_RAISED,
    Say.LOG_TICKET,
    Say.LOG_MOVED,
    Say.LOG_MOVED_AWAY,
    Say.LOG_MOVED_BACK,
    Say.LOG_TICKET_REMOVED,
    Say.LOG_TICKET_RESTORED,
    Say.LOG_DECLASSIFIED,
    Say.LOG_RECLASSIFIED,
    Say.LOG_DUPLICATE,
    Say.LOG_NOT_DUPLICATE,
    Say.LOG_TAKEN,
    Say.LOG_TAKEN_OVER,
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A message on one road: its words, and what the channel makes of them where it makes something."""

    road: ShownOn
    text: str
    post: Post | None = None
    letter: Letter | None = None

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels of what a Slack message offers."""
        elements = (one for block in (self.post.blocks if self.post else ()) for one in block.get("elements", ()))
        return tuple(one["text"]["text"] for one in elements if one["type"] == "button")


@dataclass(frozen=True, slots=True)
class Shown:
    """One sample of what can be said, in one language; `say` is one of NAMES."""

    say: str
    language: str
    pieces: tuple[Piece, ...]


def roads(say: Say) -> Iterator[Road]:
    """The roads that a message takes."""
    log = say.name.startswith("LOG_")
    if log or say in _THREAD_ONLY or say in (Say.PROMISE_BEYOND, Say.EVENING):
        yield "thread"
    if not log and say not in (*_THREAD_ONLY, *_MAIL_ONLY):
        yield "private"
    if say in _MAILED:
        yield "mail"
    if say in _COMMENTED or (log and say not in _NEVER_COMMENTED):
        yield "jira"


def gallery(language: str) -> tuple[Shown, ...]:
    """Everything that can be said, in the order of the samples, then what webhooks are told."""
    stage = Stage(_ANOMALY, _CONTRACT, Wording(language, _CONTRACT.zone), NOW, None, "exemple", link=_LINK)
    samples = (Shown(one.say, language, tuple(_piece(road, one, stage) for road in roads(one.say))) for one in SAMPLES)
    return (*samples, *(_published(name, what, stage) for name, what in zip(PUBLISHED, Announcement, strict=True)))


def as_json(language: str) -> list[dict[str, Any]]:
    """The same for a page, which draws Block Kit itself."""
    return [{"say": str(one.say), "pieces": [_json(piece) for piece in one.pieces]} for one in gallery(language)]


def _piece(road: Road, message: Message, stage: Stage) -> Piece:
    match road:
        case "thread":
            return Piece(road, plain(stage, message, road), in_thread(PostThread(message), stage))
        case "private":
            return Piece(road, plain(stage, message, road), directed(Tell(_READER, message), stage))
        case "mail":
            letter = written(Write(_READER, message), stage)
            return Piece(road, letter.text, letter=letter)
        case "jira":
            return Piece(road, text(plain(stage, message, road)))


def _published(name: str, what: Announcement, stage: Stage) -> Shown:
    clocks = tuple(ClockShown(clock, 1, "running", "pending", DUE) for clock in ClockName)
    happened = Happened(
        id=name,
        what=what,
        at=NOW,
        name="BOU-214",
        key="BOU-214",
        title="Panier vide",
        phase="resolution",
        criticality=Criticality.MAJEURE,
        in_scope=True,
        clocks=clocks,
        clock=ClockName.RESOLUTION,
        percent=90,
    )
    sentence = told(Publish(_CONTRACT.id, "equipe", happened), stage).text[stage.wording.language]
    return Shown(name, stage.wording.language, (Piece("webhook", sentence),))


def _json(piece: Piece) -> dict[str, Any]:
    shown: dict[str, Any] = {"road": piece.road, "text": piece.text}
    if piece.post:
        shown["blocks"] = list(piece.post.blocks)
    if piece.letter:
        shown |= {"subject": piece.letter.subject, "html": piece.letter.html}
    return shown
