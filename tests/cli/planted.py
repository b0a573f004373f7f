"""A workbook in which each rule finds one defect, in English and in Dutch, and clean ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

Cells = Sequence[object]
COLUMNS = {
    "en": (
        "Type", "ID", "Title", "Supports", "Start", "Target", "Current", "Progress", "Status",
        "Due", "Done", "Frequency", "Team", "Theme", "Notes",
    ),
    "nl": (
        "Type", "ID", "Titel", "Ondersteunt", "Start", "Streefwaarde", "Huidig", "Voortgang",
        "Status", "Deadline", "Klaar", "Frequentie", "Team", "Thema", "Notities",
    ),
}  # fmt: skip
KINDS = {
    "en": {"O": "Objective", "K": "Key result", "I": "Initiative", "P": "KPI"},
    "nl": {"O": "Doel", "K": "Kernresultaat", "I": "Initiatief", "P": "KPI"},
}
FIELDS = (
    "kind", "id", "title", "for", "start", "target", "current", "progress", "status", "due",
    "done", "every", "team", "theme", "notes",
)  # fmt: skip
LETTER = {field: chr(65 + at) for at, field in enumerate(FIELDS)}
WEEKLY = {"en": "weekly", "nl": "wekelijks"}
NO, YES = {"en": "no", "nl": "nee"}, {"en": "yes", "nl": "ja"}


@dataclass(frozen=True)
class Row:
    """One row: its kind, what it is called in both languages, and its other cells."""

    kind: str
    id: str
    en: str
    nl: str
    cells: dict[str, object]
    finds: str = ""
    """`OUT01 title`: the rule, and the field whose cell it must be found on."""

    def values(self, language: str) -> list[object]:
        known = {
            "kind": KINDS[language][self.kind],
            "id": self.id,
            "title": self.en if language == "en" else self.nl,
            **self.cells,
        }
        said = (known.get(field) for field in FIELDS)
        return [value[language] if isinstance(value, dict) else value for value in said]


def row(kind: str, id: str, en: str, nl: str, finds: str = "", **cells: object) -> Row:
    return Row(kind, id, en, nl, {k.rstrip("_"): v for k, v in cells.items()}, finds)


def plain(code: str, number: int = 2) -> Iterator[Row]:
    """A goal with good key results, each with work: what stands around one defect."""
    yield row(
        "O", f"O{code}", f"Neighbours feel at home on floor {code}",
        f"Buren voelen zich thuis op {code}", team=code, theme="Welcome",
    )  # fmt: skip
    for n in range(number):
        yield from result(f"R{code}{n}", f"O{code}", n)


def result(id: str, goal: str, n: int = 0) -> Iterator[Row]:
    en, nl = (
        ("Members who renew", "Leden die verlengen"),
        ("Complaints a month", "Klachten per maand"),
    )[n % 2]
    numbers = ((100, 200, 155), (20, 10, 14))[n % 2]
    start, target, current = numbers
    yield row(
        "K",
        id,
        f"{en} ({id})",
        f"{nl} ({id})",
        for_=goal,
        start=start,
        target=target,
        current=current,
    )
    yield row(
        "I",
        f"I{id}",
        f"Call ten former members for {id}",
        f"Bel tien oud-leden voor {id}",
        for_=id,
        due="2026-06-10",
        done=NO,
    )


def bad(code: str, en: str, nl: str, finds: str, **cells: object) -> Iterator[Row]:
    """A key result with this defect, among good ones, with open work for it."""
    yield from plain(code)
    yield row("K", f"B{code}", en, nl, finds, for_=f"O{code}", **cells)
    yield row(
        "I",
        f"IB{code}",
        f"Call the neighbours for {code}",
        f"Bel de buren voor {code}",
        for_=f"B{code}",
        due="2026-06-10",
        done=NO,
    )


NUMBERS: dict[str, object] = {"start": 100, "target": 200, "current": 155}


def book(path: Path, rows: Sequence[Row], language: str, extra: Sequence[str] = ()) -> Path:
    """These rows under one header, and further columns that hold figures."""
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "Plan"
    sheet.append([*COLUMNS[language], *extra])
    for number, each in enumerate(rows, start=2):
        values = [
            v.format(next1=number + 1, next2=number + 2) if isinstance(v, str) and "{" in v else v
            for v in each.values(language)
        ]
        sheet.append([*values, *(number * 3 for _ in extra)])
    workbook.save(path)
    return path


def expected(rows: Sequence[Row]) -> set[tuple[str, str]]:
    """Rule and cell of each planted defect."""
    found = set()
    for number, each in enumerate(rows, start=2):
        if each.finds:
            code, field = each.finds.split()
            found.add((code, f"{LETTER[field]}{number}"))
    return found
