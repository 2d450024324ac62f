"""`vigie explain KEY --mail` owes one letter, to a person of the contract, and it leaves with the justificatif."""

import asyncio
import re
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.config.settings import Settings
from connectors.store import Store, outbox
from rules.change import recipient
from rules.contract import Criticality, Role
from rules.effects import Document, Enclosure, Message, Say, Write
from rules.events import Raised
from sandbox.clock import DemoClock
from sandbox.feed import Feed
from sandbox.mail import Mailbox
from scheduler.errands.queueing import errand
from tests.bot.commands.test_cli import Run
from tests.bot.config.test_settings import GOOD
from tests.connectors.store.samples import NOON
from tests.plain_contracts import PLAIN
from tests.scheduler.errands.test_mail_away import Posting
from tests.scheduler.given import RAISED, TICKET, House

RM = "rm@boutique.example"


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mailbox that answers."""
    box = Mailbox(DemoClock(NOON), Feed())
    await box.start()
    yield box
    await box.stop()


@pytest.fixture
async def house(sqlite_store: Store, mailbox: Mailbox) -> House:
    """BOU-1, known, over a real mail server."""
    house = House(sqlite_store, Posting(mailbox.port))
    await house.hear(RAISED)
    await house.hear(TICKET)
    await house.settle()
    mailbox.mails.clear()
    return house


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, sqlite_url: str) -> Run:
    """Runs `vigie` over the example contracts and the database of the house."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    for name, value in {**GOOD, "CONTRACTS_DIR": str(PLAIN), "DATABASE_URL": sqlite_url}.items():
        monkeypatch.setenv(name, value)
    return lambda *typed: asyncio.to_thread(CliRunner().invoke, app, list(typed))


def _packed(text: str) -> str:
    return re.sub(r"\s", "", text)


async def test_the_letter_leaves_with_what_explain_writes(
    house: House, run: Run, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.commands.cli.utc_now", house.wall.now)
    told = await run("explain", "bou-1", "--mail", "RM@boutique.example ")
    assert told.output.startswith("BOU-1 : le justificatif part à ")
    await house.settle()
    (mail,) = mailbox.mails
    assert mail.recipients == (RM,)
    assert "Le justificatif est joint" in mail.text
    (file,) = mail.attachments
    assert (file.name, file.kind) == ("BOU-1-justificatif.pdf", "application/pdf")
    page = "".join(one.extract_text() for one in PdfReader(BytesIO(file.content)).pages)
    seal = (await run("verify", "BOU-1")).output.rpartition("Empreinte : ")[2]
    assert _packed(seal) in _packed(page)


async def test_a_letter_whose_document_cannot_be_made_is_parked_with_the_reason(house: House, mailbox: Mailbox) -> None:
    contract = next(iter(house.casebook.contracts.all))
    to = recipient(contract, contract.holders(Role.RM)[0])
    file = Enclosure(Document.PROOF, "personne", house.hand.now())
    letter = Write(to, Message(Say.PROOF_SENT, {"name": "BOU-1", "title": "x", "at": file.at}), files=(file,))
    one = errand(letter, contract, "a1", key="k", at=house.wall.now(), anomaly_id="a1")
    await house.store.write(lambda tx: outbox.put(tx, [one]))
    await house.settle()
    (parked,) = await house.store.read(outbox.parked)
    assert parked.error == "rien à joindre : aucune anomalie « personne » n'est connue"
    assert mailbox.mails == []


@pytest.mark.parametrize(
    ("key", "email", "said"),
    [
        ("BOU-1", "passant@ailleurs.example", "ne nomme personne à cette adresse"),
        ("BOU-9", RM, "aucune anomalie de ce nom"),
        ("a2", RM, "une anomalie de sécurité ne part pas par courriel"),
    ],
)
async def test_nothing_is_owed_to_who_may_not_read_it(
    house: House, run: Run, mailbox: Mailbox, key: str, email: str, said: str
) -> None:
    await house.hear(Raised("Fuite", Criticality.SECURITE), anomaly="a2")
    await house.settle()
    mailbox.mails.clear()
    told = await run("explain", key, "--mail", email)
    assert told.exit_code == 1
    assert said in told.output
    await house.settle()
    assert mailbox.mails == []
