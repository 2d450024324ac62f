"""What a missed promise costs is said where the miss is proven, to who reads amounts and to nobody else."""

from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from bot.operations.admin_queries import explain
from connectors.store import Connection, Store
from rules.contract import Contract, Role
from rules.contract.budget_terms import ClientSees
from rules.contract.compensation_terms import Posting
from rules.effects import Document, Enclosure, Message, Recipient, Say, Write
from scheduler.cases.compensation_dossiers import exposed_now
from scheduler.cases.explained_anomaly import Euros, Explained, as_person, as_the_client, explained, with_euros
from scheduler.errands.enclosures import enclosed
from tests.bot.slack.compensation.priced import ID, LATE, LIFE, TERMS, Priced, at, known, priced
from tests.bot.slack.ledger.desk import DIRECTION, plain
from tests.bot.slack.world import world


async def told(shop: Priced, euros: Euros) -> Explained:
    """The explanation of the late anomaly, as a reader of these amounts gets it."""
    one = shop.world
    found = await one.store.read(lambda tx: explained(tx, one.casebook, LATE, one.now, euros))
    assert found is not None
    return found


def printed(pdf: bytes) -> str:
    """The text of a PDF."""
    return plain("\n".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


async def test_each_missed_clock_is_priced_with_its_formula_and_where_its_penalty_stands(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    text = plain((await told(shop, with_euros)).text)
    assert "Ce que coûtent ces retards : calculée, sous réserve" in text
    line = next(one for one in text.splitlines() if "octobre 2026 · BOU-214 · Prise en charge" in one)
    assert line.endswith("50,00 € HT")
    assert "heures ouvrées" in text
    assert "art. 12" in text
    assert "Notifiée le 02/11/2026 ; observations possibles jusqu’au 17/11/2026 inclus" in text
    assert "sous réserve de vos observations" in text
    assert "50,00 €" in printed((await told(shop, with_euros)).pdf())
    assert "€" not in printed((await told(shop, as_the_client)).pdf())


@pytest.mark.parametrize(
    ("sees", "reads"), [(None, False), (ClientSees.TIME, False), (ClientSees.TIME_AND_MONEY, True)]
)
def test_the_copy_of_the_client_says_what_the_contract_lets_them_read(sees: ClientSees | None, reads: bool) -> None:
    assert as_the_client(priced(sees=sees)) is reads


@pytest.mark.parametrize("role", Role)
def test_a_letter_holds_amounts_for_who_reads_them(role: Role) -> None:
    def copies(contract: Contract) -> set[bool]:
        return {as_person(one.id)(contract) for one in contract.people if one.roles == frozenset({role})}

    provider = role in (Role.CP, Role.DIRECTION)
    assert copies(priced()) == {provider}
    assert copies(priced(sees=ClientSees.TIME_AND_MONEY)) == {provider or role is Role.RM}
    assert not as_person("nobody")(priced())


async def test_the_file_of_a_letter_is_the_copy_of_its_reader(shop: Priced) -> None:
    amounts = {}
    for role in (Role.RM, Role.CP):
        person = shop.contract.holders(role)[0]
        to = Recipient(ID, person.id, person.name, email="x@example.net")
        letter = Write(to, Message(Say.PROOF_SENT), files=(Enclosure(Document.PROOF, LATE, shop.world.now),))
        (file,) = await enclosed(shop.world.store, shop.world.casebook, letter)
        amounts[role] = "50,00 €" in printed(file.content)
    assert amounts == {Role.RM: False, Role.CP: True}


async def test_what_is_late_now_is_an_exposure_less_what_earlier_months_charged(store: Store) -> None:
    contract = priced(replace(TERMS, posted=Posting.AS_IT_GOES))
    async with world(store, known(contract)) as one:
        one.now = at(11, 3, 10)
        shop = Priced(one, contract)
        anomaly = await shop.lived(LIFE[:4])

        def late(tx: Connection) -> tuple[int, int, int]:
            cases = ((anomaly, contract),)
            charged = explained(tx, one.casebook, LATE, one.now, with_euros)
            exposed = exposed_now(tx, one.casebook, contract, cases, one.now)
            whole = replace(contract, compensations=TERMS)
            one.casebook.contracts = known(whole)
            everything = exposed_now(tx, one.casebook, whole, ((anomaly, whole),), one.now)
            assert charged is not None
            assert charged.told.costs is not None
            return exposed.cents, everything.cents, len(charged.told.costs.lines)

        exposed, everything, lines = await store.read(late)
        assert 0 < exposed < everything
        assert lines == 4  # taking charge in October, the resolution in October and in November, and what is late now


async def test_the_journal_of_the_contract_names_each_step_and_what_was_written_with_it(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    await shop.send(DIRECTION, "observe_penalty", on="2026-11-03", note="Le client était absent")
    one = shop.world
    found = await explain(one.store, one.casebook.contracts, ID, one.now)
    assert found is not None
    text = plain(found.text)
    assert "compensation notifiée : BOU-214 · Résolution, octobre 2026, reçue le 02/11/2026" in text
    assert "observations sur la compensation : BOU-214 · Résolution, octobre 2026" in text
    assert "Le client était absent" in text
