"""What `okrsync doctor` says of Notion: who we are, what is shared with us, what we may not do."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.cell_values import plain
from connectors.notion.errors import NOTION, PROFILE, Rejected, integration
from connectors.notion.read.cache import recall
from okrsync.connector import ConnectorError, Missing, Remark, Snapshot, Unreachable
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

TOKEN = "NOTION_TOKEN"  # noqa: S105 -- a variable's name
NOWHERE = "okrsync-asks-whether-it-may"
"""No property is called so: a request with it is refused, and changes nothing."""
_SHOWN = 20


def is_signed_in() -> bool:
    """Whether there is a token to ask with."""
    return bool(os.environ.get(TOKEN, "").strip())


def unsigned() -> Remark:
    """What to say where there is none."""
    hint = Message("make an integration at {profile} (docs/notion.md)", {"profile": PROFILE})
    return Remark(NOTION, None, Message("{variable} is not set", {"variable": TOKEN}), hint)


def signed_in(notion: Notion) -> Sequence[Remark]:
    """Who the token belongs to, and what is shared with it."""
    try:
        me = notion.me()
        shared = [plain(one.get("title")) or str(one.get("id")) for one in notion.shared()]
    except Unreachable as error:
        return [Remark(NOTION, None, error.message, error.hint)]
    except ConnectorError as error:
        return [Remark(NOTION, False, error.message, error.hint)]
    bot = me.get("bot")
    space = bot.get("workspace_name") if isinstance(bot, dict) else None
    name = integration(me.get("name"))
    where = {"integration": name, "workspace": space}
    who = Message("{integration} in the workspace “{workspace}”", where) if space else name
    return [Remark(NOTION, True, who), _shared(name, shared)]


def _shared(name: Message, titles: Sequence[str]) -> Remark:
    if not titles:
        return Remark(
            NOTION,
            None,
            Message("no database is shared with it"),
            Message(
                "open a database, then ··· → Connections → {integration}", {"integration": name}
            ),
        )
    listed, rest = {"titles": ", ".join(sorted(titles)[:_SHOWN])}, len(titles) - _SHOWN
    if rest <= 0:
        return Remark(NOTION, True, Message("shared with it: {titles}", listed))
    more = Message("shared with it: {titles}, and {rest} more", {**listed, "rest": rest})
    return Remark(NOTION, True, more)


def access(notion: Notion, text: str, snapshot: Snapshot) -> Iterator[Remark]:
    """Which capabilities are missing: asked with requests that can't change anything."""
    properties: dict[str, Any] = {NOWHERE: {"rich_text": []}}
    source = next(iter(recall(snapshot.memory).sources.values()))
    # Without a row the data source itself is asked about: the capability is the same.
    page = source.pages[0].id if source.pages else None
    yield _may(
        text,
        (lambda: notion.update(page, properties)) if page else notion.me,
        Message("the integration may write to it"),
    )
    yield _may(text, notion.people, Message("the integration may read people's names"))


def _may(name: str, ask: Callable[[], object], good: Message) -> Remark:
    try:
        ask()
    except (Rejected, Missing):
        return Remark(name, True, good)
    except ConnectorError as error:
        return Remark(name, None, error.message, error.hint)
    return Remark(name, True, good)
