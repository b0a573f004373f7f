"""Formats of cells: colours in both of the API's spellings, and what applies without any."""

from __future__ import annotations

from typing import Any

from tests.servers.google.cells import Cell
from tests.servers.google.errors import JSON
from tests.servers.google.masks import Mask

_WHITE = {"red": 1, "green": 1, "blue": 1}
_DEFAULT: JSON = {
    "backgroundColor": _WHITE,
    "backgroundColorStyle": {"rgbColor": _WHITE},
    "padding": {"top": 2, "right": 3, "bottom": 2, "left": 3},
    "verticalAlignment": "BOTTOM",
    "wrapStrategy": "OVERFLOW_CELL",
    "textFormat": {
        "foregroundColor": {},
        "fontFamily": "Arial",
        "fontSize": 10,
        "bold": False,
        "italic": False,
        "strikethrough": False,
        "underline": False,
        "foregroundColorStyle": {"rgbColor": {}},
    },
    "hyperlinkDisplayType": "PLAIN_TEXT",
}


def _stored(colour: JSON) -> JSON:
    """A colour as it is kept: 256 steps a part, single precision, nothing said of 0."""
    steps = {name: int(part * 255 + 1e-6) / 255 for name, part in colour.items() if part}
    return {name: float(f"{part:.8g}") for name, part in steps.items() if part}


def mirrored(value: Any) -> Any:
    """The same with each colour as `…Color` and `…ColorStyle`, as they are kept."""
    if not isinstance(value, dict):
        return value
    answer: JSON = {}
    for key, part in value.items():
        if key.endswith("Color") and key != "rgbColor" and isinstance(part, dict):
            colour = _stored(part)
            answer[key] = colour
            answer.setdefault(key + "Style", {"rgbColor": colour})
        elif key.endswith("ColorStyle") and isinstance(part, dict) and part.get("rgbColor"):
            colour = _stored(part["rgbColor"])
            answer[key.removesuffix("Style")] = colour
            answer[key] = {"rgbColor": colour}
        elif part is not None:
            answer[key] = mirrored(part)
    return answer


def effective_style(cell: Cell, mask: Mask) -> JSON:
    """The format that applies: the cell's own over the default one."""
    if mask.names and not mask.names.keys() & _DEFAULT.keys():
        return mirrored(cell.style or {}) or {}
    style: JSON = _DEFAULT | (mirrored(cell.style or {}) or {})
    return style
