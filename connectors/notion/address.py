"""Every address of a Notion page or database, as one id."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from okrsync.connector import Location, UnknownLocation
from okrsync.i18n import Message

_HEX = "[0-9a-f]"
_DASHED = rf"{_HEX}{{8}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{4}}-{_HEX}{{12}}"
_AT_END = re.compile(rf"(?:^|[^0-9a-f])({_DASHED}|{_HEX}{{32}})$", re.IGNORECASE)
_DASHED_SLUG = re.compile(rf"-({_HEX}{{32}})$", re.IGNORECASE)
_WHOLE = re.compile(rf"{_DASHED}|{_HEX}{{32}}", re.IGNORECASE)


def dashed(text: str) -> str | None:
    """An id in the one spelling that is used here (lower case, dashes), None for another text."""
    if not _WHOLE.fullmatch(text):
        return None
    bare = text.replace("-", "").lower()
    return "-".join((bare[:8], bare[8:12], bare[12:16], bare[16:20], bare[20:]))


def locate(location: Location) -> Location:
    """The same with the page's or database's id as address, and the name after `#` as tab.

    Raises UnknownLocation where there is no id in it.
    """
    address, tab = location.address.strip(), location.tab
    if "://" in address:
        address, named = _of_url(address)
        tab = tab if tab is not None else named
    found = _id_in(address)
    if found is None:
        raise UnknownLocation(
            Message("{location}: there is no Notion id in this", {"location": location.text}),
            hint=Message(
                "open the database as a page in the browser and copy its address, "
                "or write notion:ID#NAME"
            ),
        )
    return replace(location, address=found, tab=tab_of(tab))


def _of_url(url: str) -> tuple[str, str | None]:
    """The last part of a URL's path, and the name that was typed after `#`."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "", None
    segments = [part for part in unquote(parts.path).split("/") if part]
    return (segments[-1] if segments else ""), unquote(parts.fragment) or None


def _id_in(text: str) -> str | None:
    """The id that a text is or, after a title's words, ends with."""
    found = _DASHED_SLUG.search(text) or _AT_END.search(text)
    return dashed(found[1]) if found else None


def tab_of(tab: str | None) -> str | None:
    """A data source's name or key. What the browser puts there (a block's id) names nothing
    of ours, but may be a data source's id that somebody typed without its dashes."""
    return (dashed(tab) or tab) if tab else None
