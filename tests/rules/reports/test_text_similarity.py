"""Words are compared as people mean them."""

import pytest

from rules.reports.text_similarity import MOST_TERMS, score, shared, terms, words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Panier vidé, PANIER vide !", ("panier", "vide")),
        ("L’œuvre d'Ægir", ("l", "oeuvre", "d", "aegir")),
        ("re\u0301sume\u0301 Straße", ("resume", "strasse")),
        ("snake_case a\u200bb", ("snake", "case", "a", "b")),
        ("👩\u200d💻 % _ \u202e", ()),
        ("HTTP 500", ("http", "500")),
    ],
)
def test_accents_capitals_and_marks_do_not_count(text: str, said: tuple[str, ...]) -> None:
    assert words(text) == said


def test_small_words_are_left_out_unless_there_is_nothing_else() -> None:
    assert terms("le panier est vide") == ("panier", "vide")
    assert terms("et le") == ("et", "le")
    assert len(terms(" ".join(map(str, range(100))))) == MOST_TERMS


def test_a_title_counts_more_than_a_cause_and_a_whole_word_more_than_its_beginning() -> None:
    title, beginning = score(["panier"], "Panier", "", ""), score(["pani"], "Panier", "", "")
    assert title > beginning > score(["panier"], "", "panier", "") > score(["panier"], "", "", "panier") > 0
    assert score(["panier"], "x", "y", "z") == 0


def test_what_two_texts_share_forgives_endings() -> None:
    assert shared(terms("paniers vides"), words("Panier vide après connexion")) == 1
    assert shared(terms("panier lent"), words("Panier vide")) == 0.5
    assert shared((), words("Panier")) == 0
