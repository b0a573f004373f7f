"""The word for an initiative: the column's own, else that of its language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from okrsync.mapping.reading import Kind, RowRef, TableReading
from okrsync.mapping.vocabulary import types
from okrsync.mapping.vocabulary.words import LANGUAGES, load
from okrsync.table import Row, Table
from okrsync.writeback.words import FROM, LEVEL, TO, LevelWords

KINDS = {"objective": Kind.OBJECTIVES, FROM: Kind.KEY_RESULTS, TO: Kind.INITIATIVES}


def column(*words: str, language: str | None = "en") -> LevelWords:
    """A level column with these words, a row each."""
    rows = [Row(at, (word,)) for at, word in enumerate(words, start=2)]
    refs = [
        RowRef(f"row-{row.number}", KINDS[said], row.number)
        for row, word in zip(rows, words, strict=True)
        if (said := types.meaning(LEVEL, word))
    ]
    reading = TableReading(
        "plan",
        Table("t", "T", rows),
        Kind.MIXED,
        1,
        2,
        9,
        {LEVEL: 0},
        {},
        {},
        refs,
        (0,),
        None,
    )
    return LevelWords(replace(reading, language=language), 0)


@pytest.mark.parametrize(
    ("words", "said", "wanted"),
    [
        (["Objective", "Key result", "Task", "Project", "Task"], "Key result", "Task"),
        (["Doel", "Kernresultaat", "Taak", "Task", "Task"], "Kernresultaat", "Taak"),
        (["Doel", "Kernresultaat", "Task"], "Kernresultaat", "Task"),
        (["Objective", "KR", "Aufgabe"], "KR", "Aufgabe"),
        (["Objective", "Key result"], "Key result", "Initiative"),
        (["Doel", "Kernresultaat"], "Kernresultaat", "Initiatief"),
        (["Ziel", "Schlüsselergebnis"], "Schlüsselergebnis", "Initiative"),
        (["Objectif", "Résultat clé"], "Résultat clé", "Initiative"),
        (["Objetivo", "Resultado clave"], "Resultado clave", "Iniciativa"),
        (["DOEL", "KERNRESULTAAT"], "KERNRESULTAAT", "INITIATIEF"),
        (["doel", "kernresultaat"], "kernresultaat", "initiatief"),
        (["Doel", "KR", "KR", "KR"], "KR", "Initiatief"),
        (["O", "KR"], "KR", "Initiative"),
        (["Objective", "Key result", "-Task", "-Task", "Project"], "Key result", "Project"),
        (["Objective", "Key result", "Kernresultaat"], "Kernresultaat", "Initiatief"),
    ],
)
def test_the_word(words: Sequence[str], said: str, wanted: str) -> None:
    assert column(*words).initiative(said) == wanted


def test_the_headers_decide_where_the_words_do_not() -> None:
    assert column("O", "KR", language="nl").initiative("KR") == "Initiatief"
    assert column("Objetivo", "Resultado", language="pt").initiative("Resultado") == "Iniciativa"


def test_only_a_word_that_is_allowed() -> None:
    words = column("Objective", "Key result", "Task")
    assert words.initiative("Key result", ["Objective", "Key result", "Task"]) == "Task"
    assert words.initiative("Key result", ["Objective", "Key result", "Project"]) == "Project"
    assert words.initiative("Key result", ["Objective", "Key result"]) is None
    assert words.initiative("Key result", ["Taak", "Project"]) == "Project"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_s_word_is_read_back(language: str) -> None:
    levels = load(language).values[LEVEL]
    for said in levels[FROM]:
        found = column(said, language=language).initiative(said)
        assert found is not None
        assert types.meaning(LEVEL, found) == TO
