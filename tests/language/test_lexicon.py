"""The lexicon files: whole, compiled as they stand, and light to load."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zlib

import pytest

from okrsync.language import compiled
from okrsync.language.build import build
from okrsync.language.forms import NOUNS, VERBS
from okrsync.language.lexicon import HERE, LANGUAGES, Lexicon
from okrsync.language.lexicons import load

LEXICONS = sorted(path.stem for path in HERE.glob("*.toml"))
CLASSES = tomllib.loads((HERE / "en.toml").read_text(encoding="utf-8"))


def content(lexicon: Lexicon) -> tuple[object, ...]:
    phrases = {key: dict(known) for key, known in lexicon.all_phrases().items()}
    return (lexicon.words, phrases, lexicon.separable, lexicon.particles, lexicon.detect)


def test_the_claimed_languages_have_a_file() -> None:
    assert set(LANGUAGES) <= set(LEXICONS)


@pytest.mark.parametrize("language", LEXICONS)
def test_every_file_has_the_same_lists(language: str) -> None:
    lists = tomllib.loads((HERE / f"{language}.toml").read_text(encoding="utf-8"))
    for part in ("verbs", "nouns"):
        assert set(lists[part]) == set(CLASSES[part])
    assert lists["family"] in VERBS.keys() & NOUNS.keys()


@pytest.mark.parametrize("language", LEXICONS)
def test_the_compiled_file_says_what_the_lexicon_says(language: str) -> None:
    source = (HERE / f"{language}.toml").read_bytes()
    shipped = compiled.read(language, zlib.crc32(source))
    assert shipped is not None, "run `python -m okrsync.language.build`"
    assert content(shipped) == content(build(language, source.decode("utf-8")))


def test_a_compiled_file_of_another_state_is_passed_over() -> None:
    assert compiled.read("en", 0) is None


@pytest.mark.parametrize(
    ("language", "word", "cls"),
    [
        ("nl", "verkoopgesprekken", "activity"),
        ("nl", "klanttevredenheidsscore", "metric"),
        ("nl", "gelanceerd", "work"),
        ("nl", "opgezet", "work"),
        ("de", "kundenzufriedenheit", "metric"),
        ("de", "eingefuhrt", "work"),
        ("de", "strategiegesprache", "dialogue"),
        ("fr", "livrees", "work"),
        ("es", "lanzamos", "work"),
        ("en", "launching", "work"),
    ],
)
def test_forms_and_compounds_are_found(language: str, word: str, cls: str) -> None:
    assert cls in load(language).classes(word)


@pytest.mark.parametrize("language", ["../weights", "", "zz", "en/../en"])
def test_an_unknown_language_is_read_as_english(language: str) -> None:
    assert load(language).language == "en"


def test_nothing_heavy_is_imported() -> None:
    code = (
        "import sys; from okrsync.language import classify; classify('Launch the app');"
        "print([m for m in ('numpy', 'sklearn', 'scipy', 'pydantic', 'babel') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
