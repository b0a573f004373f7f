"""Numbers in a title: which of them measure something, and which are part of a name or a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from okrsync.language.pieces import fold
from okrsync.rules.wordlists import lists, says

TIME = re.compile(
    r"\b(?:[qtkhs][1-4]|(?:19|20)\d\ds?|(?:fy|gj) ?\d\d(?:/\d\d)?|(?:o|kr|okr|kpi) ?\d+(?:\.\d+)*"
    r"|[1-4](?:e|st|nd|rd|th|er|eme|o)? ?(?:kwartaal|quarter|trimestre|quartal|halfjaar|semester)"
    r"|(?:kwartaal|quarter|quartal|trimestre|halfjaar|semester) ?[1-4])(?!\w)|'\d\d\b"
)
"""Quarters, years, business years, codes of rows."""
MONTHS = (
    "jan january januari januar janvier enero janeiro feb february februari februar fevrier "
    "febrero fevereiro mar march maart marz marco marzo apr april avril abril mei mai mayo maio "
    "jun june juni juin junio junho jul july juli juillet julio julho aug august augustus aout "
    "agosto sep sept september septembre septiembre setembro oct okt october oktober octobre "
    "octubre outubro nov november novembre noviembre novembro dec december dezember decembre "
    "diciembre dezembro"
)
MONTH = f"(?:{'|'.join(MONTHS.split())})"
DAY = re.compile(
    rf"\b\d{{1,2}}(?:\.|st|nd|rd|th|er|o)?\s(?:de\s)?{MONTH}\b"
    rf"|\b{MONTH}\.?\s\d{{1,2}}(?:st|nd|rd|th)?\b"
    r"|\b\d{1,2}[./-]\d{1,2}[./-](?:\d{2,4})?(?!\d)|\b\d{4}-\d\d-\d\d\b"
)
LABEL = re.compile(r"^\s*(?:#|[\[(]?)\d+(?:\.\d+)*[.):\]]?(?:\s+-)?\s+(?=[^\W\d_]{2,})")
"""A number that a title begins with, such as 1.2 or 3), before a capital or behind a mark."""
MARKED = re.compile(r"^\s*(?:#\d|[\[(]\d|\d+(?:\.\d+)*[.):\]]|\d+\.\d)")
GLUED = re.compile(
    r"\b(?!(?:eur|usd|chf|gbp|us|r)\d)[a-z]+\d+[a-z]*\b|\b\d+(?:[dg]|[a-z]+\d+)\b", re.IGNORECASE
)
"""Letters and a number in one word: B2B, CO2, 3D, 5G."""
ALWAYS = re.compile(r"\b(?:24\s?[/x]\s?7|9[- ]to[- ]5|50[/-]50|360\s?°|360[- ]degree\w*)", re.I)
HASH = re.compile(r"#\s?\d+")
NUMBERED = re.compile(
    r"(?<![^\W_])(?P<words>(?:[^\W\d_]+\s)?(?:[^\W\d_]+[°º]?(?:[/-][^\W\d_]+)?|§)\s?[.:#-]?\s?)"
    r"\d+(?:[.,/-]\d+)*(?![\d%€$])"
)
"""A number with the two words before it."""
DIGIT = re.compile(r"\d")
NUMBER = re.compile(
    r"(?P<sign>[€$£]|r\$|eur|usd|gbp|chf)?\s?(?P<digits>\d+(?:[.,'’ ]\d{3})*(?:[.,]\d+)?)"
    r"\s?(?P<scale>k|m|mio|mln|mrd|bn|million|millions|miljoen|millionen|millones|milhoes)?(?![a-z])"
    r"\s?(?P<unit>%|percent\w*|procent\w*|prozent\w*|pour cent|por ciento|por cento"
    r"|€|\$|£|eur\w*|usd)?"
)
SCALES = {"k": 1_000, "mrd": 1_000_000_000, "bn": 1_000_000_000}
PERCENT = ("%", "per", "pro", "pour", "por")


@dataclass(frozen=True, slots=True)
class TitleNumber:
    """A number that a title says: its value (a percent as a fraction) and what it is of: `%`,
    `money`, or nothing where it counts. `before` is the text in front of it."""

    value: Decimal
    kind: str
    before: str


def measured(text: str) -> bool:
    """Whether a title says a figure that measures something, or a quantity in words."""
    return has_figure(text) or says("quantities", text)


def has_figure(text: str) -> bool:
    """Whether a title holds a digit that is part of no name, no date and no label."""
    return _has_digit(text) and re.search(r"\d", without_names(text)) is not None


def says_time(text: str) -> bool:
    """Whether a title names a quarter, a year or a day."""
    if not _has_digit(text):
        return False
    plain = fold(text)
    return TIME.search(plain) is not None or DAY.search(plain) is not None


def _has_digit(text: str) -> bool:
    return DIGIT.search(text) is not None


def without_names(text: str) -> str:
    """A folded title without the numbers that are names, dates and labels."""
    text = LABEL.sub(" ", text) if MARKED.match(text) else text
    text = ALWAYS.sub(" ", HASH.sub(" ", GLUED.sub(" ", text)))
    text = DAY.sub(" ", TIME.sub(" ", fold(text)))
    return NUMBERED.sub(_without_name, text)


def numbers(text: str) -> list[TitleNumber]:
    """The figures of a title that measure something, in their order."""
    plain = without_names(text) if _has_digit(text) else ""
    return [_number(found, plain) for found in NUMBER.finditer(plain)]


def _number(found: re.Match[str], plain: str) -> TitleNumber:
    value = _decimal(found["digits"])
    if scale := found["scale"]:
        value *= SCALES.get(scale, 1_000_000)
    unit, sign = found["unit"] or "", found["sign"]
    if unit.startswith(PERCENT):
        return TitleNumber(value / 100, "%", plain[: found.start()])
    kind = "money" if sign or unit else ""
    return TitleNumber(value, kind, plain[: found.start()])


def _decimal(digits: str) -> Decimal:
    """A number as people of any country write it: a mark before three digits parts thousands."""
    digits = re.sub(r"[.,'’ ](?=\d{3}(?!\d))", "", digits)
    return Decimal(digits.replace(",", "."))


def _without_name(found: re.Match[str]) -> str:
    """Nothing where the word before a number makes it a name, else all as it stands."""
    words = found["words"].rstrip(".:#- ").split()
    named = _names()
    return " " if words[-1] in named or " ".join(words[-2:]) in named else found[0]


@cache
def _names() -> frozenset[str]:
    """Words behind which a number is a name, folded."""
    listed = (*lists()["named"].values(), *lists()["norms"].values())
    return frozenset(fold(word) for words in listed for word in words)
