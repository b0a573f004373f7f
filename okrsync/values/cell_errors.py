"""Error values that a spreadsheet shows in a cell, stored or as an export's text."""

from __future__ import annotations

import re

from okrsync.i18n import Message
from okrsync.values.quantity import Unreadable

_ERRORS = re.compile(
    r"#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|ERROR!|GETTING_DATA|WERT!|BEZUG!|"
    r"NV|ZAHL!|VERW!|N/B|WAARDE!|DEEL/0!|NAAM\?|VALEUR!|NOM\?|NOMBRE\?|VALOR!|¡\w+!|REF)",
    re.IGNORECASE,
)


def formula_error(code: str) -> Unreadable:
    """What a cell that shows an error value is answered with: finding DAT11."""
    return Unreadable(
        code,
        Message("The cell shows {code}: repair the formula, or type the number.", {"code": code}),
        code="DAT11",
    )


def error_text(text: str) -> bool:
    """Whether a text is a spreadsheet's error value, as an export writes it."""
    return text[:1] == "#" and _ERRORS.fullmatch(text.strip()) is not None
