"""A hybrid cut into its work and its result, in its own words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.language.parts import Parts, counted, split


@pytest.mark.parametrize(
    ("lang", "text", "work", "result"),
    [
        ("en", "Launch the app with 30% adoption", "Launch the app", "30% adoption"),
        (
            "en",
            "KR2: Organise 3 webinars resulting in 150 qualified leads",
            "Organise 3 webinars",
            "150 qualified leads",
        ),
        (
            "nl",
            "Lanceer de nieuwe webshop en haal 500 bestellingen per maand",
            "Lanceer de nieuwe webshop",
            "500 bestellingen per maand",
        ),
        (
            "de",
            "Onlineshop starten und Umsatz auf 50.000 € steigern",
            "Onlineshop starten",
            "Umsatz auf 50.000 € steigern",
        ),
        (
            "fr",
            "Lancer la boutique en ligne et atteindre 500 commandes par mois",
            "Lancer la boutique en ligne",
            "500 commandes par mois",
        ),
        (
            "es",
            "Lanzar la app y alcanzar un 30 % de adopción",
            "Lanzar la app",
            "un 30 % de adopción",
        ),
        (
            "nl",
            "Mobiele app uitbrengen met 500 actieve gebruikers",
            "Mobiele app uitbrengen",
            "500 actieve gebruikers",
        ),
        (
            "fr",
            "Remplacer les chaudières et réduire la facture de 15 %",
            "Remplacer les chaudières",
            "réduire la facture de 15 %",
        ),
    ],
)
def test_a_hybrid_has_two_parts(lang: str, text: str, work: str, result: str) -> None:
    assert split(text, lang) == Parts(work=work, result=result)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Launch the app"),
        ("en", "Define and measure driver happiness"),
        ("en", "Increase NPS and reduce churn"),
        ("nl", "Lanceer een platform dat 500 gebruikers trekt"),
        ("en", "Draft the cycling policy and get it adopted by the council"),
        ("en", "and"),
        ("en", ""),
    ],
)
def test_without_a_clean_seam_nothing_is_cut(lang: str, text: str) -> None:
    assert split(text, lang) is None


@pytest.mark.parametrize(
    ("lang", "text", "noun"),
    [
        ("en", "Make 200 sales calls a week", "sales calls"),
        ("nl", "Voer 40 verkoopgesprekken per week", "verkoopgesprekken"),
        ("de", "Jede Woche 40 Kundengespräche führen", "Kundengespräche"),
        ("en", "???", None),
    ],
)
def test_what_is_counted(lang: str, text: str, noun: str | None) -> None:
    assert counted(text, lang) == noun


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["en", "nl", "de", "fr", "es"]))
def test_parts_are_the_texts_own(text: str, lang: str) -> None:
    for joined in (text, f"Launch {text} and reach {text}"):
        parts = split(joined, lang)
        assert parts is None or (parts.work in joined and parts.result in joined)
        assert (counted(joined, lang) or "") in joined
