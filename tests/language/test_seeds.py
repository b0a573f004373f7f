"""The two texts that it all started from: their examples are judged as they judge them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from okrsync.language import Label, Verdict, classify

pytestmark = pytest.mark.shared

OUTPUTS = (
    r"“(Ik heb een demo[^”]+)”",
    r"Key Result om (een AdWords-campagne van €200K uit te voeren)",
    r"(Het enige wat ze hebben gedaan is €200K aan AdWords uitgegeven)",
    r"genereer 1000 leads en (voer een AdWords-campagne[^,]+uit)",
    r"Bent u blij als (er deze week 1000 prospects zijn gebeld)",
    r"niet (hoeveel uitgaande gesprekken ze vandaag moeten voeren) \(output\)",
    r"(het aantal uitnodigingen die je verstuurt voor strategiegesprekken)",
    r"te meten (hoeveel uitnodigingen je verstuurd)",
)
OUTCOMES = (
    r"“(Ik heb een klant[^”]+)”",
    r"doelstelling heeft: ([^.]+)\.",
    r"was geweest: (genereer 1000 leads)",
    r"gaat het u erom (hoeveel klanten u hebt gesloten)",
    r"voor (het sluiten van een bepaald aantal klanten elke maand) \(resultaat\)",
    r"(hoeveel gesprekken daaruit voortkomen)",
    r"(hoeveel sales dat oplevert)",
)
WORK = ("Dagelijkse Actie",)
OWN_COUNT = "Hoeveelheid geplaatste"
"""A KPI that counts own actions: the first step of a funnel may."""
BOTH = "strategiegesprekken met gekwalificeerde leads"


@pytest.fixture(scope="module")
def seeds(shared: Path) -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in sorted((shared / "seeds").glob("*.txt"))
    )


def said(seeds: str, pattern: str) -> Verdict:
    found = re.search(pattern, seeds)
    assert found is not None, pattern
    return classify(found[1], prior="nl")


def examples(seeds: str) -> Iterator[tuple[str, str]]:
    """Every bullet of the practical examples below the heading that it stands under."""
    heading = ""
    for line in seeds.partition("Praktische Voorbeelden")[2].splitlines():
        text = line.strip().removeprefix("•").strip()
        named = re.match(r"(Objectives?|Key Results?|Dagelijkse Acties?|KPI's)\s*:\s*(.*)", text)
        if text.startswith("Zoals je al ziet"):
            return
        if named:
            heading, text = named[1], named[2]
        elif not line.strip().startswith("•"):
            continue
        if text:
            yield heading, text


@pytest.mark.parametrize("pattern", OUTPUTS)
def test_what_you_do_is_an_output(seeds: str, pattern: str) -> None:
    assert said(seeds, pattern).lean is Label.OUTPUT


@pytest.mark.parametrize("pattern", OUTCOMES)
def test_what_happens_because_of_it_is_an_outcome(seeds: str, pattern: str) -> None:
    assert said(seeds, pattern).lean is Label.OUTCOME


def test_the_practical_examples(seeds: str) -> None:
    found = list(examples(seeds))
    assert len(found) == 20
    for heading, text in found:
        verdict = classify(text, prior="nl")
        if BOTH in text:
            assert verdict.label is Label.AMBIGUOUS
            continue
        work = heading.startswith(WORK) or text.startswith(OWN_COUNT)
        assert verdict.lean is (Label.OUTPUT if work else Label.OUTCOME), text


def test_where_the_two_disagree_it_asks_and_quotes_the_words() -> None:
    verdict = classify("Voer wekelijks 5 strategiegesprekken", prior="nl")
    assert verdict.label is Label.AMBIGUOUS
    assert "strategiegesprekken" in " ".join(reason.words for reason in verdict.reasons)
