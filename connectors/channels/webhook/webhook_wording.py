"""Words an event in one sentence, without personal data."""

from dataclasses import dataclass

from connectors.channels.render_context import Stage
from connectors.wording import LANGUAGES, Wording
from connectors.wording.graphemes import cut
from connectors.wording.visible_text import visible
from rules.contract import Criticality
from rules.effects import Happened, Publish

TITLE = 300


@dataclass(frozen=True, slots=True)
class Told:
    """The values of a format: `text` is the sentence by language, `own` the contract's, `link` the issue or ""."""

    contract: str
    client: str
    anomaly: str
    happened: Happened
    title: str
    redacted: bool
    link: str
    opening: str
    own: str
    text: dict[str, str]


def told(effect: Publish, stage: Stage) -> Told:
    """The content of a published effect; an anomaly that became a security one shows its key only."""
    happened, now = effect.happened, stage.anomaly
    levels = (happened.criticality, now.criticality if now else None)
    redacted = Criticality.SECURITE in levels
    title = "" if redacted else cut(" ".join(visible(happened.title).split()), TITLE)
    wording = stage.wording
    text = {
        language: _sentence(Wording(language, wording.zone, wording.labels), happened, title) for language in LANGUAGES
    }
    return Told(
        contract=effect.contract,
        client=stage.contract.client if stage.contract else "",
        anomaly=now.id if now else "",
        happened=happened,
        title=title,
        redacted=redacted,
        link=stage.link,
        opening=wording.text("mail.open", name=happened.name) if stage.link else "",
        own=wording.language,
        text=text,
    )


def _sentence(wording: Wording, happened: Happened, title: str) -> str:
    deadlines = {one.clock.value: one.deadline for one in happened.clocks}
    about = next((one.deadline for one in happened.clocks if one.clock is happened.clock), None)
    return wording.text(
        f"published.{happened.what.value}",
        name=happened.name,
        title=title or None,
        emoji=wording.emoji(happened.criticality),
        criticality=happened.criticality,
        clock=happened.clock,
        percent=happened.percent,
        deadline=about,
        **deadlines,
    )
