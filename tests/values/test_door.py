"""The room's door: every name is there, and none is loaded before it is used."""

import subprocess
import sys

import pytest
from babel.dates import get_day_names, get_month_names

import okrsync.values as door
from okrsync.values.calendar.words import day_names, month_names
from okrsync.values.flags import NO_WORDS, YES_WORDS
from okrsync.values.texts import NULL_WORDS, fold

LANGUAGES = ("en", "nl", "de", "fr", "es", "pt")


@pytest.mark.parametrize("name", door.__all__)
def test_every_name_is_there(name: str) -> None:
    assert getattr(door, name).__name__ == name


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="read_mind"):
        _ = door.read_mind


def loaded_by(code: str) -> set[str]:
    show = "import sys; print(*sys.modules, sep='\\n')"
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\n{show}"], capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_making_a_text_safe_loads_no_model_and_no_calendar() -> None:
    loaded = loaded_by("from okrsync.values import safe; safe('a\\x1b')")
    assert not loaded & {"babel", "pydantic", "okrsync.model", "okrsync.values.numbers"}


def test_plain_numbers_need_no_locale_data() -> None:
    loaded = loaded_by("from okrsync.values import read_number; read_number('≥ 40%')")
    assert "babel" not in loaded


def test_all_languages_have_their_words() -> None:
    for words in (NULL_WORDS, YES_WORDS, NO_WORDS):
        assert set(words) == {"any", *LANGUAGES}


def test_month_names_of_all_languages_agree() -> None:
    months = month_names()
    for name, month in {"mei": 5, "mai": 5, "mar": 3, "maart": 3, "dez": 12, "dic": 12}.items():
        assert months[name] == month
    assert set(months.values()) == set(range(1, 13))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_month_and_weekday_of_the_locale_data_is_known(language: str) -> None:
    months, days = month_names(), day_names()
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for month, name in get_month_names(width, context, language).items():
                assert months[fold(name).rstrip(".,")] == month
        names = [
            *get_day_names("wide", context, language).values(),
            *get_day_names("abbreviated", context, language).values(),
            *get_day_names("short", context, language).values(),
        ]
        assert {fold(name).rstrip(".,") for name in names} <= set(days)


def test_a_date_in_words_needs_no_locale_data() -> None:
    loaded = loaded_by("from okrsync.values import read_date; read_date('Fri 5 mei 2026')")
    assert "okrsync.values.calendar.dates" in loaded
    assert "babel" not in loaded
