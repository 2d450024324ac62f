"""What time brings to penalties: the end of a term, the close of a month, the morning list; each told once."""

from dataclasses import replace
from datetime import date

from sqlalchemy import text

from bot.operations.admin_queries import verify
from connectors.store import Connection, Store
from rules.contract.budget_terms import ClientSees
from scheduler.jobs.timetable import Timetable
from tests.bot.slack.compensation.priced import ACK, ID, RESOLUTION, Priced, at, known, priced
from tests.bot.slack.house import press
from tests.bot.slack.ledger.desk import CP, DIRECTION, RM, buttons, plain, told
from tests.bot.slack.world import said, world


async def morning_of(shop: Priced) -> str:
    """The CP's morning list of the present day."""
    one = shop.world
    one.client.calls.clear()
    await Timetable(one.store, one.casebook, lambda: one.now, lambda: one.now, lambda: None).once()
    await one.settle()
    return plain(said(one.client.calls))


async def test_the_end_of_the_term_is_told_once_on_time_in_working_hours(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    shop.world.now = at(11, 16, 10)
    assert await shop.looked() == []
    shop.world.now = at(11, 17, 5)
    assert await shop.looked() == []
    shop.world.now = at(11, 17, 9)
    calls = await shop.looked()
    assert "dernier jour pour les observations, le 17/11/2026" in told(calls, DIRECTION)
    assert told(calls, CP) == ""
    assert [act for act, _ in buttons(calls)] == ["observe_penalty", "waive_penalty"]
    assert await shop.looked() == []
    shop.world.now = at(11, 18, 9)
    assert await shop.looked() == []


async def test_the_end_of_a_term_missed_by_a_stop_is_told_late_and_an_answered_one_never(shop: Priced) -> None:
    for line in (RESOLUTION, ACK):
        await shop.send(DIRECTION, "notify_penalty", line=line, on="2026-11-02")
    await shop.send(DIRECTION, "observe_penalty", line=ACK, on="2026-11-03", note="x")
    shop.world.now = at(11, 19, 9)
    text = told(await shop.looked(), DIRECTION)
    assert "a pris fin le 17/11/2026" in text
    assert "Résolution" in text
    assert "Prise en charge" not in text


async def test_the_close_of_a_month_journals_its_figures_and_tells_the_direction(store: Store) -> None:
    contract = priced(sees=ClientSees.TIME_AND_MONEY)
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        shop = Priced(one, contract)
        await shop.lived()
        calls = await one.interact(press(CP, "ledger:close_month:0", f"{ID}|2026-10"))
        assert "a clos octobre 2026" in told(calls, CP)
        text = told(calls, DIRECTION)
        assert "compensation calculée, sous réserve, pour octobre 2026" in text
        assert f"compensations 2026-10 {ID}" in text
        assert "BOU-214 · Résolution" in text
        assert "BOU-214" not in told(calls, CP)
        assert told(calls, RM).count("€") == 0
        assert [one.kind for one in await shop.steps()] == ["compensation_calculated"] * 2
        problems, _ = await verify(store, None, None) or ([""], "")
        assert problems == []


async def test_a_month_that_was_calculated_before_its_close_is_told_at_its_close(store: Store) -> None:
    contract = replace(priced(sees=ClientSees.TIME), effective=date(2026, 9, 1))
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        shop = Priced(one, contract)
        await shop.lived()
        calls = await one.interact(press(CP, "ledger:close_month:0", f"{ID}|2026-09"))
        assert "compensation" not in told(calls, DIRECTION)
        assert "compensation" not in told(calls, DIRECTION)
        assert [one.kind for one in await shop.steps()] == ["compensation_calculated"] * 2
        calls = await one.interact(press(CP, "ledger:close_month:0", f"{ID}|2026-10"))
        assert "compensation calculée, sous réserve, pour octobre 2026" in told(calls, DIRECTION)
        assert [one.kind for one in await shop.steps()] == ["compensation_calculated"] * 2


async def test_a_month_that_is_over_is_told_once_where_no_budget_is_closed(shop: Priced) -> None:
    calls = await shop.looked()
    assert "compensation calculée, sous réserve, pour octobre 2026" in told(calls, DIRECTION)
    assert await shop.looked() == []
    assert [one.kind for one in await shop.steps()] == ["compensation_calculated"] * 2


async def test_a_step_that_was_altered_is_named_by_verify(sqlite_store: Store) -> None:
    contract = priced()
    async with world(sqlite_store, known(contract)) as one:
        one.now = at(11, 3)
        shop = Priced(one, contract)
        await shop.lived()
        await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
        whole = await verify(sqlite_store, ID, None)
        assert whole is not None
        assert whole[0] == []

        def alter(tx: Connection) -> None:
            tx.execute(text("DROP TRIGGER facts_no_update"))
            tx.execute(
                text("UPDATE facts SET fact = replace(fact, '5000', '4000') WHERE fact LIKE '%acknowledgement%'")
            )

        await sqlite_store.write(alter)
        altered = await verify(sqlite_store, ID, None)
        assert altered is not None
        assert len(altered[0]) == 1
        assert ID in altered[0][0]


async def test_the_morning_list_says_what_waits_for_a_step(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    text = await morning_of(shop)
    assert "⚖️ Compensations (2)" in text
    assert "1 pénalité (octobre 2026), calcul sous réserve, à notifier" in text
    assert "1 pénalité (octobre 2026) ; observations possibles jusqu’au 17/11/2026 inclus" in text
    shop.world.now = at(11, 18, 8)
    assert "noter la décision du client" in await morning_of(shop)
    await shop.send(DIRECTION, "waive_penalty", reason="geste")
    shop.world.now = at(12, 2, 8)
    assert "Compensations" not in await morning_of(shop)
