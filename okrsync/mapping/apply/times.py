"""Times in headers: “2026-04-06”, “Apr”, “Q2 2026 / Actual”, “2025 Target”."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache

from okrsync.mapping.vocabulary.normal import same
from okrsync.model import Period
from okrsync.values import Day, read_date, read_period

_LONGEST = 60
_SPACE = re.compile(r"[\s/:|()\[\]·–—-]+")
LENGTHS = ((7, "dates"), (31, "months"), (92, "quarters"), (366, "years"))
_HINT = re.compile(
    r"(?:19|20|21)\d\d|\d[./-]\d|\b[qkths]\s?[1-4]\b|\b(?:fy|gj|kw|wk|w)[\s'’]?\d|week|woche|sem|"
    r"sprint|itera|it[ée]ra|check|meting|messung|mesure|medi[cç]|measure|"
    r"quart|kwart|trim|half|hj|\b(?:jan|ene|feb|f[ée]v|m[aä]r|maa|mrt|apr|a[bv]r|ma[iy]|mei|"
    r"ju[lnil]|ao[uû]|aug|ago|sep|set|o[ckut]t|nov|d[eéi][cz])",
    re.IGNORECASE,
)
"""Whatever names a time says one of these, in the six languages: looked at first, for speed."""
_STEP = re.compile(
    r"(?:sprint|iteration|iteratie|it[ée]ration|iteraci[óo]n|itera[çc][ãa]o|check[- ]?in"
    r"|measurement|meting|messung|mesure|medici[óo]n|medi[çc][ãa]o)\s?[#.:-]?\s?(\d{1,3})",
    re.IGNORECASE,
)
"""A turn that has a number and no days: turns follow each other, and no check-in gets a day."""
_WEEK_OR_HALF = re.compile(r"S\s?(\d{1,2})", re.IGNORECASE)
_HALVES = 4
_WEEK = re.compile(r"\d{4}-W(\d{2})")
_WEEK_ALONE = re.compile(r"(?:W|wk|week|KW|woche|semaine|semana|sem)[ .]?\d{1,2}", re.IGNORECASE)
_QUARTER = range(10, 15)
"""So many weeks has a quarter, or a table about one."""
_JULY = 7
_SPLIT_YEAR = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)\s?[/_–-]\s?(?P<next>(?:1[3-9]|[2-9]\d|(?:19|20)\d\d))(?![\d./-])"
)
_NUMBERED_YEAR = re.compile(
    r"\b(?:y|yr|year|jaar|jahr|an|année|annee|año|ano|aj|fy|sy|gj|ej)[ _]?\d{0,2}(?=[ _(]|$)",
    re.IGNORECASE,
)
"""What counts years beside one: “Year 1 (2026/27)”, “FY”."""
_MIDNIGHT = re.compile(r"^(\d{4}-\d{2}-\d{2}) 00:00:00$")


@dataclass(frozen=True, slots=True)
class HeaderTime:
    """A time that a header names, and what else the header says (“Actual”), as compared."""

    period: Period
    rest: str
    yearless: bool = False

    @property
    def kind(self) -> str:
        """`dates`, `months`, `quarters` or `years`, by how long it lasts; `periods` where that
        is not known."""
        if not self.dated:
            return "periods"
        days = (self.period.end - self.period.start).days + 1
        return next((name for most, name in LENGTHS if days <= most), "years")

    @property
    def dated(self) -> bool:
        """Whether its days are known: of the third sprint they are not."""
        return self.period.start.year > 1

    def holds(self, day: date) -> bool:
        """Whether a day lies in it."""
        return self.period.start <= day <= self.period.end


def weeks_spelt(headers: Mapping[int, str]) -> Mapping[int, str]:
    """The headers with S7 as a week where S is no half: no year has seven."""
    found = {at: match for at, text in headers.items() if (match := _WEEK_OR_HALF.fullmatch(text))}
    if not any(int(match[1]) > _HALVES for match in found.values()):
        return headers
    return {**headers, **{at: f"W{match[1]}" for at, match in found.items()}}


def without_days(found: Mapping[int, HeaderTime], today: date) -> dict[int, HeaderTime]:
    """Times by column; weeks 1 to 13 long after the 13th week of the year are those of some
    quarter, and nobody knows which: they follow each other, and have no days."""
    weeks = {at: int(match[1]) for at, each in found.items() if each.yearless
             and (match := _WEEK.fullmatch(each.period.label))}  # fmt: skip
    last = max(weeks.values(), default=0)
    if len(weeks) < len(found) or min(weeks.values(), default=0) != 1 or last not in _QUARTER:
        return dict(found)
    if today.isocalendar().week <= max(_QUARTER):
        return dict(found)
    return {at: HeaderTime(_turn(f"W{week}", week), found[at].rest) for at, week in weeks.items()}


def _turn(label: str, number: int) -> Period:
    day = date.min + timedelta(days=number)
    return Period(label=label, start=day, end=day)


def when(text: str, today: date, fiscal_year_start: int = 1) -> HeaderTime | None:
    """The time in a header, None where it names none, or more than one."""
    if not 0 < len(text) <= _LONGEST or not _HINT.search(text):
        return None
    return _when(text, today, fiscal_year_start)


@lru_cache(maxsize=4096)
def _when(text: str, today: date, start: int) -> HeaderTime | None:
    if split := _split_year(text, start):
        return split
    parts = [part for part in _SPACE.split(text) if part]
    whole = _time(text.strip(), today, start)
    if whole:
        return HeaderTime(whole, "", _yearless(text))
    for size in range(min(4, len(parts) - 1), 0, -1):
        for first in (0, len(parts) - size):
            own = parts[first : first + size]
            found = next(filter(None, (_time(s.join(own), today, start) for s in (" ", "-"))), None)
            rest = parts[first + size :] if first == 0 else parts[:first]
            if found and not any(_time(part, today, start) for part in rest):
                return HeaderTime(found, same(" ".join(rest)), _yearless(" ".join(own)))
    return None


def _split_year(text: str, start: int) -> HeaderTime | None:
    """A year that is half of two: “2026/27”, “y1_2026_27”. It begins in July unless configured."""
    match = _SPLIT_YEAR.search(text)
    if match is None or int(match["next"]) % 100 != (int(match["year"]) + 1) % 100:
        return None
    first = date(int(match["year"]), start if start > 1 else _JULY, 1)
    last = first.replace(year=first.year + 1) - timedelta(days=1)
    label = f"{match['year']}/{match['next'][-2:]}"
    around = _NUMBERED_YEAR.sub(" ", f"{text[: match.start()]} {text[match.end() :]}")
    rest = " ".join(part for part in _SPACE.split(around.replace("_", " ")) if part)
    return HeaderTime(Period(label=label, start=first, end=last), same(rest))


def _time(text: str, today: date, start: int) -> Period | None:
    if turn := _STEP.fullmatch(text):
        return _turn(text, int(turn[1]))
    midnight = _MIDNIGHT.match(text)
    text = midnight[1] if midnight else text
    if not any(c.isalnum() for c in text) or (text.isdigit() and not 1990 <= int(text) <= 2100):
        return None
    found = read_period(text, today=today, fiscal_year_start=start)
    if isinstance(found, Period):
        return found
    bare = text.replace(".", "").isdigit() and text.count(".") != 2
    day = None if bare else read_date(text, day_first=None)
    if not isinstance(day, Day):
        return None
    on = day.value.date() if isinstance(day.value, datetime) else day.value
    return Period(label=on.isoformat(), start=on, end=on)


def _yearless(text: str) -> bool:
    if _STEP.fullmatch(text.strip()):
        return False
    if _WEEK_ALONE.fullmatch(text.strip()):
        return True
    return not re.search(r"\d{2}", text) or bool(re.fullmatch(r"\D*\d\D*", text))


def in_order(
    found: Mapping[int, HeaderTime], filled: Sequence[int], today: date
) -> dict[int, HeaderTime]:
    """Times by column, with the year that they must mean where they say none.

    From the left they go on: after December comes January of the next year. Filled ones that
    would all lie ahead are those of the year before.
    """
    if not found or not all(each.yearless for each in found.values()):
        return dict(found)
    years, last = 0, date.min
    shifted: dict[int, HeaderTime] = {}
    for column, each in sorted(found.items()):
        start = _later(each, years).period.start
        if start < last and (last - start).days > 31:
            years += 1
            start = _later(each, years).period.start
        last = start
        shifted[column] = _later(each, years)
    back = [shifted[at].period.start for at in filled if at in shifted]
    if back and max(back) > today:
        return {at: _later(each, -1) for at, each in shifted.items()}
    return shifted


def _later(each: HeaderTime, years: int) -> HeaderTime:
    if not years:
        return each
    period = each.period
    start, end = _moved(period.start, years), _moved(period.end, years)
    label = period.label.replace(str(period.start.year), str(start.year))
    return replace(each, period=Period(label=label, start=start, end=end))


def _moved(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, day=28)
