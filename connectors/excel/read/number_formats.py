"""Number formats: the built-in ones by id, and what one makes of a serial number.

A serial number is the days since the workbook's day 0; its format says whether it is shown as a
date, a time or a duration.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

GENERAL = "General"


class Shows(Enum):
    """What a number format makes of a serial number."""

    DATE = "date"
    TIME = "time"
    DURATION = "duration"


_CJK_DATE, _CJK_TIME = "yyyy/m/d", "h:mm:ss"
BUILT_IN: dict[int, str] = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);\\("$"#,##0\\)',
    6: '"$"#,##0_);[Red]\\("$"#,##0\\)',
    7: '"$"#,##0.00_);\\("$"#,##0.00\\)',
    8: '"$"#,##0.00_);[Red]\\("$"#,##0.00\\)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    **dict.fromkeys((27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 57, 58), _CJK_DATE),
    **dict.fromkeys((32, 33, 34, 35, 55, 56), _CJK_TIME),
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: '_(* #,##0_);_(* \\(#,##0\\);_(* "-"_);_(@_)',
    42: '_("$"* #,##0_);_("$"* \\(#,##0\\);_("$"* "-"_);_(@_)',
    43: '_(* #,##0.00_);_(* \\(#,##0.00\\);_(* "-"??_);_(@_)',
    44: '_("$"* #,##0.00_);_("$"* \\(#,##0.00\\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
"""The formats that a workbook does not spell out, as an English Excel shows them. What ids 27
to 58 show depends on the language of the program; that they are dates or times does not."""

_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]")
_DATE = re.compile(r"[ydbeg]|(?<![hs:0])m{3,5}|年|月|日", re.IGNORECASE)
_TIME = re.compile(r"[hs]|am/pm|a/p", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?@%]")
_FRACTION = re.compile(r"(?<=s)[.,]0+", re.IGNORECASE)


_LONGEST = 512
"""Twice what a spreadsheet program lets a format be."""


def shows(code: str) -> Shows | None:
    """What a number of this format is: a date (with or without a time), a time, a duration.

    None for a plain number. Only the first section counts, the one for positive numbers.
    """
    if len(code) > _LONGEST:
        return None
    bare = _LITERAL.sub("", code).partition(";")[0]
    if bare.strip().lower() in {"general", "standard", "standaard"}:
        return None
    if _ELAPSED.search(bare):
        return Shows.DURATION
    bare = _FRACTION.sub("", _BRACKETS.sub("", bare)).replace("General", "")
    if _DIGITS.search(bare):
        return None
    if _DATE.search(bare) or (not _TIME.search(bare) and re.search("m", bare, re.IGNORECASE)):
        return Shows.DATE
    return Shows.TIME if _TIME.search(bare) else None


_DAY_MS = 86_400_000
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_BUG = 60
"""Excel's 1900 has a 29 February, so that days before it count one less."""


def typed_number(
    serial: float, kind: Shows, *, date1904: bool
) -> date | datetime | time | timedelta | float:
    """What a serial number means under a format of this kind.

    A date without a time of day is a `date`. What lies outside the calendar, or is no day at
    all (a 0 under a date format), stays the number that it is.
    """
    if not abs(serial) < 3e6:  # also where it is not a number
        return serial
    milliseconds = round(serial * _DAY_MS)
    if kind is Shows.DURATION:
        return timedelta(milliseconds=milliseconds)
    if 0 <= milliseconds < _DAY_MS and kind is Shows.TIME:
        return (_EPOCH_1904 + timedelta(milliseconds=milliseconds)).time()
    if milliseconds < (0 if date1904 else _DAY_MS):
        return serial
    return _moment(milliseconds, date1904, serial)


def _moment(milliseconds: int, date1904: bool, serial: float) -> date | datetime | float:
    epoch = _EPOCH_1904 if date1904 else _EPOCH_1900
    early = not date1904 and milliseconds < _LEAP_BUG * _DAY_MS
    try:
        moment = epoch + timedelta(days=1 if early else 0, milliseconds=milliseconds)
    except OverflowError:
        return serial
    return moment if moment.time() != time.min else moment.date()
