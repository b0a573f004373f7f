"""The words around a number: currencies, multipliers, percents and units, in six languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from okrsync.values.money import currency_code, money
from okrsync.values.texts import clean, fold
from okrsync.values.units import is_unit_word

_THOUSANDS = (
    "k", "tsd", "tsd.", "thousand", "thousands", "duizend", "dzd", "tausend", "mille", "milliers",
)  # fmt: skip
_MILLIONS = (
    "mln", "mln.", "mio", "mio.", "miljoen", "million", "millions", "millionen", "millon",
    "millones", "milhao", "milhoes", "milj", "milj.",
)  # fmt: skip
_BILLIONS = (
    "bn", "bln", "billion", "billions", "miljard", "mld", "mld.", "mrd", "mrd.", "milliarde",
    "milliarden", "milliard", "milliards", "md", "bilhao", "bilhoes",
)  # fmt: skip
_TRILLIONS = ("trillion", "trillions", "biljoen", "billionen", "trilhao", "trilhoes")
_POWERS = {
    **dict.fromkeys(_THOUSANDS, 3),
    **dict.fromkeys(_MILLIONS, 6),
    **dict.fromkeys(_BILLIONS, 9),
    **dict.fromkeys(_TRILLIONS, 12),
    "mil": 3,
}
# A single letter or an abbreviation that is also a unit (metres, miles): only beside money,
# or where a capital says so.
_CAPITAL_POWERS = {"K": 3, "M": 6, "B": 9, "MM": 6, "Mn": 6, "MN": 6}
_MONEY_POWERS = {"m": 6, "b": 9, "mm": 6, "mi": 6, "bi": 9, "t": 3, "mn": 6, "md": 9}
_PERCENT = frozenset(
    ("%", "pct", "pct.", "percent", "per cent", "procent", "prozent", "pour cent", "pourcent",
     "por ciento", "por cento", "％")
)  # fmt: skip
_POINTS = frozenset(
    ("pp", "p.p.", "pp.", "%-punt", "%-punten", "%punt", "% punt", "% punten", "procentpunt",
     "procentpunten", "percentpunt", "%-points", "% points", "% pts", "percentage point",
     "percentage points", "percent points", "prozentpunkt", "prozentpunkte", "prozentpunkten",
     "%-punkte", "points de pourcentage", "point de pourcentage", "pts de %",
     "puntos porcentuales", "punto porcentual", "pontos percentuais", "ponto percentual")
)  # fmt: skip
# What is counted in percents, named behind it: "99.9% uptime". Any word would be too many:
# "10% cheaper" is no level.
_RATES = frozenset(
    ("uptime", "availability", "beschikbaarheid", "verfugbarkeit", "disponibilite", "churn",
     "retention", "retentie", "conversion", "conversie", "konversion", "conversao", "margin",
     "marge", "margen", "margem", "nrr", "grr", "occupancy", "bezetting", "auslastung",
     "coverage", "dekking", "abdeckung", "couverture", "cobertura", "market share",
     "marktaandeel", "marktanteil", "response", "respons", "adoption", "adoptie", "ctr", "gereed",
     "done", "complete", "completed", "klaar", "voltooid", "fertig", "abgeschlossen", "afgerond",
     "achieved", "behaald", "erreicht", "atteint")
)  # fmt: skip
_ATTACHED = frozenset(
    ("h", "hr", "hrs", "u", "uur", "min", "mins", "mn", "s", "sec", "sek", "ms", "d", "dgn", "w",
     "wk", "wks", "mo", "mos", "mnd", "m", "y", "yr", "yrs", "j", "jr", "a", "g", "kg", "t", "ton",
     "km", "cm", "mm", "m2", "m3", "m²", "m³", "km²", "l", "ml", "kwh", "mwh", "gwh", "kw", "mw",
     "b", "kb", "mb", "gb", "tb", "mbps", "gbps", "x", "fte", "pt", "pts", "p", "st", "stk", "pc",
     "pcs", "px", "hz", "mhz", "ghz", "v", "°", "°c", "°f", "c", "f", "q", "days", "day",
     "dagen", "dag", "tage", "jours", "dias", "weken", "weeks", "hours", "mois", "meses")
)  # fmt: skip
_WORD = r"[^\W\d_][\w²³°.'’&+-]*"
_UNIT = re.compile(
    rf"(?:[°#]?{_WORD}|°)(?: {_WORD}){{0,2}}"
    rf"(?: ?/ ?{_WORD}| ?p/{_WORD}| (?:per|pro|par|por|a|ao|al|à) {_WORD}(?: {_WORD})?)?",
)
_PER = re.compile(rf"(?:/ ?|p/|p\. ?|(?:per|pro|par|por|a|ao|al|pa|an) ){_WORD}", re.IGNORECASE)
_SHARE = re.compile(
    rf"(?:(?:of|van|von|der|des|de|du|do|da|dos|das|del|d'|an)\b ?)(?:{_WORD} ?){{1,5}}",
    re.IGNORECASE,
)
_FIRST = re.compile(r"[^\W\d_]+\.?")
_LINKS = re.compile(r"(?:de|of|d') ?(?=\S)", re.IGNORECASE)
_DASHES = dict.fromkeys(map(ord, "−‒﹣－"), "-")
_FORMS = {**_DASHES, ord("’"): "'", ord("ʼ"): "'", ord("´"): "'", ord("`"): "'", ord("‘"): "'",
          ord("٫"): ".", ord("٬"): ",", ord("％"): "%", ord("٪"): "%", ord("＋"): "+",
          ord("．"): ".", ord("，"): ",", ord("～"): "~", ord("〜"): "~", ord("（"): "(",
          ord("）"): ")", ord("／"): "/", ord("＜"): "<", ord("＞"): ">", ord("＝"): "=",
          ord("⁄"): "/", ord("∕"): "/", ord("￥"): "¥", ord("＄"): "$", ord("："): ":"}  # fmt: skip


@lru_cache(maxsize=65536)
def normal(text: str) -> str:
    """A text in the one form that numbers are looked for in: ASCII digits, signs, spaces."""
    if not text.isascii():
        text = "".join(
            str(unicodedata.decimal(c)) if c.isdecimal() and not c.isascii() else c
            for c in text.translate(_FORMS)
        )
    text = clean(text)
    if "**" in text:
        # Bold, as texts from a wiki write it.
        text = text.replace("**", "").strip()
    if text[:1] == "'":
        # A spreadsheet's mark for "this is text".
        text = text[1:]
    elif text[:1] in ("–", "—"):
        # Some programs turn a typed minus into a dash.
        text = f"-{text[1:]}"
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows a number: `multiplier` (K, million), `unit`, or percentage points."""

    multiplier: Decimal = Decimal(1)
    unit: str | None = None
    points: bool = False
    other: Decimal | None = None
    """Another multiplier that the same word may mean ("mil")."""


@lru_cache(maxsize=65536)
def tail(text: str, *, attached: bool = False, paid: bool = False) -> Tail | None:
    """What stands behind a number, None where it is neither multiplier, unit nor percent.

    `attached`: no space parts it from the number. `paid`: a currency stands before it.
    """
    rest = text.strip()
    if not rest:
        return Tail()
    first = _FIRST.match(rest)
    power = _power(first[0], rest[first.end() :], paid=paid) if first else None
    if first and power:
        after = rest[first.end() :].strip()
        return _scaled(first[0], Decimal(10) ** power, _LINKS.sub("", after, count=1), paid=paid)
    return _unit(rest, attached=attached, paid=paid)


def _power(word: str, after: str, *, paid: bool) -> int | None:
    """The power of ten that a word stands for, in this place."""
    beside_money = paid or currency_code(after.strip().split(" ")[0]) is not None
    if word in _CAPITAL_POWERS:
        return _CAPITAL_POWERS[word]
    if word.lower() in _MONEY_POWERS and beside_money:
        return _MONEY_POWERS[word.lower()]
    return _POWERS.get(fold(word)) if word not in ("md", "Md") else None


def _scaled(word: str, multiplier: Decimal, after: str, *, paid: bool) -> Tail | None:
    found = _unit(after, attached=False, paid=paid) if after else Tail()
    if found is None or found.points:
        return None
    # "10 mil" is ten thousand in Portuguese and Spanish, ten million to some others.
    doubt = fold(word) == "mil" and found.unit != "BRL" and not paid
    other = Decimal(10) ** 6 if doubt else None
    return Tail(multiplier * found.multiplier, found.unit, other=other)


def _unit(text: str, *, attached: bool, paid: bool) -> Tail | None:
    """A percent, a currency or a unit, perhaps "per month" or "of customers"."""
    hundredth = Decimal("0.01")
    low = fold(text)
    if low in _PERCENT:
        return Tail(hundredth, "%")
    if low in _POINTS:
        return Tail(hundredth, "%", points=True)
    if _PER.fullmatch(text):
        return Tail(unit=None if paid else text)
    if text == "‰":
        return Tail(Decimal("0.001"), "%")
    if text[0] == "%":
        rest = text[1:].strip()
        known = _PER.fullmatch(rest) or _SHARE.fullmatch(rest) or fold(rest) in _RATES
        return Tail(hundredth, "%") if known else None
    head, _, rest = text.partition(" ") if " " in text else text.partition("/")
    cash = money(head)
    if cash and (not rest or _PER.fullmatch(rest if " " in text else f"/{rest}")):
        return Tail(cash[1], cash[0])
    word, _, rest = low.partition(" ")
    if word in _PERCENT and (_SHARE.fullmatch(rest) or _PER.fullmatch(rest)):
        return Tail(hundredth, "%")
    if attached and low.rstrip(".") not in _ATTACHED and low.partition("/")[0] not in _ATTACHED:
        return None
    return Tail(unit=text) if _UNIT.fullmatch(text) and is_unit_word(word) else None
