"""What people wrote stays harmless, whole and short."""

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.channels.slack.block_kit import plain
from connectors.channels.slack.slack_text import break_up, escape, line, link, literal
from connectors.wording.graphemes import cut, graphemes, units
from sandbox.slack.pings import pings

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
FLAG = "🇫🇷"
WAVE = "👋🏽"
E_ACUTE = "e\u0301"
WHOLE = (FAMILY, FLAG, WAVE, E_ACUTE, "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f", "한", "❤️")
MARKS = st.one_of(st.sampled_from([*"<>&@!#|`*_ \n", *WHOLE]), st.characters(), st.text(max_size=9))
WRITTEN = st.lists(MARKS, max_size=60).map("".join)


@pytest.mark.parametrize(
    "hostile",
    ["<!channel>", "<!here|x>", "<@U0RM>", "<!subteam^S1>", "<#C1>", "<https://evil.example|la banque>", "@channel"],
)
def test_what_people_wrote_calls_nobody(hostile: str) -> None:
    assert pings(escape(hostile), []) == ()
    assert not set(escape(hostile)) & set("<>")


@given(WRITTEN)
def test_escaping_leaves_no_angle_bracket_and_no_override(text: str) -> None:
    said = escape(text)
    assert not set(said) & set("<>\u202e\u202d\u2066")
    assert "&" not in re.sub(r"&(amp|lt|gt);", "", said)
    said.encode("utf-8")


@given(WRITTEN)
def test_what_people_wrote_marks_nothing_up(text: str) -> None:
    """A mark is left only within a word or alone between spaces, where Slack takes it for a sign like any other."""
    left = re.sub(r"(?<=[0-9A-Za-z])[*_~](?=[0-9A-Za-z])|(?<=\s)[*_~](?=\s)", "", escape(text))
    assert not set(left) & set("*_~`")
    assert not re.search(r":[\w+'-]+:", escape(text))
    assert not re.search(r":[\w+'-]+:", str(plain(text, 3000)["text"]))


@pytest.mark.parametrize("text", ["user_id", "2 * 3", "a*b", "snake_case_name", "09:15", "https://x.example/a_b"])
def test_what_marks_nothing_up_is_left_as_it_was(text: str) -> None:
    assert escape(text) == text


def test_fixed_width_takes_marks_as_they_are() -> None:
    assert literal("*a* :tada: <b>") == "*a* :tada: &lt;b&gt;"


def test_plain_text_has_no_emoji_of_its_own_and_never_reads_backwards() -> None:
    assert plain("*a* :tada: \u202eb\u2069", 75)["text"] == "*a* :\u200btada: b"


@given(WRITTEN, st.integers(min_value=1, max_value=60))
def test_a_cut_text_is_short_and_begins_like_the_whole(text: str, limit: int) -> None:
    whole = escape(text)
    short = cut(whole, limit)
    assert units(short) <= limit
    assert short == whole or (short.endswith("…") and whole.startswith(short[:-1]))
    assert html.unescape(short).count("&") <= html.unescape(whole).count("&")
    assert not re.search(r"&(?!amp;|lt;|gt;)", short)


@pytest.mark.parametrize("sign", WHOLE)
def test_a_sign_is_kept_whole_or_left_out(sign: str) -> None:
    assert list(graphemes(sign)) == [sign]
    for limit in range(1, units(sign * 5)):
        assert cut(sign * 5, limit)[:-1] == sign * ((limit - 1) // units(sign))


def test_two_flags_are_two_signs() -> None:
    assert list(graphemes(FLAG * 3)) == [FLAG] * 3


def test_a_sign_under_a_thousand_accents_does_not_swallow_the_text() -> None:
    assert units(cut("e" + "\u0301" * 10_000, 100)) > 30


def test_an_entity_is_never_split() -> None:
    assert [cut("&lt;&lt;&lt;", limit) for limit in (4, 5, 8, 9)] == ["…", "&lt;…", "&lt;…", "&lt;&lt;…"]


@given(WRITTEN, st.integers(min_value=40, max_value=90))
def test_a_broken_up_text_loses_nothing_but_line_ends(text: str, limit: int) -> None:
    pieces = break_up(escape(text), limit)
    assert all(units(piece) <= limit for piece in pieces)
    assert re.sub(r"\s", "", "".join(pieces)) == re.sub(r"\s", "", escape(text))


def test_a_title_holds_on_one_line() -> None:
    assert line("Panier\n\n  vide\t<b>", 100) == "Panier vide &lt;b&gt;"


def test_a_link_is_ours_or_is_no_link() -> None:
    assert link("https://jira.example/browse/BOU-1?a=1&b=2", "BOU-1") == (
        "<https://jira.example/browse/BOU-1?a=1&amp;b=2|BOU-1>"
    )
    assert link("javascript:alert(1)", "BOU-1") == "BOU-1"
    assert link("https://x.example/>|<!channel>", "BOU-1") == "BOU-1"
    assert link("https://x.example/", "a|b") == "<https://x.example/|a¦b>"
