"""Refuses envelopes that cannot hold together: a category paid twice, a cascade that goes nowhere or in a circle."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from connectors.contracts.budget_words import OVERRUNS, SPECIAL_CATEGORIES, USUAL_CATEGORIES
from connectors.contracts.envelope_section import EnvelopeSection
from connectors.contracts.problems import enumerated, quoted, refusal, suggested
from connectors.contracts.yaml_words import fold, nearest
from connectors.wording import said

Envelopes = Mapping[str, EnvelopeSection]


def category(written: str) -> str:
    """Our name of a category: that of the usual ones in French, however it is written."""
    return SPECIAL_CATEGORIES.find(written) or USUAL_CATEGORIES.find(written) or " ".join(written.split())


def named(written: str, names: Sequence[str]) -> str | None:
    """The name that a text means among those that the file gives; None where it is none of them."""
    return next((name for name in names if fold(name) == fold(written)), None)


def refuse_what_cannot_hold(
    categories: Mapping[str, object], envelopes: Envelopes, booklets: Mapping[str, object]
) -> None:
    """Raise the refusal of the first thing that cannot hold."""
    for name, other in _twice(categories):
        raise refusal("category_twice", ("categories", name), value=quoted(name), other=quoted(other))
    for name, other in _twice(envelopes):
        raise refusal("envelope_twice", ("envelopes", name), value=quoted(name), other=quoted(other))
    for name, other in _twice(booklets):
        raise refusal("booklet_twice", ("booklets", name), value=quoted(name), other=quoted(other))
    for name, envelope in envelopes.items():
        _known(name, envelope, categories)
    _cascades(envelopes)
    _paid_once(envelopes)


def _twice(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each name that is another spelling of an earlier one, with that one."""
    seen: dict[str, str] = {}
    for name in names:
        if (other := seen.setdefault(fold(category(name)), name)) != name:
            yield name, other


def _known(name: str, envelope: EnvelopeSection, categories: Mapping[str, object]) -> None:
    known = {fold(category(one)) for one in categories}
    usual = not categories
    for rank, written in enumerate(envelope.pays):
        place = ("envelopes", name, "pays", rank)
        if SPECIAL_CATEGORIES.find(written) is not None:
            raise refusal("never_paid", place, value=quoted(written))
        if fold(category(written)) in known or (usual and USUAL_CATEGORIES.find(written) is not None):
            continue
        words = USUAL_CATEGORIES.shown() if usual else [one for one in categories if not SPECIAL_CATEGORIES.find(one)]
        hint = suggested(nearest(written, words), words) or said("contracts.a_category")
        raise refusal("category_unknown", place, value=quoted(written), hint=hint)


def _cascades(envelopes: Envelopes) -> None:
    """Each cascade goes to an envelope listed later, which no circle can do."""
    names = list(envelopes)
    for rank, (name, envelope) in enumerate(envelopes.items()):
        if envelope.cascades_to is None:
            continue
        place = ("envelopes", name, "overrun", "cascade")
        target, later = named(envelope.cascades_to, names), names[rank + 1 :]
        if target is None:
            others = [one for one in names if one != name]
            near = nearest(envelope.cascades_to, others)
            hint = suggested(near, (*others, *OVERRUNS.shown()))
            raise refusal("cascade_absent", place, value=quoted(envelope.cascades_to), hint=hint)
        if target not in later:
            hint = suggested(None, (*later, *OVERRUNS.shown()))
            if name in _follow(target, envelopes):
                raise refusal("cascade_circle", place, value=quoted(target), hint=hint)
            raise refusal("cascade_earlier", place, value=quoted(target), hint=hint)


def _follow(name: str, envelopes: Envelopes) -> Iterator[str]:
    """The envelopes that a cascade reaches from one of them, itself included, each once."""
    seen: list[str] = []
    found: str | None = name
    while found is not None and found not in seen:
        seen.append(found)
        written = envelopes[found].cascades_to
        found = named(written, list(envelopes)) if written is not None else None
    yield from seen


def _paid_once(envelopes: Envelopes) -> None:
    """Two envelopes may pay a category only where the first one cascades to the other, which orders them."""
    payers: dict[str, str] = {}
    for name, envelope in envelopes.items():
        for rank, written in enumerate(envelope.pays):
            first = payers.setdefault(fold(category(written)), name)
            if first != name and name not in _follow(first, envelopes):
                fields = {"value": quoted(written), "other": quoted(first), "names": enumerated((first, name))}
                raise refusal("category_claimed", ("envelopes", name, "pays", rank), **fields)
