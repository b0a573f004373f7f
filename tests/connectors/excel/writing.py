"""Writing through the connector's public door, as tests do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from connectors.excel import ExcelConnector
from okrsync.connector import Location, Receipt, Snapshot, Want
from okrsync.table import Change, NewColumn, PlacedColumn, Shown
from tests.connectors.excel.books import MAIN, XML, book, save

PROGRESS, STATUS = "OKR progress", "OKR status"
WORDS = {"on track": "good", "needs attention": "warning", "off track": "bad", "no data": "neutral"}
EXCEL = ExcelConnector()
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def styled(*xfs: str, formats: Mapping[int, str] | None = None) -> str:
    """A styles part that other readers take: four fonts, the last underlined, three borders."""
    codes = "".join(
        f'<numFmt numFmtId="{key}" formatCode="{code}"/>' for key, code in (formats or {}).items()
    )
    font = '<font><sz val="11"/><name val="Calibri"/></font>'
    numbers = f'<numFmts count="{len(formats)}">{codes}</numFmts>' if formats else ""
    return (
        f'{XML}<styleSheet xmlns="{MAIN}">{numbers}'
        f'<fonts count="4">{font * 3}<font><u/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        f'<borders count="3">{"<border/>" * 3}</borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(xfs) + 1}"><xf numFmtId="0"/>{"".join(xfs)}</cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )


def saved(folder: Path, *sheets: bytes | str, style: str | None = None) -> Path:
    """A workbook of these sheets that other readers open too: it says what its parts are."""
    parts = book(*sheets, style=style or styled())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    types = f'<Default Extension="rels" ContentType="{rels}"/>'
    for name in parts:
        kind = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles"}.get(name)
        kind = "worksheet" if name.startswith("xl/worksheets/") else kind
        if kind:
            types += f'<Override PartName="/{name}" ContentType="{_KINDS}.{kind}+xml"/>'
    head = str(parts["[Content_Types].xml"])
    parts["[Content_Types].xml"] = head.replace("/>", f">{types}</Types>")
    return save(folder, parts)


def read(path: Path) -> Snapshot:
    return EXCEL.read(at(path), Want(write=True), {})


def at(path: Path) -> Location:
    return Location(str(path), "excel", str(path))


def columns(
    snapshot: Snapshot, rows: tuple[int, int, int], tab: int = 0, *, words: bool = True
) -> list[NewColumn]:
    """The two managed columns over (header row, first row, last row) of a tab."""
    key = snapshot.tables[tab].key
    return [
        NewColumn(key, "progress", PROGRESS, *rows, Shown.PERCENT),
        NewColumn(key, "status", STATUS, *rows, Shown.TEXT, WORDS if words else {}),
    ]


def ensured(path: Path, rows: tuple[int, int, int], tab: int = 0) -> Snapshot:
    """The file's snapshot with both managed columns placed."""
    snapshot = read(path)
    return EXCEL.ensure_columns(snapshot, columns(snapshot, rows, tab))


def put(
    snapshot: Snapshot, cells: Mapping[tuple[int, int], str | Decimal | None], tab: int = 0
) -> list[Change]:
    """Changes of these (row, column index) cells; numbers are shown as percents."""
    table = snapshot.tables[tab]
    return [
        Change(
            table.key, row, column, table.value(row, column), after,
            Shown.PERCENT if isinstance(after, Decimal) else Shown.TEXT,
        )
        for (row, column), after in cells.items()
    ]  # fmt: skip


def filled(snapshot: Snapshot, rows: Sequence[int], tab: int = 0) -> list[Change]:
    """A progress and a status for each of these rows, in the placed columns."""
    words = list(WORDS)
    key = snapshot.tables[tab].key
    progress, status = (one.index for one in snapshot.placed if one.column.table == key)
    cells: dict[tuple[int, int], str | Decimal | None] = {}
    for turn, row in enumerate(rows):
        cells[row, progress] = Decimal(turn) / 10
        cells[row, status] = words[turn % len(words)]
    return put(snapshot, cells, tab)


def sync(path: Path, rows: tuple[int, int, int], tab: int = 0) -> tuple[Snapshot, Receipt]:
    """Add both columns and fill every row of them."""
    snapshot = ensured(path, rows, tab)
    receipt = EXCEL.write(snapshot, filled(snapshot, range(rows[1], rows[2] + 1), tab))
    return snapshot, receipt


def dropped(path: Path, placed: Sequence[PlacedColumn]) -> tuple[Snapshot, Receipt]:
    """Take columns out again, as undo does."""
    snapshot = EXCEL.drop_columns(read(path), placed)
    return snapshot, EXCEL.write(snapshot, [])
