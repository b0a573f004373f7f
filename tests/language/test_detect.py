"""Which language a short text is in."""

from __future__ import annotations

import subprocess
import sys

import pytest

from okrsync.language import detect


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Increase the number of customers", "en"),
        ("Win the market", "en"),
        ("Verhoog het aantal klanten", "nl"),
        ("Wir steigern die Zahl der Kunden", "de"),
        ("Augmenter le nombre de clients", "fr"),
        ("Aumentar el número de clientes", "es"),
    ],
)
def test_a_clear_text_is_recognised_against_the_workspace(text: str, expected: str) -> None:
    assert {detect(text, prior) for prior in (None, "en", "nl", "de", "fr", "es")} == {expected}


@pytest.mark.parametrize("prior", ["en", "nl", "de", "fr", "es"])
def test_the_workspace_decides_where_the_text_does_not(prior: str) -> None:
    assert detect("NPS ≥ 40", prior) == prior
    assert detect("12345", prior) == prior


def test_a_word_of_many_languages_counts_for_each_a_little() -> None:
    assert detect("Audit des contrats") == "fr"


def test_without_any_hint_it_is_english() -> None:
    assert detect("12345") == "en"


def test_an_unknown_workspace_language_does_no_harm() -> None:
    assert detect("Verhoog het aantal klanten", "xx") == "nl"


def test_a_plain_text_loads_its_own_lexicon_only() -> None:
    script = (
        "from okrsync.language import classify; from okrsync.language.lexicons import load\n"
        "classify('Increase the number of customers who stay with us')\n"
        "assert load.cache_info().currsize == 1, load.cache_info()"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
