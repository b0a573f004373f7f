"""styles.xml: per cell style its number format and whether it unlocks its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from connectors.excel import xml
from connectors.excel.package import SMALL_PART
from connectors.excel.read.number_formats import BUILT_IN, GENERAL, Shows, shows
from connectors.excel.workbook import Workbook

_NAMES = xml.main_names("numFmt", "cellXfs", "xf", "protection")
_FALSE = frozenset({"0", "false", "off"})


@dataclass(frozen=True, slots=True)
class Styles:
    """By the style's index as cells spell it (`"3"`): its format where it is not General, what
    that shows where it is a date, a time or a duration; and the styles that unlock a cell."""

    formats: Mapping[str, tuple[str, Shows | None]] = field(default_factory=dict)
    unlocked: frozenset[str] = frozenset()


def read_styles(package: Workbook) -> Styles:
    """The cell styles of a workbook, none where it has no styles. Raises Malformed."""
    parts = package.related(package.book.part, "styles")
    if not parts:
        return Styles()
    reader = _StylesReader()
    xml.walk(package.read(parts[0], SMALL_PART), package.file, parts[0], reader.start, reader.end)
    return Styles(reader.formats(), frozenset(reader.unlocked))


class _StylesReader:
    def __init__(self) -> None:
        self.codes: dict[str, str] = {str(key): code for key, code in BUILT_IN.items()}
        self.used: list[str] = []
        self.unlocked: set[str] = set()
        self.inside = False

    def start(self, element: str, attributes: dict[str, str]) -> None:
        name = _NAMES.get(element)
        if name == "numFmt":
            self.codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", GENERAL)
        elif name == "cellXfs":
            self.inside = True
        elif name == "xf" and self.inside:
            self.used.append(attributes.get("numFmtId", "0"))
        elif name == "protection" and self.inside and attributes.get("locked") in _FALSE:
            self.unlocked.add(str(len(self.used) - 1))

    def end(self, element: str) -> None:
        if _NAMES.get(element) == "cellXfs":
            self.inside = False

    def formats(self) -> dict[str, tuple[str, Shows | None]]:
        kinds = {key: (code, shows(code)) for key, code in self.codes.items() if _shaped(code)}
        return {str(i): kinds[used] for i, used in enumerate(self.used) if used in kinds}


def _shaped(code: str) -> bool:
    return code.strip().lower() not in {"", "general"}
