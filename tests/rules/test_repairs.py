"""What cases can't say: sheets end to end, trades in every language, questions that stay."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from okrsync.config import Config
from okrsync.i18n import SPOKEN
from okrsync.language import classify, judge
from okrsync.language.verdict import Label, Reason, Shade, Verdict
from okrsync.mapping import SourceTables, read
from okrsync.model import Plan
from okrsync.rules import Context, check, trades
from okrsync.rules.finding import Finding
from okrsync.rules.quoting import decided_by
from okrsync.rules.trades import Trade, likeliest, mostly, seen
from okrsync.scoring import decide, score
from okrsync.table import Row, Scalar, Table
from tests.rules.test_cases import Q2, findings

HEADER = ["Type", "Title", "Start", "Target", "Owner", "Notes", "Tags", "Measures"]


def _sheet(*rows: Sequence[Scalar]) -> list[Finding]:
    """Findings on a sheet with one objective above these rows."""
    goal = ["Objective", "People feel at home here"]
    cells = [Row(n, r) for n, r in enumerate((HEADER, goal, *rows), start=1)]
    source = SourceTables("plan", "csv", "plan.csv", [Table("plan", "plan", cells)])
    reading = read([source], Config(), date(2026, 5, 6))
    assert len(reading.plan.key_results) == len(rows)
    verdicts = judge(reading.plan, "en")
    decisions = decide(reading.plan, verdicts, frozenset())
    scores = score(reading.plan, decisions, Config().scoring, as_of=date(2026, 5, 6), period=Q2)
    told = check(Context(reading, verdicts, scores, Config()))
    return [f for f in told if f.code.startswith("OUT")]


@pytest.mark.parametrize("tag", ["baseline", "learning", "milestone"])
def test_a_tags_column_accepts(tag: str) -> None:
    told = _sheet(
        ["Key result", "Visitor portal delivered", None, None, "An"],
        ["Key result", "Guest survey delivered", None, None, "An", None, tag],
        ["Key result", "Reception desk delivered", None, None, "An"],
    )
    assert [f.title for f in told] == ["Visitor portal delivered", "Reception desk delivered"]


@pytest.mark.parametrize(
    ("column", "value"),
    [("Notes", "#baseline"), ("Notes", "OUT05: agreed"), ("Measures", "outcome")],
)
def test_what_a_fix_names_is_what_a_sheet_can_say(column: str, value: str) -> None:
    row: list[Scalar] = ["Key result", "Guest survey delivered", *[None] * 6]
    assert [f.code for f in _sheet(list(row)) if not f.waived] == ["OUT05"]
    row[HEADER.index(column)] = value
    assert not [f for f in _sheet(row) if not f.waived]


@pytest.mark.parametrize("value", ["outcome", "output"])
def test_the_tick_question_is_answered_in_its_cell(value: str) -> None:
    row: list[Scalar] = ["Key result", "Voer wekelijks 5 strategiegesprekken", *[None] * 6]
    (asked,) = _sheet(row)
    assert "H3 (Measures)" in asked.fix
    assert not _sheet([*row[:7], value])


def test_words_are_quoted_in_the_order_of_the_text() -> None:
    words = decided_by(classify("Geef €200K uit aan AdWords"), "nl")
    assert words.index("Geef") < words.index("€200K")


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("Visit every top-20 account twice", "“Visit”"),
        ("Contratar a 4 enfermeras", "“Contratar”, “enfermeras”"),
        ("5S-Workshops in 8 Abteilungen durchgeführt", "“5S-Workshops”, “durchgeführt”"),
        ("Invest $120,000 in guarding", "“Invest $120,000”"),
        ("Dépenser 60 000 € pour l'isolation", "“Dépenser 60 000 €”"),
        ("Exitgesprekken met alle vertrekkers voeren", "“Exitgesprekken”, “voeren”"),
    ],
)
def test_whole_words_are_quoted_and_none_that_only_hold_a_sentence(text: str, quoted: str) -> None:
    assert decided_by(classify(text), "en") == quoted


@pytest.mark.parametrize(
    ("text", "example"),
    [
        ("Make 200 sales calls", "sign"),
        ("Voer 40 verkoopgesprekken", "sign"),
        ("40 Kundengespräche führen", "sign"),
        ("Faire 40 appels de prospection", "sign"),
        ("Hacer 40 llamadas", "sign"),
        ("Publish 4 blog posts", "quote"),
        ("Verstuur 4 nieuwsbrieven", "quote"),
        ("4 Newsletter versenden", "quote"),
        ("Publier 4 articles", "quote"),
        ("Publicar 4 artículos", "quote"),
        ("Answer 500 tickets", "solved"),
        ("Train 30 verpleegkundigen", "care"),
        ("12 Mitarbeitergespräche führen", "colleagues"),
        ("Relancer 50 factures", "invoices"),
        ("Audit 10 leveranciers", "delivered"),
        ("Formar a 20 profesores", "pupils"),
        ("Organise 3 citizen evenings", "helped"),
        ("Give 6 workshops", "session"),
        ("Make 4 mockups", "assignment"),
        ("Release 5 features", "users"),
    ],
)
def test_trades_are_recognised(text: str, example: str) -> None:
    assert example in _told(likeliest(seen(text), {}))


def test_the_rows_around_help_and_the_own_words_decide() -> None:
    school = seen("Parents choose our school for its teachers")
    assert "pupils" in _told(likeliest(seen("Do the thing"), school))
    assert "sign" in _told(likeliest(seen("Make 200 sales calls"), school))


def test_no_trade_gives_no_example_and_no_word_alone_speaks_for_one() -> None:
    assert likeliest(seen("Do the thing"), {}) is None
    assert likeliest(seen("Do the thing"), seen("Invoices are right")) is None
    (asked,) = _sheet(["Key result", "Implement the thing"])
    assert asked.fix.endswith("what should happen because of it?")
    assert "nstance" not in f"{asked.fix} {asked.question}"


def test_a_workshop_is_of_the_trade_that_its_sheet_speaks_of() -> None:
    assert "session" in _told(likeliest(seen("Give 6 workshops"), {}))
    school = mostly(["Pupils like it here", "Teachers stay", "Parents choose our school"])
    assert "pupils" in _told(likeliest(seen("Give 6 workshops"), seen("Pupils stay"), school))
    mixed = mostly(["Pupils like it here", "Invoices are right", "Suppliers deliver", "Sales"])
    assert mixed is None
    assert likeliest(seen("Give 6 workshops"), seen("Invoices are right; suppliers")) is None


def test_a_noun_loses_the_capital_of_the_beginning() -> None:
    (asked,) = _sheet(["Key result", "Safety walks per month", 4, 12, "An"])
    assert "because of the safety walks?" in asked.fix


def _told(trade: Trade | None) -> str:
    assert trade is not None
    return trade.example.say()


def test_every_trade_has_words_in_every_language() -> None:
    path = Path(trades.__file__).with_name("trades.toml")
    for name, trade in tomllib.loads(path.read_text(encoding="utf-8")).items():
        assert set(trade["words"]) == {"en", "nl", "de", "fr", "es"}, name
    for name, known in trades.vocabulary().trades.items():
        asks, example = (
            {language: text.say(language) for language in SPOKEN}
            for text in (known.asks, known.example)
        )
        assert len(set(asks.values())) == len(set(example.values())) == len(SPOKEN), name
        for language in SPOKEN:
            assert asks[language].endswith("?"), name
            assert not any(c.isdigit() for c in asks[language]), name
            assert any(c.isdigit() for c in example[language]), name


def test_a_question_stays_when_the_numbers_move() -> None:
    rows = [
        {"id": "KR1", "title": "Spend €50K on advertising", "objective_id": "O"},
        {"id": "KR2", "title": "Qualified leads", "objective_id": "O"},
    ]
    asked = []
    for current in (1, 70):
        rows[1]["metric"] = {"baseline": 0, "target": 80, "current": current}  # type: ignore[assignment]
        plan = Plan.model_validate(
            {"objectives": [{"id": "O", "title": "Up"}], "key_results": rows}
        )
        asked.append([f.question for f in findings(plan)])
    assert asked[0] == asked[1]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "…",
        "Launch",
        "Geef €200K uit",
        "Voer wekelijks 5 strategiegesprekken",
        "NPS ≥ 40",
    ],
)
def test_something_is_always_quoted(text: str) -> None:
    for language in ("en", "nl"):
        assert decided_by(classify(text or "x"), language).strip("“”, ")


def test_what_stood_beside_the_text_is_said_in_the_readers_language() -> None:
    verdict = Verdict(
        "Contact", "en", Label.OUTPUT, Label.OUTPUT, 0.9, Shade.QUOTA,
        (Reason("context: unit", "calls", Label.OUTPUT),),
    )  # fmt: skip
    assert decided_by(verdict, "nl") == "de eenheid “calls”"
