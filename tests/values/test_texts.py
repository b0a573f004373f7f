"""Typed text, cleaned and made harmless."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.values import clean, fold, is_null, safe

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
TEXTS = st.text() | st.text(
    alphabet="ab \t\n\r\x1b[31m\u202e\u200b\u00a0\"'“”«»\x9b\x07\u2028\ud800é", max_size=20
)


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("  Grow\u00a0sales \u200b", "Grow sales"),
        ('"Grow"', "Grow"),
        ("“Grow”", "Grow"),
        ("„Wachsen“", "Wachsen"),
        ("« Croître »", "Croître"),
        ("'Grow'", "Grow"),
        ('"Grow" and "Keep"', '"Grow" and "Keep"'),
        ("l'équipe", "l'équipe"),
        ("\ufeffTitle", "Title"),
        ("Rate\u200b", "Rate"),
        ("e\u0301", "é"),
        ("one\ntwo", "one\ntwo"),
        ("👩\u200d💻", "👩\u200d💻"),
        ('"', '"'),
        ("", ""),
    ],
)
def test_clean(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("a\nb\r\nc\td", "a b c d"),
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x9b31m", "\\x9b31m"),
        ("\x1b]8;;http://evil\x07click", "\\x1b]8;;http://evil\\x07click"),
        ("gpj\u202exe.exe", "gpjxe.exe"),
        ("nul\x00", "nul\\x00"),
        ("\ud800", "\\ud800"),
        ("👩\u200d💻 é", "👩\u200d💻 é"),
        ("\u2028x", " x"),
    ],
)
def test_safe(text: str, shown: str) -> None:
    assert safe(text) == shown


@given(TEXTS)
@settings(max_examples=200)
def test_safe_text_can_harm_no_terminal(text: str) -> None:
    shown = safe(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in shown)
    assert not any(mark in shown for mark in BIDI)
    assert safe(shown) == shown
    assert shown.encode("utf-8").decode() == shown


@given(TEXTS)
@settings(max_examples=200)
def test_clean_and_fold_settle(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(clean(text))


def test_fold_compares_words() -> None:
    assert fold(" “Résultat  Clé” ") == "resultat cle"
    assert fold("DÉJÀ\nvu") == "deja vu"


@pytest.mark.parametrize("text", ["n.v.t.", "N/A", "—", "", "à définir", "k. A.", "Keine Angabe"])
def test_null_words(text: str) -> None:
    assert is_null(text)


@pytest.mark.parametrize("text", ["0", "no", "nul", "x", "open", "n"])
def test_words_that_say_something(text: str) -> None:
    assert not is_null(text)
