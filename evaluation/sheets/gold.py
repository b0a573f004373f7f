"""What a careful person reads from a sheet: a JSON file beside it, flattened to one list.

`objectives` hold `key_results` and `initiatives`, `kpis` stand alone. Numbers are in displayed
units (15 % is 15). `accept` lists further readings of a field, None among them for "left blank";
`also` further titles; `ignore` kinds that are neither right nor wrong. The `tasks` of an initiative
may be found as initiatives or be left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

NUMBERS = {"start": "baseline", "target": "target", "current": "current"}
"""The gold's word → the metric's field."""
_UP, _DOWN = {"up", "increase", "grow"}, {"down", "decrease", "reduce"}
_PART = re.compile(r"first \d|\d+ of \d|quarter|^sheet|^tabs?\b|only")
"""Scopes that leave rows of the file out, so that what is found beyond them says nothing."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to find. `parents` are the titles that its objective may have, empty where the
    gold has none."""

    kind: str
    titles: frozenset[str]
    row: int | None
    parents: frozenset[str] = frozenset()
    direction: str | None = None
    numbers: Mapping[str, frozenset[float | None]] = field(default_factory=dict)
    """Number → every value that is right; None stands for blank."""


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold: the files that it is about, and what there is in them."""

    name: str
    files: Sequence[str]
    whole: bool
    zero_config: bool
    negative: bool
    ignored: frozenset[str]
    items: Sequence[Item]
    optional: Sequence[Item] = ()
    """What may be found, and is no fault where it is not."""


def plain(text: str | None) -> str:
    """A title as it is compared: spaces and case aside."""
    return " ".join((text or "").split()).casefold()


def load(path: Path) -> Gold:
    """One gold. Raises KeyError and ValueError where the file is no such thing."""
    data = json.loads(path.read_text(encoding="utf-8"))
    source = data["source"]
    names = source if isinstance(source, str) else " + ".join(source)
    files = [name.strip(" ()") for name in re.split(r"\s*\(?\+\s*", names)]
    ignored = frozenset(str(kind).removesuffix("s") for kind in data.get("ignore") or ())
    return Gold(
        name=path.stem,
        files=files,
        whole=not _PART.search(data.get("scope") or "whole"),
        zero_config=bool(data.get("zero_config")),
        negative=bool(data.get("negative")),
        ignored=ignored,
        items=[each for each in _items(data) if each.kind not in ignored],
        optional=list(_tasks(data)),
    )


def _items(data: Mapping[str, Any]) -> Iterator[Item]:
    for objective in data["objectives"]:
        if objective["title"] is not None:
            yield _item("objective", objective, None)
        for each in objective.get("key_results") or ():
            yield _item("key_result", each, objective)
        for each in objective.get("initiatives") or ():
            yield _item("initiative", each, objective)
    for each in data.get("kpis") or ():
        yield _item("kpi", each, None)


def _tasks(data: Mapping[str, Any]) -> Iterator[Item]:
    for objective in data["objectives"]:
        for each in objective.get("initiatives") or ():
            yield from (_item("initiative", task, objective) for task in each.get("tasks") or ())


def _titles(each: Mapping[str, Any] | None) -> frozenset[str]:
    if each is None or each["title"] is None:
        return frozenset()
    return frozenset(map(plain, (each["title"], *(each.get("also") or ()))))


def _item(kind: str, each: Mapping[str, Any], parent: Mapping[str, Any] | None) -> Item:
    numbers = {name: _values(each, name) for name in NUMBERS if kind in ("key_result", "kpi")}
    said = each.get("direction")
    direction = "up" if said in _UP else "down" if said in _DOWN else None
    return Item(kind, _titles(each), each.get("row"), _titles(parent), direction, numbers)


def _values(each: Mapping[str, Any], name: str) -> frozenset[float | None]:
    accepted = (each.get("accept") or {}).get(name, [])
    values = [each.get(name), *(accepted if isinstance(accepted, list) else [accepted])]
    if name == "target" and each.get("targets"):
        over_time = each["targets"].values()
        values = [each.get("target")] if each.get("target") is not None else []
        values += [one["value"] if isinstance(one, dict) else one for one in over_time]
    return frozenset(round(float(value), 4) if _is_number(value) else None for value in values)


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
