"""styles.xml before and after: formats are added behind those that are there, and fit together."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from connectors.excel.readback.difference import Difference
from connectors.excel.readback.tree import (
    Element,
    counts,
    in_order,
    local,
    parsed,
    same_all,
    whole,
)
from okrsync.i18n import Message

STYLES = Message("the list of formats does not add up: {what}")

_ORDER = (
    "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst"
)
_GROWING = frozenset({"fonts", "cellXfs", "dxfs"})
_POINTS_TO = {"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"}


def require_styles(old: bytes | None, new: bytes) -> None:
    """Compare two versions of the styles; the first may be absent. Raises Difference."""
    now = parsed(new)
    was = parsed(old) if old is not None else None
    known: set[str] = oddities(was) if was is not None else set()
    if was is not None:
        _require_kept(was, now)
    if new_oddities := oddities(now) - known:
        raise Difference(STYLES, ", ".join(sorted(new_oddities)))


def _require_kept(was: Element, now: Element) -> None:
    if was.tag != now.tag or was.attrib != now.attrib:
        raise Difference(STYLES, local(now))
    before = [one for one in was if local(one) not in _GROWING]
    if not same_all(before, [one for one in now if local(one) not in _GROWING]):
        raise Difference(STYLES, ", ".join(dict.fromkeys(map(local, before))))
    for name in _GROWING:
        old = [xf for one in was if local(one) == name for xf in one]
        new = [xf for one in now if local(one) == name for xf in one]
        if not same_all(old, new[: len(old)]):
            raise Difference(STYLES, name)


def oddities(styles: Element) -> set[str]:
    """What does not add up in a style sheet: lists twice, counts, order, formats of nothing."""
    often = Counter(map(local, styles))
    found = {name for name in often if often[name] > 1}
    found |= {f"{local(one)} count" for one in styles if not counts(one)}
    if not in_order(styles, _ORDER):
        found.add("order")
    sizes = {local(one): len(one) for one in styles}
    formats = next((one for one in styles if local(one) == "cellXfs"), ())
    for place, xf in enumerate(formats):
        for name, group in _POINTS_TO.items():
            at = xf.get(name)
            if at is not None and not 0 <= whole(at) < sizes.get(group, 0):
                found.add(f"cellXfs {place} {name}")
    return found


@dataclass(frozen=True, slots=True)
class Limits:
    """How many cell formats and how many differential formats there are."""

    formats: int = 1
    colours: int = 0


def limits(styles: bytes | None) -> Limits:
    """Those of a styles part, or of a workbook without one. Raises Difference."""
    if styles is None:
        return Limits()
    sizes = {local(one): len(one) for one in parsed(styles)}
    return Limits(sizes.get("cellXfs", 1), sizes.get("dxfs", 0))
