"""Bare measures: what is measured decides, not a word of work inside it."""

from __future__ import annotations

import pytest

from okrsync.language import classify

OUTCOMES = [
    ("en", "Time to the first reply"),
    ("en", "Hours until the lift works again"),
    ("en", "Build error rate"),
    ("en", "Mailing list size"),
    ("en", "Visits per week from 40 to 90"),
    ("nl", "Tijd tussen aanvraag en besluit"),
    ("nl", "Bezoeken per week van 40 naar 90"),
    ("nl", "Reparaties in één keer goed"),
    ("de", "Zeit bis zur ersten Antwort"),
    ("de", "Besuche pro Woche von 40 auf 90"),
    ("fr", "Temps entre la demande et la réponse"),
    ("fr", "Visites par semaine de 40 à 90"),
    ("es", "Tiempo hasta la primera respuesta"),
]
OUTPUTS = [
    ("en", "Track the error rate"),
    ("en", "Measure time to first reply"),
    ("en", "Client visits per week from 4 to 9"),
    ("nl", "Bezoek per week drie klanten"),
    ("nl", "Klantbezoeken per week van 4 naar 9"),
    ("de", "Kundenbesuche pro Woche von 4 auf 9"),
    ("fr", "Visites clients par semaine de 4 à 9"),
    ("es", "Visitas comerciales por semana de 4 a 9"),
]


@pytest.mark.parametrize(("language", "text"), OUTCOMES)
def test_a_measure_is_no_work(language: str, text: str) -> None:
    assert classify(text, lang=language).lean == "outcome"


@pytest.mark.parametrize(("language", "text"), OUTPUTS)
def test_work_with_a_measure_in_it_stays_work(language: str, text: str) -> None:
    assert classify(text, lang=language).lean == "output"
