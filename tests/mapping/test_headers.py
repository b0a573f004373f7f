"""Headers as people write them, in six languages."""

from __future__ import annotations

import pytest

from okrsync.mapping.fields import ENTITIES, FIELDS, KEPT
from okrsync.mapping.vocabulary.headers import match
from okrsync.mapping.vocabulary.words import LANGUAGES, load
from tests.mapping.sheets import read_cells


@pytest.mark.parametrize(
    ("header", "field", "scope"),
    [
        ("Objective", "objective", None),
        ("KEY RESULTS", "key_result", None),
        (" Key\u00a0Result\u200b: ", "key_result", None),
        ('"Owner"', "owner", None),
        ("1. Objective", "objective", None),
        ("PM_Owner", "owner", None),
        ("Progress_Percent", "progress", None),
        ("un_medida", "unit", None),
        ("keyResultName", "key_result", None),
        ("targetValue", "target", None),
        ("Target (€)", "target", None),
        ("Huidige waarde", "current", None),
        ("Fecha Límite", "due", None),
        ("fecha limite", "due", None),
        ("% Avance", "progress", None),
        ("Resultados-Chave", "key_result", None),
        ("Maßnahmen", "initiative", None),
        ("MASSNAHME", "initiative", None),
        ("Échéance", "due", None),
        ("Doel per maand", "target", None),
        ("Goal per quarter", "target", None),
        ("Ziel pro Monat", "target", None),
        ("Objectif par mois", "target", None),
        ("Meta por mes", "target", None),
        ("Status quo", "current", None),
        ("Must become", "target", None),
        ("Is now", "current", None),
        ("Objective Owner", "owner", "objective"),
        ("Responsable del\nKey Result", "owner", "key_result"),
        ("Feature_ID", "id", "initiative"),
        ("OKR_ID", "id", "objective"),
        ("id_kr", "id", "key_result"),
        ("KR relacionado", "parent", None),
        ("Status update", "notes", None),
        ("Categorie", KEPT, None),
    ],
)
def test_a_header_means_its_field(header: str, field: str, scope: str | None) -> None:
    best = match(header)[0]
    assert (best.field, best.scope) == (field, scope)


@pytest.mark.parametrize(
    "header", ["", "目标", "Foo", "x" * 300, "Please write down in your own words how this went"]
)
def test_an_unknown_header_means_nothing(header: str) -> None:
    assert not [each for each in match(header) if each.score > 0.5]


def test_an_id_of_something_unknown_is_not_the_rows_own() -> None:
    assert {each.field for each in match("kpa_id")} == {KEPT}


def test_a_word_may_mean_two_things_until_its_cells_decide() -> None:
    assert {"objective", "target"} <= {each.field for each in match("Doel")}
    assert {"key_result", "current"} <= {each.field for each in match("Result")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_a_language_means_its_field(language: str) -> None:
    for field, words in load(language).headers.items():
        assert field in FIELDS or field == KEPT, field
        entity = field.removesuffix("_id")
        meant = "id" if field != entity and entity in ENTITIES else field
        for word in words:
            found = {each.field for each in match(word)}
            assert meant in found, (field, word)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_says_all_that_english_says(language: str) -> None:
    english, words = load("en"), load(language)
    assert set(words.headers) == set(english.headers)
    assert set(words.status) == set(english.status)
    assert set(words.managed) == set(english.managed)
    assert {g: set(v) for g, v in words.values.items()} == {
        g: set(v) for g, v in english.values.items()
    }
    for group in ("labels", "rows", "names"):
        assert set(getattr(words, group)) == set(getattr(english, group))


def test_the_english_and_dutch_words_that_are_written() -> None:
    english, dutch = load("en"), load("nl")
    assert (english.managed["progress"], english.managed["status"]) == (
        "OKR progress",
        "OKR status",
    )
    assert list(english.status.values()) == [
        "on track",
        "needs attention",
        "off track",
        "accomplished",
        "achieved",
        "partial",
        "missed",
        "not started",
        "no data",
    ]
    assert dutch.managed["progress"] == "OKR voortgang"
    assert dutch.status["on_track"] == "op schema"  # type: ignore[index] # a StrEnum's value


@pytest.mark.parametrize("language", LANGUAGES)
def test_status_words_differ_from_each_other(language: str) -> None:
    words = list(load(language).status.values())
    assert len({word.casefold() for word in words}) == len(words)


def test_an_unknown_language_is_an_error() -> None:
    with pytest.raises(KeyError):
        load("xx")


@pytest.mark.parametrize("called", ["Summary", "Description"])
def test_a_column_of_keys_is_an_id_where_another_says_what_rows_are_called(called: str) -> None:
    reading = read_cells(
        [["Epic", called, "Status", "Objective"], ["WEB-1", "Build the oven", "Done", "More bread"],
         ["WEB-2", "Hire a baker", "Open", "More bread"]],
        "Initiatives",
    )  # fmt: skip
    found = [(each.id, each.title) for each in reading.plan.initiatives]
    assert found == [("WEB-1", "Build the oven"), ("WEB-2", "Hire a baker")]


@pytest.mark.parametrize(
    ("start", "now", "target"),
    [
        ("Where did we start?", "Where are we now?", "Where do we want to be?"),
        ("Was", "Is nu", "Moet worden"),
        ("Waar stonden we?", "Waar staan we nu?", "Waar willen we staan?"),
        ("Wo standen wir?", "Wo stehen wir heute?", "Wo wollen wir hin?"),
        ("D'où partons-nous ?", "Où en sommes-nous ?", "Où voulons-nous être ?"),
        ("¿Dónde estábamos?", "¿Dónde estamos?", "¿Dónde queremos estar?"),
        ("Onde estávamos?", "Onde estamos agora?", "Onde queremos chegar?"),
    ],
)
def test_a_header_may_be_a_question(start: str, now: str, target: str) -> None:
    headers = ["Objective", "Key result", start, now, target]
    cells = [headers, ["A warm club", "Members", 20, 25, 40]]
    metric = read_cells(cells).plan.key_results[0].metric
    assert metric is not None
    found: list[object] = [metric.baseline, metric.current, metric.target]
    assert found == [20, 25, 40]


def test_a_month_of_a_year_is_a_day_by_which() -> None:
    cells = [["Objective", "Key result", "By when"], ["A warm club", "Members", "June 2027"]]
    assert str(read_cells(cells).plan.key_results[0].due) == "2027-06-30"


def test_whose_an_objective_is_tells_it_from_its_key_results() -> None:
    rows = [
        ["Level", "Title", "Start", "Target"],
        ["Company", "A healthier town", None, None],
        ["KR", "Daily cyclists", 3000, 4500],
        ["Team", "Safer junctions", None, None],
        ["KR", "Accidents", 42, 25],
    ]
    plan = read_cells(rows).plan
    above = {each.id: each.title for each in plan.objectives}
    assert [above[each.objective_id or ""] for each in plan.key_results] == list(above.values())
    assert [each.level for each in plan.objectives] == ["company", "team"]
    assert plan.objectives[1].parent_id == plan.objectives[0].id


def test_a_section_that_names_levels_tells_them_apart() -> None:
    rows = [
        ["Name", "Section", "Assignee", "Parent task"],
        ["Schools choose us", "Objectives", "Ann", None],
        ["Schools that sign", "Key results", "Ann", "Schools choose us"],
        ["Write the brochure", "Initiatives", "Bo", "Schools that sign"],
    ]
    plan = read_cells(rows).plan
    assert [each.title for each in plan.objectives] == ["Schools choose us"]
    assert [each.title for each in plan.key_results] == ["Schools that sign"]
    assert plan.initiatives[0].supports == (plan.key_results[0].id,)


def test_one_time_is_the_result_of_then_and_the_other_that_of_now() -> None:
    headers = ["Key result", "Q1 result", "Q2 target", "Q2 to date"]
    metric = read_cells([headers, ["Loaves", 84, 110, 96]]).plan.key_results[0].metric
    assert metric is not None
    found: list[object] = [metric.target, metric.current]
    assert found == [110, 96]
