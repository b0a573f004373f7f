"""How connectors are found: by entry points, so that nothing is imported before it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path
from urllib.parse import urlsplit

from okrsync.connector.exchange import Location
from okrsync.connector.protocols import Locating, TableConnector
from okrsync.errors import UnknownLocation
from okrsync.i18n import Message
from okrsync.nearest import file_like, meant, nearest, suggestion

CONNECTORS = "okrsync.connectors"
LOCATIONS = "okrsync.locations"


@cache
def _points(group: str) -> tuple[EntryPoint, ...]:
    # Asking every installed distribution takes longer than reading a small sheet.
    return tuple(entry_points(group=group))


def claims() -> dict[str, str]:
    """Scheme, host or suffix → connector name, from every installed distribution.

    Raises UnknownLocation where two distributions claim one location.
    """
    owners: dict[str, str] = {}
    for point in _points(LOCATIONS):
        if owners.setdefault(point.name, point.value) != point.value:
            both = {"place": point.name, "one": owners[point.name], "other": point.value}
            raise UnknownLocation(
                Message("two connectors claim {place}: {one} and {other}", both),
                hint=Message("uninstall one of them"),
            )
    return owners


def names() -> list[str]:
    """The names of all installed connectors, sorted."""
    return sorted({point.name for point in _points(CONNECTORS)})


def load(name: str) -> TableConnector:
    """The connector of this name, imported now. Raises UnknownLocation."""
    for point in _points(CONNECTORS):
        if point.name == name:
            made: TableConnector = point.load()()
            return made
    unknown = Message("unknown connector: {name}", {"name": name})
    raise UnknownLocation(unknown, hint=suggestion(name, names()))


def locate(text: str) -> Location:
    """What a user typed as a location, with its connector. Raises UnknownLocation.

    A URL is claimed by its host (or by `*.` and a domain above it), `scheme:rest` by its
    scheme, a path by its suffix. What follows `#` is the tab, unless a file of the whole name
    exists.
    """
    known = claims()
    scheme, colon, rest = text.partition(":")
    if "://" in text:
        return _own(_claimed(text, known, _host_claim(text, known), text, None))
    if colon and scheme in known:
        address, _, named = rest.partition("#")
        return _own(Location(text, known[scheme], address, named or None))
    address, tab = _split_tab(text)
    suffix = Path(address).suffix.lower()
    return replace(_claimed(text, known, suffix, address, tab), file=True)


def _host_claim(text: str, known: Mapping[str, str]) -> str:
    try:
        host = urlsplit(text).hostname or ""
    except ValueError:
        return ""
    above = host.split(".")[1:]
    domains = (f"*.{'.'.join(above[number:])}" for number in range(len(above)))
    return next((claim for claim in (host, *domains) if claim in known), host)


def _own(location: Location) -> Location:
    connector = load(location.connector)
    return connector.locate(location) if isinstance(connector, Locating) else location


def _split_tab(text: str) -> tuple[str, str | None]:
    if "#" not in text or Path(text).exists():
        return text, None
    address, _, tab = text.rpartition("#")
    return address, tab or None


def _claimed(
    text: str, known: Mapping[str, str], claim: str, address: str, tab: str | None
) -> Location:
    if claim not in known:
        raise UnknownLocation(_no_reader(text, claim), hint=_like(address, claim, known))
    return Location(text, known[claim], address, tab)


def _no_reader(text: str, claim: str) -> Message:
    if claim:
        return Message("{text}: nothing reads {kind}", {"text": text, "kind": claim})
    if Path(text).is_dir():
        return Message("{text} is a folder, and a sheet is needed", {"text": text})
    return Message("{text} is neither a file that can be read nor an address", {"text": text})


def _like(address: str, claim: str, known: Mapping[str, str]) -> Message:
    """What may have been meant: a file beside it, else a kind like it, else all kinds."""
    path = Path(address)
    suffixes = [each for each in known if each.startswith(".")]
    close = None
    if "://" not in address:
        close = _only_file(path, suffixes) if path.is_dir() else file_like(path, suffixes)
    close = close or (nearest(claim, known) if claim else None)
    kinds = ", ".join(sorted(known))
    return meant(close) or Message("known kinds of locations: {kinds}", {"kinds": kinds})


def _only_file(folder: Path, suffixes: Sequence[str]) -> str | None:
    """The one sheet in a folder, None where there are none or several."""
    try:
        sheets = [
            each
            for each in folder.iterdir()
            if each.suffix.lower() in suffixes and not each.name.startswith((".", "~$"))
        ]
    except OSError:
        return None
    return str(sheets[0]) if len(sheets) == 1 else None
