"""Serial numbers: days since the workbook's day 0, turned into dates, times and durations."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from connectors.excel.formats import Shows

_DAY_MS = 86_400_000
_EPOCH_1900 = datetime(1899, 12, 30)
_EPOCH_1904 = datetime(1904, 1, 1)
_LEAP_BUG = 60
"""Excel's 1900 has a 29 February, so that days before it count one less."""


def typed(
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
