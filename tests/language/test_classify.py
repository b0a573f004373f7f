"""Outcome or output: the sentences that the method's own texts argue with, and hostile ones."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from okrsync.language import Label, Shade, classify
from okrsync.language.lexicon import LANGUAGES

OUTCOMES = [
    ("nl", "Bereik een engagement rate van 12% op onze berichten"),
    ("nl", "Verdubbel het aantal volgers"),
    ("nl", "Genereer 30% meer leads via de website"),
    ("nl", "Ik heb een klant binnengehaald"),
    ("nl", "Omzet verhogen"),
    ("nl", "Sluit 8 trajecten af"),
    ("en", "Gain 200 followers by posting 3 photos a week"),
    ("en", "Earn $50K with workshops"),
    ("en", "Uptime > 99.5%"),
    ("en", "NPS ≥ 40"),
    ("en", "Improve satisfaction"),
    ("de", "Neuer Deal gewonnen"),
    ("de", "Die Plattform wird von 10 Teams genutzt"),
    ("fr", "Réduire le taux d'attrition de 9 % à 5 %"),
    ("es", "Aumentar los ingresos mensuales de $20,000 a $30,000"),
    ("es", "Horas de caída al mes de 9 a 2"),
]
OUTPUTS = [
    ("nl", "Verstuur dagelijks 15 persoonlijke e-mails"),
    ("nl", "Ik heb een demo gehad met een prospect"),
    ("nl", "Een AdWords-campagne van €100K uitvoeren"),
    ("nl", "Hoeveelheid geplaatste content"),
    ("nl", "Voer de nieuwe werkwijze in"),
    ("en", "Increase sales calls from 30 to 90"),
    ("en", "Launch an app to increase engagement"),
    ("en", "Spend €100K on ads"),
    ("en", "Conduct 15 customer interviews"),
    ("de", "Die Preisliste ist erstellt"),
    ("de", "Wir führen ein neues System ein"),
    ("fr", "Lancer une application pour augmenter l'engagement"),
    ("es", "Contratar a 3 ingenieros"),
    ("en", "Hours of training per employee from 4 to 12"),
]


@pytest.mark.parametrize(("lang", "text"), OUTCOMES)
def test_what_others_decide_leans_to_outcome(lang: str, text: str) -> None:
    assert classify(text, lang=lang).lean is Label.OUTCOME


@pytest.mark.parametrize(("lang", "text"), OUTPUTS)
def test_what_we_tick_off_ourselves_leans_to_output(lang: str, text: str) -> None:
    assert classify(text, lang=lang).lean is Label.OUTPUT


def test_a_conversation_that_both_must_want_is_asked_about_in_its_own_words() -> None:
    verdict = classify("Voer wekelijks 4 strategiegesprekken met gekwalificeerde leads")
    assert verdict.label is Label.AMBIGUOUS
    assert verdict.shade is Shade.UNCLEAR
    assert any("strategiegesprekken" in reason.words for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spend €100K on ads", Shade.SPEND),
        ("€100K uitgeven aan AdWords", Shade.SPEND),
        ("Een AdWords-campagne van €100K uitvoeren", Shade.SPEND),
        ("Make 40 cold calls a day", Shade.QUOTA),
        ("Verstuur dagelijks 15 e-mails", Shade.QUOTA),
        ("Build a new dashboard", Shade.WORK),
        ("Dashboard is live", Shade.MILESTONE),
        ("Earn €100K", Shade.RESULT),
        ("Generate 500 leads and run an ad campaign", Shade.HYBRID),
    ],
)
def test_the_shade_chooses_the_finding(text: str, expected: Shade) -> None:
    assert classify(text).shade is expected


@pytest.mark.parametrize("role", [None, "key_result", "initiative", "kpi", "objective"])
def test_the_column_changes_nothing(role: str | None) -> None:
    assert classify("Neuer Deal gewonnen", role=role) == classify("Neuer Deal gewonnen")


@pytest.mark.parametrize(
    ("bare", "dressed"),
    [
        ("Launch the portal", "KR1.2: Launch the portal by 30 June 2026"),
        ("Launch the portal", "Launch the portal so that customers order more"),
        ("Omzet verhogen", "KR 3: Omzet verhogen (eigenaar: Jan)"),
    ],
)
def test_prefix_deadline_and_purpose_are_set_apart(bare: str, dressed: str) -> None:
    assert classify(dressed).label is classify(bare).label


@pytest.mark.parametrize("text", ["", "   ", "…", "()", "---", "🎯", "\x00", "\u202e"])
def test_nothing_to_read_is_asked_about(text: str) -> None:
    verdict = classify(text)
    assert verdict.label is Label.AMBIGUOUS
    assert verdict.confidence == 0.5


def test_a_very_long_cell_is_read() -> None:
    assert classify("Launch " * 5000).lean is Label.OUTPUT


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from([None, *LANGUAGES]))
def test_any_text_gets_a_verdict_that_quotes_it(text: str, lang: str | None) -> None:
    verdict = classify(text, lang=lang)
    assert verdict.text == text
    assert verdict.lean is not Label.AMBIGUOUS
    assert 0.5 <= verdict.confidence <= 1
    assert verdict.label in {verdict.lean, Label.AMBIGUOUS}
    assert all(reason.words in text for reason in verdict.reasons)
    assert all(math.isfinite(reason.weight) for reason in verdict.reasons)


SENTENCES = (
    "increase launch 40 120 % €200K from to by with customers calls revenue the and daily is 5 , ("
    " verhoog wekelijks gesprekken door um zu wird genutzt pour à clientes para"
)
WORDS = st.sampled_from(sorted(set(SENTENCES.split())))


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=12), st.sampled_from(LANGUAGES))
def test_any_order_of_words_gets_reasons_in_its_own_words(words: list[str], lang: str) -> None:
    text = " ".join(words)
    verdict = classify(text, lang=lang)
    assert all(reason.words and reason.words in text for reason in verdict.reasons)


@pytest.mark.parametrize(
    ("text", "lang", "label"),
    [
        ("Reply to every e-mail within one day", "en", Label.AMBIGUOUS),
        ("Introduce a savings card with 30% of guests enrolled", "en", Label.AMBIGUOUS),
        ("75% of invoices handled automatically", "en", Label.AMBIGUOUS),
        ("Cancellations per month", "en", Label.OUTCOME),
        ("Leads from the fair", "en", Label.OUTCOME),
        ("Doorlooptijd offerte van 9 naar 3 dagen", "nl", Label.OUTCOME),
        ("Das Portal wird täglich genutzt", "de", Label.OUTCOME),
        ("Gib 8.000 Euro für Anzeigen aus", "de", Label.OUTPUT),
        ("La moitié des clients revient", "fr", Label.OUTCOME),
    ],
)
def test_the_shape_of_a_sentence_decides(text: str, lang: str, label: Label) -> None:
    assert classify(text, lang=lang).label is label


@pytest.mark.parametrize("text", ["Reporting", "Security", "Feedback"])
def test_what_is_not_sure_is_asked_about_though_it_reads_one_way(text: str) -> None:
    verdict = classify(text, lang="en")
    assert verdict.confidence < 0.8
    assert verdict.label is Label.AMBIGUOUS


@pytest.mark.parametrize("text", ["Blorf gnarp wimbel", '=QUUX("http://example.org","x")'])
def test_words_that_nobody_listed_are_asked_about(text: str) -> None:
    assert classify(text, lang="en").label is Label.AMBIGUOUS


@pytest.mark.parametrize("text", ["Security and win trust", "Security and reduce costs"])
def test_a_hybrid_names_a_work(text: str) -> None:
    verdict = classify(text, lang="en")
    assert (verdict.label, verdict.shade) == (Label.AMBIGUOUS, Shade.UNCLEAR)


@pytest.mark.parametrize("text", ["20 adviesgesprekken", "Run 10 adviesgesprekken"])
def test_a_conversation_is_asked_about_whatever_else_it_says(text: str) -> None:
    assert classify(text, lang="nl").label is Label.AMBIGUOUS


@pytest.mark.parametrize(
    ("lang", "text", "shade"),
    [
        ("en", "Install 45 street lights in Eastfield", Shade.WORK),
        ("nl", "8 nieuwe monteurs aannemen", Shade.WORK),
        ("de", "Wissensdatenbank mit 80 Artikeln aufbauen", Shade.QUOTA),
        ("de", "50.000 € in neue Lizenzen investieren", Shade.SPEND),
        ("fr", "Dépenser 60 000 € pour l'isolation", Shade.SPEND),
    ],
)
def test_plain_work_is_not_asked_about(lang: str, text: str, shade: Shade) -> None:
    verdict = classify(text, lang=lang)
    assert (verdict.label, verdict.shade) == (Label.OUTPUT, shade)


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Relaunch the shop with a conversion rate of 3%"),
        ("nl", "Alle vragen binnen één werkdag beantwoorden"),
        ("es", "Lanzar tarjeta de fidelización con 3.000 altas"),
    ],
)
def test_a_second_claim_and_a_promised_time_are_asked_about(lang: str, text: str) -> None:
    assert classify(text, lang=lang).label is Label.AMBIGUOUS


def test_a_level_behind_the_last_verb_parts_two_claims_too() -> None:
    verdict = classify("Landingspagina's herschrijven en conversie verhogen naar 4%", lang="nl")
    assert verdict.shade is Shade.HYBRID


def test_an_amount_that_must_not_be_reached_is_not_simply_spent() -> None:
    assert classify("Spend €50K on ads", lang="en").shade is Shade.SPEND
    assert classify("Customers spend €50K more", lang="en").shade is not Shade.SPEND
