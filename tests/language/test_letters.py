"""The second opinion by letters: it asks, and never turns a verdict."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.language import Label, Shade, classify
from okrsync.language.letters import STEP, Letters, grams, letters
from okrsync.language.lexicon import LANGUAGES
from okrsync.language.lexicons import load
from okrsync.language.signals import read
from okrsync.language.weigh import weights

HOUSES = Path(__file__).parents[2] / "evaluation" / "houses.jsonl"


def test_it_never_turns_what_the_words_lean_to() -> None:
    asked = 0
    for line in HOUSES.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = read(row["text"], load(row["lang"])).found
        logit = weights().towards_outcome(found)
        verdict = classify(row["text"], lang=row["lang"])
        assert verdict.lean is (Label.OUTCOME if logit >= 0 else Label.OUTPUT)
        assert verdict.label in {verdict.lean, Label.AMBIGUOUS}
        doubted = letters().confidence(row["text"], row["lang"], logit) < letters().sure
        assert not (doubted and verdict.label is verdict.lean)
        asked += doubted
    assert asked > 5


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("es", "Entregas a tiempo: 98 %"),
        ("nl", "Minder invaldagen in groep 5"),
        ("fr", "98 % des mises en production sans retour arrière"),
    ],
)
def test_words_that_the_letters_make_doubtful_are_asked_about(lang: str, text: str) -> None:
    verdict = classify(text, lang=lang)
    assert (verdict.label, verdict.shade) == (Label.AMBIGUOUS, Shade.UNCLEAR)
    assert 0.5 <= verdict.confidence < weights().sure
    assert verdict.reasons


def test_letters_that_agree_make_it_surer_and_others_less() -> None:
    logit = 1.0
    for_it = Letters(2.0, {}, 1.0, 1.0, 0.0, 0.7).confidence("calls", "en", logit)
    against = Letters(-2.0, {}, 1.0, 1.0, 0.0, 0.7).confidence("calls", "en", logit)
    alone = 1 / (1 + math.exp(-logit))
    assert against < alone < for_it


def test_each_language_has_weights_and_all_share_some() -> None:
    assert set(LANGUAGES) | {"all"} <= letters().grams.keys()
    opinions = {lang: letters().opinion("sales calls", lang) for lang in LANGUAGES}
    assert opinions["en"] < letters().bias
    assert len(set(opinions.values())) > 1


def test_the_sum_is_by_run_and_as_long_for_every_text() -> None:
    runs = {"_ca", "cal", "all", "ll_", "_cal", "call", "all_", "_call", "call_"}
    assert grams("Call") == runs
    known = {g: int(w) for w, packed in letters().grams["all"].items() for g in packed.split(" ")}
    own = {g: int(w) for w, packed in letters().grams["en"].items() for g in packed.split(" ")}
    total = sum(known.get(run, 0) + own.get(run, 0) for run in runs)
    said = letters().opinion("call", "en")
    assert said == pytest.approx(letters().bias + STEP * total / math.sqrt(len(runs)))


def test_figures_and_accents_are_all_the_same() -> None:
    assert grams("Réduire 40 appels") == grams("reduire 1.250 appels")


@given(st.text(max_size=80))
def test_any_text_has_an_opinion(text: str) -> None:
    assert math.isfinite(letters().opinion(text, "en"))
    assert 0 <= letters().confidence(text, "xx", 2.0) <= 1
