"""What `okrsync doctor` says of Notion: who we are, what is shared with us, what we may not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.cells import plain
from connectors.notion.failures import Rejected
from connectors.notion.remembering import recall
from okrsync.connector import ConnectorError, Missing, Remark, Snapshot, Unreachable

if TYPE_CHECKING:
    from connectors.notion.client import Notion

NAME = "Notion integration"
TOKEN = "NOTION_TOKEN"  # noqa: S105 -- a variable's name
NOWHERE = "okrsync-asks-whether-it-may"
"""No property is called so: a request with it is refused, and changes nothing."""
_SHOWN = 20


def is_signed_in() -> bool:
    """Whether there is a token to ask with."""
    return bool(os.environ.get(TOKEN, "").strip())


def unsigned() -> Remark:
    """What to say where there is none."""
    hint = "make an integration at notion.so/profile/integrations (docs/notion.md)"
    return Remark(NAME, None, f"{TOKEN} is not set", hint)


def signed_in(notion: Notion) -> Sequence[Remark]:
    """Who the token belongs to, and what is shared with it."""
    try:
        me = notion.me()
        shared = [plain(one.get("title")) or "Untitled" for one in notion.shared()]
    except Unreachable as error:
        return [Remark(NAME, None, error.message, error.hint)]
    except ConnectorError as error:
        return [Remark(NAME, False, error.message, error.hint)]
    bot = me.get("bot")
    space = bot.get("workspace_name") if isinstance(bot, dict) else None
    name = f"“{me.get('name') or 'unnamed'}”"
    who = Remark(NAME, True, f"{name} in the workspace “{space}”" if space else name)
    return [who, _shared(name, shared)]


def _shared(name: str, titles: Sequence[str]) -> Remark:
    if not titles:
        hint = f"open a database, then ··· → Connections → {name}"
        return Remark(NAME, None, "no database is shared with it", hint)
    more = f", and {len(titles) - _SHOWN} more" if len(titles) > _SHOWN else ""
    return Remark(NAME, True, f"shared with it: {', '.join(sorted(titles)[:_SHOWN])}{more}")


def access(notion: Notion, text: str, snapshot: Snapshot) -> Iterator[Remark]:
    """Which capabilities are missing: asked with requests that can't change anything."""
    properties: dict[str, Any] = {NOWHERE: {"rich_text": []}}
    source = next(iter(recall(snapshot.memory).sources.values()))
    # Without a row the data source itself is asked about: the capability is the same.
    page = source.pages[0].id if source.pages else None
    yield _may(
        f"{text}: writing",
        (lambda: notion.update(page, properties)) if page else notion.me,
        "it may write to it",
    )
    yield _may(f"{text}: people", notion.people, "it may read people's names")


def _may(name: str, ask: Callable[[], object], good: str) -> Remark:
    try:
        ask()
    except (Rejected, Missing):
        return Remark(name, True, good)
    except ConnectorError as error:
        return Remark(name, None, error.message, error.hint)
    return Remark(name, True, good)
