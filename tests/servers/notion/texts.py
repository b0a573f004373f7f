"""Rich text objects, moments and addresses as answers spell them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import lru_cache

from tests.servers.notion.model import JSON

PLAIN = {
    "bold": False,
    "italic": False,
    "strikethrough": False,
    "underline": False,
    "code": False,
    "color": "default",
}


def rich(text: str, link: JSON | None = None, marks: JSON | None = None) -> JSON:
    """One text object."""
    return {
        "type": "text",
        "text": {"content": text, "link": link},
        "annotations": {**PLAIN, **(marks or {})},
        "plain_text": text,
        "href": link["url"] if link else None,
    }


def rich_list(text: str) -> list[JSON]:
    """A text as objects of at most 2,000 characters; none for an empty one."""
    return [rich(text[at : at + 2000]) for at in range(0, len(text), 2000)]


def plain(objects: Sequence[JSON]) -> str:
    return "".join(one["plain_text"] for one in objects)


@lru_cache(maxsize=65536)
def _minute(minutes: int) -> str:
    return datetime.fromtimestamp(minutes * 60, UTC).strftime("%Y-%m-%dT%H:%M:00.000Z")


def minute(seconds: float) -> str:
    """A moment as pages carry it: whole minutes, in UTC."""
    return _minute(int(seconds // 60))


def precise(seconds: float) -> str:
    """A moment as databases carry it, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds")


def url(ident: str, title: str = "") -> str:
    """The address in the browser, with the title's words before the id."""
    slug = re.sub(r"[^A-Za-z0-9_]+", "-", title).strip("-")
    bare = ident.replace("-", "")
    return f"https://www.notion.so/{slug}-{bare}" if slug else f"https://www.notion.so/{bare}"
