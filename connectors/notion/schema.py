"""A data source's properties: what they are called, of what type, and which we may write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote

from okrsync.table import Column

Json = Mapping[str, Any]

TITLE = "title"
PLAIN = "default"
"""The colour of an option that nobody coloured."""
COMPUTED = frozenset(("formula", "rollup"))
WRITABLE = frozenset(
    (
        TITLE,
        "rich_text",
        "number",
        "select",
        "multi_select",
        "status",
        "date",
        "people",
        "files",
        "checkbox",
        "url",
        "email",
        "phone_number",
        "relation",
    )
)
_CHOOSING = frozenset(("select", "multi_select", "status"))
_PERCENT = "0%"
_KEEPING = frozenset(("average", "median", "min", "max", "sum", "range"))
_CURRENCIES = {
    "dollar": "USD",
    "australian_dollar": "AUD",
    "canadian_dollar": "CAD",
    "singapore_dollar": "SGD",
    "hong_kong_dollar": "HKD",
    "new_zealand_dollar": "NZD",
    "new_taiwan_dollar": "TWD",
    "euro": "EUR",
    "pound": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "ruble": "RUB",
    "rupee": "INR",
    "won": "KRW",
    "real": "BRL",
    "lira": "TRY",
    "rupiah": "IDR",
    "franc": "CHF",
    "krona": "SEK",
    "norwegian_krone": "NOK",
    "danish_krone": "DKK",
    "mexican_peso": "MXN",
    "chilean_peso": "CLP",
    "philippine_peso": "PHP",
    "colombian_peso": "COP",
    "argentine_peso": "ARS",
    "uruguayan_peso": "UYU",
    "peruvian_sol": "PEN",
    "rand": "ZAR",
    "zloty": "PLN",
    "baht": "THB",
    "forint": "HUF",
    "koruna": "CZK",
    "shekel": "ILS",
    "dirham": "AED",
    "riyal": "SAR",
    "ringgit": "MYR",
    "leu": "RON",
}


def folded(header: str) -> str:
    """A header as it is compared."""
    return header.strip().casefold()


def encoded(property_id: str) -> str:
    """A property's id as the service itself spells it in JSON and in a path."""
    return quote(property_id, safe="-_.!~*'()")


@dataclass(frozen=True, slots=True)
class Property:
    """One property. `id` is unquoted; `code` is the format code of its numbers, None for plain
    ones; `target` the data source that a relation leads to; `options` the words of a select.

    `over` are the ids of the relation that a rollup goes along, and of the property there whose
    numbers it keeps in their kind (an average, not a count).
    """

    id: str
    name: str
    type: str
    code: str | None = None
    target: str | None = None
    options: Sequence[str] = ()
    over: Sequence[str] = ()

    def column(self, index: int) -> Column:
        """The property as a table's column."""
        return Column(index, self.name, self.id, self.type, self.type in WRITABLE, self.target)

    def stored(self) -> list[Any]:
        """As JSON."""
        return [
            self.id,
            self.name,
            self.type,
            self.code,
            self.target,
            [*self.options],
            [*self.over],
        ]


def property_of(stored: Sequence[Any]) -> Property:
    """A property from JSON. Raises ValueError for anything else."""
    ident, name, kind, code, target, options, over = stored
    if not all(isinstance(text, str) for text in (ident, name, kind)):
        raise ValueError(stored)
    return Property(ident, name, kind, code, target, tuple(map(str, options)), tuple(over))


def properties_of(data_source: Json) -> list[Property]:
    """The properties, the title first, then as the service orders them."""
    found = data_source.get("properties")
    known = [
        _property(name, told)
        for name, told in (found.items() if isinstance(found, Mapping) else ())
        if isinstance(told, Mapping)
    ]
    return sorted(known, key=lambda one: one.type != TITLE)


def shape_of(properties: Iterable[Property]) -> tuple[tuple[str, str, str], ...]:
    """What a row shows of its schema: the properties' ids, names and types, in their order."""
    return tuple((one.id, one.name, one.type) for one in properties)


def _property(name: str, told: Json) -> Property:
    kind = str(told.get("type") or "unknown")
    more = told.get(kind)
    more = more if isinstance(more, Mapping) else {}
    return Property(
        id=unquote(str(told.get("id") or name)),
        name=str(told.get("name") or name),
        type=kind,
        code=_code(kind, more),
        target=str(more["data_source_id"]) if more.get("data_source_id") else None,
        options=tuple(_names(more.get("options"))) if kind in _CHOOSING else (),
        over=_over(more) if kind == "rollup" else (),
    )


def _over(more: Json) -> Sequence[str]:
    ids = (more.get("relation_property_id"), more.get("rollup_property_id"))
    if more.get("function") not in _KEEPING or not all(isinstance(one, str) for one in ids):
        return ()
    return tuple(unquote(str(one)) for one in ids)


def _code(kind: str, more: Json) -> str | None:
    if kind == "rollup":
        return _PERCENT if str(more.get("function") or "").startswith("percent_") else None
    return number_code(str(more.get("format") or "")) if kind == "number" else None


def number_code(name: str) -> str | None:
    """The format code of a number format of the service, None for a plain number."""
    if name == "percent":
        return _PERCENT
    if name == "number_with_commas":
        return "#,##0"
    currency = _CURRENCIES.get(name)
    return f"[${currency}] #,##0.00" if currency else None


def _names(options: object) -> Iterable[str]:
    for option in options if isinstance(options, list) else ():
        if isinstance(option, Mapping) and isinstance(option.get("name"), str):
            yield option["name"]
