"""The picture of a budget is the same for the same values, and its words say what it finds."""

from datetime import date

from connectors.documents.budget_account import Account
from connectors.documents.budget_picture import alt_text, budget_picture
from connectors.wording import Wording
from rules.contract.budget_terms import Budget
from rules.economy.budget_view import BudgetView, EnvelopeView, Term
from rules.economy.sold_beside import Beside
from rules.workdays.month import Month

NOTHING = dict.fromkeys(Term, 0)


def account(*envelopes: EnvelopeView) -> Account:
    """The account of envelopes in November, for a client who sees time alone."""
    view = BudgetView(Month(2026, 11), date(2026, 11, 20), False, 0, Budget(), envelopes, {}, (), Beside())
    return Account(view, Wording("fr", "Europe/Paris"), priced=False, whole=False)


def test_the_picture_is_a_png_that_no_name_can_alter() -> None:
    told = account(
        EnvelopeView('#eval("1") <b> "é"', NOTHING, 480, 390, 90), EnvelopeView("dépassée", NOTHING, 300, 420, -120)
    )
    picture = budget_picture(told, "Boutique #pagebreak()")
    assert picture is not None
    assert picture.startswith(b"\x89PNG")
    assert picture == budget_picture(told, "Boutique #pagebreak()")


def test_its_words_say_what_is_left_and_used() -> None:
    said = alt_text(account(EnvelopeView("planifiée", NOTHING, 480, 390, 90)), "Boutique").replace("\u00a0", " ")
    assert said == (
        "Budget · Boutique · novembre 2026. Il reste 1 h 30 sur 8 h (81 % utilisés). planifiée : 6 h 30 sur 8 h"
    )


def test_without_envelopes_there_is_no_picture() -> None:
    assert budget_picture(account(), "Boutique") is None
