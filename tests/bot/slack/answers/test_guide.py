"""The guide's table of who may do what is the one that the code obeys."""

from collections.abc import Iterator
from pathlib import Path

from bot.slack.forms.form_moves import STEPS_BY_NAME
from rules.anomaly.lifecycle import MOVES, RETRY
from rules.contract import Role
from rules.people.ledger_rights import LEDGER_MOVES, TYPED_MOVES
from rules.people.visibility import READINGS
from tests.bot.slack.house import WORDS

GUIDE = Path(__file__).parents[4] / "docs" / "guide.md"
SHOWN = {
    "card": "voir une anomalie (`/anomalie BOU-214`)",
    "sla": "voir son décompte (`/anomalie sla BOU-214`)",
    "form": "recevoir le bouton d'un formulaire (`@Vigie …`)",
    "list": "voir la liste (`/anomalie liste`)",
    "search": "chercher (`/anomalie cherche …`)",
    "home": "voir l'accueil de l'application",
    "contract": "voir le contrat (`/anomalie contrat`)",
    "budget": "voir le budget, selon le contrat pour le client (`/anomalie budget`)",
    "requests": "voir les demandes (`/anomalie demandes`)",
    "portfolio": "voir le portefeuille (`/anomalie portefeuille`)",
    "compensations": "voir les compensations (`/anomalie compensations`)",
}
MADE = {
    "count_time": "compter du temps (`/anomalie imputer`)",
    "ask_quote": "demander un devis (`/anomalie devis`)",
    "answer_quote": "répondre à un devis",
    "close_month": "clore un mois du budget",
    "decide_overrun": "décider d'un dépassement",
    "agree_overrun": "accepter ce qui est proposé pour un dépassement",
    "refuse_overrun": "refuser ce qui est proposé pour un dépassement",
    "count_author": "compter le temps d'un auteur inconnu",
    "leave_author": "écarter le temps d'un auteur inconnu",
    "take_question": "prendre une question au-delà de celles du mois",
    "refuse_question": "refuser une question au-delà de celles du mois",
    "notify_penalty": "noter la notification d'une compensation",
    "observe_penalty": "noter les observations sur une compensation",
    "apply_penalty": "noter qu'une compensation est appliquée",
    "waive_penalty": "noter une remise",
    "exclude_penalty": "exclure une ligne des compensations",
}
NO, YES = "", "oui"
NOBODY: frozenset[Role] = frozenset()


def rows() -> Iterator[str]:
    """The table, a line each."""
    yield "| | " + " | ".join(WORDS.text(f"role.{role}") for role in Role) + " |"
    for move in (*MOVES, RETRY):
        heard = move.roles if move.name in STEPS_BY_NAME else NOBODY
        cells = [YES if role in heard else "Jira" if role in move.roles | move.in_jira else NO for role in Role]
        yield _row(WORDS.act(move.name), cells)
    for one in READINGS:
        cells = [
            NO if role not in one.roles else YES if role in one.security or not one.security else "sauf sécurité"
            for role in Role
        ]
        yield _row(SHOWN[one.name], cells)
    for gesture in (*TYPED_MOVES, *LEDGER_MOVES):
        yield _row(MADE[gesture.name], [YES if role in gesture.roles else NO for role in Role])


def _row(what: str, cells: list[str]) -> str:
    return f"| {what} | " + " | ".join(cells) + " |"


def test_the_guide_says_who_may_do_what_and_nothing_else() -> None:
    guide = GUIDE.read_text("utf-8").split("## Qui peut quoi\n")[1].split("\n## ")[0]
    told = [line for line in guide.splitlines() if line.startswith("|") and not line.startswith("|--")]
    assert told == list(rows())
