"""The steps of a penalty are recorded by the direction, once each, in words that never say that it is owed."""

from dataclasses import replace
from datetime import date

from bot.operations.admin_queries import verify
from connectors.store import Store
from rules.contract.compensation_terms import ExclusionCause
from rules.events.compensation_events import (
    CompensationApplied,
    CompensationExcluded,
    CompensationNotified,
    CompensationWaived,
)
from tests.bot.slack.compensation.priced import ACK, ID, RESOLUTION, TERMS, Priced, at, form, known, priced
from tests.bot.slack.house import interaction
from tests.bot.slack.ledger.desk import AGENT, CP, DEV, DIRECTION, RM, buttons, plain, told
from tests.bot.slack.world import said, world


async def test_the_statement_of_a_month_shows_each_line_with_what_can_be_done(shop: Priced) -> None:
    calls = await shop.world.type(DIRECTION, "compensations octobre")
    text = plain(said(calls))
    assert "Compensation, octobre 2026" in text
    assert "BOU-214 · Prise en charge" in text
    assert "art. 12" in text
    assert "Calculée, sous réserve : " in text
    acts = [act for act, _ in buttons(calls)]
    assert acts == ["notify_penalty", "waive_penalty", "exclude_penalty"] * 2
    assert ("notify_penalty", f"{ID}|{ACK}") in buttons(calls)
    assert "Aucun engagement manqué" in said(await shop.world.type(DIRECTION, "compensations"))
    reader = await shop.world.type(CP, "compensations 2026-10")
    assert "Prise en charge" in said(reader)
    assert buttons(reader) == []
    assert "Aucun mois reconnu" in said(await shop.world.type(DIRECTION, "compensations 2026-13"))


async def test_a_penalty_is_notified_answered_and_applied(shop: Priced) -> None:
    opened = await shop.press(DIRECTION, "notify_penalty")
    assert [call.method for call in opened] == ["views.open"]
    calls = await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    assert "notification reçue le 02/11/2026" in told(calls, DIRECTION)
    assert "jusqu’au 17/11/2026 inclus" in told(calls, CP)
    assert told(calls, RM) == ""
    steps = await shop.steps()
    assert [one.kind for one in steps] == ["compensation_calculated"] * 2 + ["compensation_notified"]
    last = steps[-1]
    assert isinstance(last, CompensationNotified)
    assert (last.line, last.on, last.by.name) == (RESOLUTION, date(2026, 11, 2), "Direction")
    early = await shop.send(DIRECTION, "apply_penalty", on="2026-11-03", reference="C12")
    assert "trop tôt, les observations sont possibles jusqu’au 17/11/2026" in told(early, DIRECTION)
    shop.world.now = at(11, 10)
    calls = await shop.send(DIRECTION, "observe_penalty", on="2026-11-09", note="Le client était absent")
    assert "observations du 09/11/2026" in told(calls, CP)
    calls = await shop.send(DIRECTION, "apply_penalty", on="2026-11-10", reference="C12")
    assert "Référence : C12" in told(calls, CP)
    assert isinstance((await shop.steps())[-1], CompensationApplied)
    shown = plain(said(await shop.world.type(DIRECTION, "compensations octobre")))
    assert "Appliquée" in shown
    calls = await shop.send(DIRECTION, "waive_penalty", amount="10,50", reason="geste")
    assert "remise de 10,50 €" in told(calls, CP)
    last = (await shop.steps())[-1]
    assert isinstance(last, CompensationWaived)
    assert (last.cents, last.on) == (1_050, date(2026, 11, 10))
    problems, _ = await verify(shop.world.store, None, None) or ([""], "")
    assert problems == []


async def test_a_term_that_falls_on_a_day_that_is_not_worked_runs_to_the_next_one(shop: Priced) -> None:
    shop.world.now = at(11, 9)
    calls = await shop.send(DIRECTION, "notify_penalty", on="2026-11-06")
    assert "jusqu’au 23/11/2026 inclus" in told(calls, DIRECTION)
    early = await shop.send(DIRECTION, "apply_penalty", on="2026-11-09", reference="C12")
    assert "jusqu’au 23/11/2026 inclus" in told(early, DIRECTION)
    shop.world.now = at(11, 24)
    calls = await shop.send(DIRECTION, "apply_penalty", on="2026-11-24", reference="C12")
    assert "appliquée le 24/11/2026" in told(calls, DIRECTION)


async def test_a_line_is_excluded_for_a_cause_of_the_contract_and_stays_at_nothing(shop: Priced) -> None:
    calls = await shop.send(DIRECTION, "exclude_penalty", cause="third_party", note="Panne du réseau")
    assert "le contrat n’exclut pas cette cause. Il exclut : force majeure ou fait du client" in told(calls, DIRECTION)
    assert await shop.steps() == []
    calls = await shop.send(DIRECTION, "exclude_penalty", cause="force_majeure", note="Inondation")
    assert "exclue par Direction (force majeure)" in told(calls, CP)
    last = (await shop.steps())[-1]
    assert isinstance(last, CompensationExcluded)
    assert (last.cause, last.note) == (ExclusionCause.FORCE_MAJEURE, "Inondation")
    shown = plain(said(await shop.world.type(DIRECTION, "compensations octobre")))
    assert "Exclue : force majeure" in shown
    assert "0,00 €" in shown
    assert "est close" in told(await shop.send(DIRECTION, "waive_penalty", reason="geste"), DIRECTION)


async def test_of_two_who_record_at_once_the_second_is_told_and_a_retry_repeats_nothing(shop: Priced) -> None:
    first = form(DIRECTION, "notify_penalty", on="2026-11-02")
    for name in ("V1", "V2"):
        first["view"]["id"] = name
        await shop.world.send(interaction(first))
    await shop.world.settle()
    assert await shop.kinds() == ["notified"]
    assert "est déjà notifiée, reçue le 02/11/2026" in plain(said(shop.world.client.calls))
    shop.world.client.calls.clear()
    await shop.world.send(interaction(first))
    await shop.world.settle()
    assert await shop.kinds() == ["notified"]
    assert shop.world.client.calls == []


async def test_nobody_else_records_a_step_and_nothing_is_told_of_the_contract(shop: Priced) -> None:
    for user in (CP, RM, DEV, AGENT, "U0RM2", "U0STRANGER"):
        for calls in (
            await shop.press(user, "notify_penalty"),
            await shop.send(user, "notify_penalty", on="2026-11-02"),
        ):
            assert "pas ce droit" in said(calls), user
            assert "Boutique" not in said(calls)
            assert "€" not in said(calls)
    await shop.send(DIRECTION, "notify_penalty", contract="nulle-part", on="2026-11-02")
    assert "n’existe pas" in told(await shop.send(DIRECTION, "notify_penalty", line="x", on="2026-11-02"), DIRECTION)
    assert "n’existe pas" in told(
        await shop.send(DIRECTION, "notify_penalty", line="x:resolution:1@2026-10", on="2026-11-02"), DIRECTION
    )
    assert await shop.steps() == []


async def test_the_cp_records_them_where_nobody_is_of_the_direction(store: Store) -> None:
    contract = priced(people=[one for one in priced().people if one.chat != DIRECTION])
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        shop = Priced(one, contract)
        await shop.lived()
        assert "notification reçue" in told(await shop.send(CP, "notify_penalty", on="2026-11-02"), CP)


async def test_a_form_with_a_wrong_field_says_what_would_do(shop: Priced) -> None:
    for act, values, words in (
        ("notify_penalty", {"on": "2026-11-04"}, "au plus tard aujourd’hui"),
        ("notify_penalty", {"on": "demain"}, "au plus tard aujourd’hui"),
        ("waive_penalty", {"amount": "10,505", "reason": "geste"}, "par exemple 80 ou 80,50"),
        ("waive_penalty", {"amount": "", "reason": ""}, "reason"),
        ("exclude_penalty", {"cause": "humeur", "note": "x"}, "Choisissez une cause"),
        ("apply_penalty", {"on": "2026-11-02", "reference": ""}, "reference"),
    ):
        response = await shop.world.send(interaction(form(DIRECTION, act, **values)))
        assert words in str(response.json()), act
        await shop.world.settle()
    assert await shop.steps() == []


async def test_a_step_out_of_place_is_refused_with_the_reason(shop: Priced) -> None:
    assert "notez d’abord la notification" in told(
        await shop.send(DIRECTION, "observe_penalty", on="2026-11-02", note="x"), DIRECTION
    )
    assert "précède octobre 2026" in told(await shop.send(DIRECTION, "notify_penalty", on="2026-09-30"), DIRECTION)
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    assert "précède la notification" in told(
        await shop.send(DIRECTION, "observe_penalty", on="2026-11-01", note="x"), DIRECTION
    )
    assert "il ne reste que" in told(await shop.send(DIRECTION, "waive_penalty", amount="99999", reason="x"), DIRECTION)
    november = RESOLUTION.replace("2026-10", "2026-11")
    assert "n’est pas terminé" in told(
        await shop.send(DIRECTION, "notify_penalty", line=november, on="2026-11-02"), DIRECTION
    )


async def test_nothing_is_notified_under_the_exemption(store: Store) -> None:
    contract = priced(replace(TERMS, exemption=10_000_000))
    async with world(store, known(contract)) as one:
        one.now = at(11, 3)
        shop = Priced(one, contract)
        await shop.lived()
        shown = await one.type(DIRECTION, "compensations octobre")
        assert "sous l’exonération" in said(shown)
        assert buttons(shown) == []
        assert "sous l’exonération" in told(await shop.send(DIRECTION, "notify_penalty", on="2026-11-02"), DIRECTION)
        assert await shop.steps() == []


async def test_a_fact_heard_after_the_notice_is_told_as_a_difference_and_rewrites_nothing(shop: Priced) -> None:
    await shop.send(DIRECTION, "notify_penalty", on="2026-11-02")
    before = plain(said(await shop.world.type(DIRECTION, "compensations octobre")))
    changed = replace(
        shop.contract,
        compensations=replace(TERMS, scale=tuple(replace(one, cap=4_000) for one in TERMS.scale)),
    )
    shop.world.casebook.contracts = known(changed)
    calls = await shop.send(DIRECTION, "notify_penalty", line=ACK, on="2026-11-03")
    assert "recalculée depuis la notification" in told(calls, CP)
    assert "Résolution : -" in told(calls, DIRECTION)
    again = await shop.send(DIRECTION, "observe_penalty", on="2026-11-03", note="x")
    assert "recalculée" not in said(again)
    assert before != plain(said(await shop.world.type(DIRECTION, "compensations octobre")))
    assert "d’écart, à décider entre vous" in plain(said(await shop.world.type(DIRECTION, "compensations octobre")))
