"""A step can be made by a comment on the ticket (`/anomalie recette ok`); without its prefix, prose is no order."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from connectors.jira.inbound.level_changes import named
from connectors.jira.inbound.phrases import Phrases, begins, compared, meant, phrases
from connectors.parsed_delivery import Ignored
from connectors.wording import said
from rules import events
from rules.contract import Contract, Criticality, PauseReason
from rules.events import Happening

# The keys of the names under which an order is ignored.
PUZZLING = "inbound.order.puzzling"
INCOMPLETE = "inbound.order.incomplete"
EDITED = "inbound.order.edited"
ELSEWHERE = "inbound.order.elsewhere"

Reader = Callable[[str, Contract], Happening | None]

_PREFIX = re.compile(r"/\s*(?:anomalie|tma)(?![\w/.-])[\s:,]*", re.IGNORECASE)
_KEY = re.compile(r"\[?(?:https?://\S*/browse/)?([A-Za-z][A-Za-z0-9_]*)-([0-9]+)(?:\|\S*)?[\].,;:!]*")

_LEVELS: tuple[tuple[Criticality, tuple[str, ...]], ...] = (
    (Criticality.SECURITE, ("sécurité", "sécu", "p0", "security")),
    (Criticality.BLOQUANTE, ("bloquante", "bloquant", "p1", "blocking")),
    (Criticality.MAJEURE, ("majeure", "majeur", "p2", "major")),
    (Criticality.MINEURE, ("mineure", "mineur", "p3", "minor")),
)
_PAUSES = phrases(
    (PauseReason.CLIENT, ("client", "réponse client", "réponse du client", "customer")),
    (PauseReason.THIRD_PARTY, ("tiers", "un tiers", "tierce partie", "éditeur", "hébergeur", "third party")),
    (PauseReason.FREEZE, ("gel", "gel des mises en production", "freeze")),
    (PauseReason.RECETTE, ("recette",)),
)
_OUT_OF_SCOPE = ("hors périmètre", "hors du périmètre", "hors scope", "out of scope")
_OUTSIDE = phrases((True, _OUT_OF_SCOPE))


@dataclass(frozen=True, slots=True)
class Spoken:
    """A step as an order in a comment: its words, and the fact that they make (None: incomplete)."""

    words: tuple[str, ...]
    read: Reader


def is_order(text: str) -> bool:
    """Whether a comment begins as an order does, understood or not."""
    return _PREFIX.match(text.lstrip()) is not None


def ordered(text: str, key: str, contract: Contract) -> Happening | Ignored:
    """The step that an order makes on the issue `key`, or the name under which it is ignored."""
    line, *more = text.strip().splitlines()
    words, named = _aimed(_PREFIX.sub("", line, count=1).split(), contract)
    if named and named != key.upper():
        return Ignored(said(ELSEWHERE))
    found, rest = begins("\n".join((" ".join(words), *more)), _STEPS)
    if found is None:
        return Ignored(said(PUZZLING))
    return found(rest, contract) or Ignored(said(INCOMPLETE))


def _aimed(words: list[str], contract: Contract) -> tuple[list[str], str]:
    """The words without the key that says which ticket is meant, and that key; it stands before what the step says.

    Only the contract's own projects make a key: in `cause UTF-8 mal lu` there is none.
    """
    for place, word in enumerate(words):
        key = _KEY.fullmatch(word)
        if key and key[1].upper() in (project.upper() for project in contract.jira.projects):
            return words[:place] + words[place + 1 :], f"{key[1]}-{key[2]}".upper()
        if _BEGINNINGS.isdisjoint((compared(words[: place + 1]), meant(words[: place + 1]))):
            break
    return words, ""


def _at_once(what: Happening) -> Reader:
    return lambda _text, _contract: what


def _with(make: Callable[[str], Happening], needed: bool = False) -> Reader:
    """The step with its text; an order that lacks a needed text is incomplete."""
    return lambda text, _contract: None if needed and not text.strip() else make(text.strip())


def _qualify(text: str, contract: Contract) -> Happening | None:
    """The scope may be text on either side of the criticality: taken for a reason it would mean the contrary."""
    outside, text = begins(text, _OUTSIDE)
    level, text = begins(text, _levels(contract))
    if outside is None:
        outside, text = begins(text, _OUTSIDE)
    reason = text.strip()
    # Out of scope is a separate quote: the client is owed the reason.
    if level is None or (outside and not reason):
        return None
    return events.Qualified(level, not outside, reason)


def _escalate(text: str, contract: Contract) -> Happening | None:
    """The level comes first, then the reason; one that the contract has not makes the order incomplete."""
    word, _, reason = text.strip().partition(" ")
    level = named(word)
    known = contract.support.named if contract.support else ()
    return events.LevelChanged(level, reason.strip()) if level in known and level is not None else None


def _put_out(text: str, contract: Contract) -> Happening | None:
    return _qualify(f"hors périmètre {text.strip()}", contract)


def _levels(contract: Contract) -> Phrases[Criticality]:
    """A contract's own labels come first: its « P1 » may be another level than the usual one."""
    own = ((level, (label,)) for level, label in contract.labels.items())
    return {**phrases(*_LEVELS), **phrases(*own)}


def _pause(text: str, _contract: Contract) -> Happening | None:
    reason, note = begins(text, _PAUSES)
    return events.Paused(reason, note.strip()) if reason else None


def _close(text: str, _contract: Contract) -> Happening:
    cause, *answer = re.split(r"[|\n]", text, maxsplit=1)
    return events.Closed(cause.strip(), "".join(answer).strip())


def _each(heads: Iterable[str], tails: Iterable[str]) -> tuple[str, ...]:
    ends = tuple(tails)
    return tuple(f"{head} {tail}" for head in heads for tail in ends)


_RECETTE = ("recette", "recettes")
_DELIVERED = ("livrée", "livré", "livre", "livrer", "livraison", "deliver")
_ACCEPTED = ("acceptée", "accepté", "accepte", "accepter", "accept")
_REFUSED = ("refusée", "refusé", "refuse", "refuser", "rejeter")
_WORKAROUND = ("contournement", "contourner", "contourne", "palliatif", "workaround")

SPOKEN: tuple[Spoken, ...] = (
    Spoken(
        ("prendre", "prends", "pris", "prise", "prise en charge", "prendre en charge", "m'en occupe", "take"),
        _at_once(events.Taken()),
    ),
    Spoken(("relayer", "relais", "prendre le relais", "prends le relais", "take over"), _at_once(events.TakenOver())),
    Spoken(
        ("incomplète", "incomplet", "description incomplète", "description", "préciser"),
        _with(events.DescriptionRejected, needed=True),
    ),
    Spoken(("répondre", "répond", "réponds", "réponse", "répondu", "answer"), _with(events.ClientAnswered)),
    Spoken(
        (
            *("qualifier", "qualifie", "qualifié", "qualification", "criticité", "qualify"),
            *("requalifier", "requalifie", "requalifié", "requalification", "requalify"),
            *("changer la criticité", "changer de criticité"),
        ),
        _qualify,
    ),
    Spoken(("escalader", "escalade", "escaladé", "escaladée", "escalate"), _escalate),
    Spoken(_OUT_OF_SCOPE, _put_out),
    Spoken(
        ("cause", "cause racine", "causes", "cause trouvée", "diagnostic", "diagnostiquer"),
        _with(events.CauseFound, needed=True),
    ),
    Spoken(
        ("délai", "délais", "échéance", "échéances", "communiquer", "communique", "delay"),
        _with(events.DelayCommunicated),
    ),
    Spoken(
        (
            *("informer", "informe", "informé", "informer le client", "prévenir", "préviens", "prévenir le client"),
            *("point", "point d'avancement", "faire le point", "avancement", "inform", "update"),
        ),
        _with(events.Informed, needed=True),
    ),
    Spoken(_WORKAROUND, _with(events.WorkaroundDelivered, needed=True)),
    Spoken(
        # Not « valider »: it begins a workaround's instructions as well (« contournement valider sans se connecter »).
        _each(_WORKAROUND, ("ok", "valide", "validée", "confirme", "confirmée", "convient")),
        _at_once(events.WorkaroundValidated()),
    ),
    Spoken((*_DELIVERED, *_each(_RECETTE, _DELIVERED)), _with(events.Delivered)),
    Spoken(
        (*_ACCEPTED, *_each(_RECETTE, (*_ACCEPTED, "ok", "validée", "valide", "valider"))),
        _at_once(events.Accepted()),
    ),
    Spoken((*_REFUSED, *_each(_RECETTE, (*_REFUSED, "ko", "rejetée"))), _with(events.Refused)),
    Spoken(
        (
            *("déployer", "déploie", "déployé", "déployée", "déploiement"),
            *("mise en production", "mep", "en production", "deploy"),
        ),
        _with(events.Deployed),
    ),
    Spoken(("clore", "clos", "clôturer", "clôture", "clôturée", "fermer", "ferme", "close"), _close),
    Spoken(("rouvrir", "rouvre", "rouvert", "réouvrir", "réouverture", "reopen"), _with(events.Reopened, needed=True)),
    Spoken(("pause", "suspendre", "suspend", "attente", "en attente"), _pause),
    Spoken(("vu", "bien vu", "bien reçu", "alerte vue", "acknowledge", "ack"), _at_once(events.Acknowledged())),
    Spoken(("motif", "motif de la pause", "raison de la pause", "why"), _with(events.WaitExplained, needed=True)),
    Spoken(("reprendre", "reprends", "reprend", "reprise", "relancer", "relance", "resume"), _with(events.Resumed)),
)
_STEPS: Phrases[Reader] = phrases(*((step.read, step.words) for step in SPOKEN))
_BEGINNINGS = frozenset(phrase[:end] for phrase in _STEPS for end in range(len(phrase) + 1))
