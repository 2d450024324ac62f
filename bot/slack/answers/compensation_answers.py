"""Renders what the missed promises of a month cost, for one person, with the steps that they may make."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.slack.answers.asked_month import PLACE
from bot.slack.answers.help_answers import shown
from connectors.channels.slack.block_kit import Block, Post, actions, button, context, header, section
from connectors.channels.slack.buttons import ledger_buttons, ledger_row
from connectors.channels.slack.choice_blocks import SAY
from connectors.channels.slack.slack_text import cut, escape
from connectors.documents.compensation_life import told_life
from connectors.documents.compensation_statement import ToldLine, told_exposure, told_statement
from connectors.wording import Wording
from connectors.wording.one_line import one_line
from rules.budget_model import LedgerButton
from rules.contract import Contract
from rules.economy.compensation.calculations import penalty_id
from rules.economy.compensation.open_steps import open_steps
from rules.economy.compensation.penalty_life import LifeState, Penalty
from rules.economy.compensation.statement import MissCharge, StatementLine
from rules.workdays.month import local_day
from scheduler.cases.compensation_dossiers import ContractCompensation

LINES = 12
EXPOSED = 8
_TEXT, _NAME = 2800, 60
"""Characters of a paragraph and of a name."""


def compensation_shown(
    contract: Contract, found: ContractCompensation | None, words: Wording, page: int, user: str, now: datetime
) -> Post:
    """A page of the month's lines, each with where its penalty stands, then the totals and what is late now."""
    if found is None or found.contract.compensations is None:
        return shown(words.text("compensation.absent", client=one_line(contract.client, _NAME)))
    told = told_statement(found.statement, found.contract, words, now)
    page = min(page, max(0, (len(told.lines) - 1) // LINES))
    first = page * LINES
    some = list(zip(found.statement.lines, told.lines, strict=True))[first : first + LINES]
    blocks: list[Block] = [header(told.title)]
    for line, said in some:
        blocks += _line(contract, found, line, said, words, user, local_day(now, contract.zone))
    count = len(told.lines)
    if count > LINES:
        place = {"first": first + 1, "last": first + len(some), "count": count}
        blocks.append(context(escape(words.text("compensation.place", **place))))
    blocks.append(section(_lines(told.totals)))
    if exposed := told_exposure(found.exposure, found.contract, words, now):
        blocks.append(section(_lines([exposed[0], *(f"• {one}" for one in exposed[1 : EXPOSED + 1])])))
    notes = [told.reserve] if found.over else [words.text("compensation.not_over"), told.reserve]
    blocks += [context(*map(escape, notes)), *_further(contract, found, words, page, count)]
    return Post(escape(f"{told.title}\n{told.totals[-1]}"), tuple(blocks))


def _line(
    contract: Contract,
    found: ContractCompensation,
    line: StatementLine,
    said: ToldLine,
    words: Wording,
    user: str,
    today: date,
) -> list[Block]:
    penalty = _penalty(found, line)
    state = told_life(penalty, found.contract, words) if penalty.state is not LifeState.CALCULATED else ()
    parts = [part for part in (said.formula, said.clause, *said.notes, ", ".join(said.facts), *state) if part]
    text = "\n".join([f"*{escape(said.title)} · {escape(said.amount)}*", *map(escape, parts)])
    blocks = [section(cut(text, _TEXT))]
    if not found.over or (found.statement.total.exempt and penalty.state is LifeState.CALCULATED):
        return blocks
    named = line.charge.late.anomaly.name if isinstance(line.charge, MissCharge) else ""
    buttons = tuple(
        LedgerButton(act, contract.id, penalty.line, one_line(named, _NAME))
        for act in open_steps(penalty, today, found.term)
    )
    person = next((one for one in contract.people if one.chat == user), None)
    return [*blocks, *ledger_row(ledger_buttons(buttons, contract, person), words)]


def _penalty(found: ContractCompensation, line: StatementLine) -> Penalty:
    """The penalty of a line at its amount of now, whether or not it is journalled."""
    name = penalty_id(line.id, found.statement.month)
    known = found.penalties.get(name)
    if known is None:
        return Penalty(name, found.statement.month, line.net)
    if known.state is LifeState.CALCULATED:
        return replace(known, cents=max(0, line.net - known.waived))
    return known


def _lines(some: Sequence[str]) -> str:
    return cut("\n".join(map(escape, some)), _TEXT)


def _further(contract: Contract, found: ContractCompensation, words: Wording, page: int, count: int) -> list[Block]:
    month = found.statement.month
    buttons = [button(words.text("compensation.previous"), f"{SAY}0", f"compensations {month.plus(-1)} {contract.id}")]
    if (page + 1) * LINES < count:
        said = f"compensations {month} {contract.id} {PLACE}{page + 2}"
        buttons.append(button(words.text("compensation.further"), f"{SAY}1", said))
    return actions(buttons)
