"""What Notion answers when it says no, as an error that says what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from okrsync.connector import ConnectorError, Denied, Missing, Refused, Unreachable
from okrsync.http import Trouble, Unclear, reason, retry_after, unreadable
from okrsync.i18n import Message

NOTION = "Notion"
QUOTES = '`"'
"""The marks behind which Notion quotes what stands in a cell."""
LATER = Message("try again later")
NOT_KEPT = Message("Notion did not keep the value")
LOOK_AT_PROPERTIES = Message("look at the database's properties, then run it again")
THIS_INTEGRATION = Message("this integration")
PROFILE = "notion.so/profile/integrations"
_NAMED = re.compile(r'your integration "([^"]+)"')
_BLOCKED = "public_api_request_blocked"
_CAPABILITIES = {
    "read": "Read content",
    "write": "Update content",
    "create": "Insert content",
    "people": "Read user information",
}


class Rejected(Refused):
    """A request that doesn't fit the database or page as it is now; nothing was written.

    `said` is the service's own reason.
    """

    code = "rejected"

    def __init__(self, message: Message, *, said: str = "", hint: Message | None = None) -> None:
        super().__init__(message, hint=hint)
        self.said = said


class Forbidden(Denied):
    """This integration may not do it here: a capability, or the right to edit, is missing."""


class Committed(Unclear):
    """The service saved the write and could not say so: it must not be sent again.

    `resource` is the id of what was created, where the service tells.
    """

    code = "committed"

    def __init__(self, message: Message, resource: str | None) -> None:
        super().__init__(message, hint=LATER)
        self.resource = resource


@dataclass(frozen=True, slots=True)
class Said:
    """An answer that is no success, as far as it could be read."""

    status: int
    code: str = ""
    message: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)
    readable: bool = True

    @property
    def final(self) -> bool:
        """Whether the service asks that the write is not sent again."""
        guidance = self.more.get("retry_guidance") or ()
        lines = [guidance] if isinstance(guidance, str) else guidance
        return any("do not repeat" in str(line).lower() for line in lines)


def trouble_of(said: Said, doing: str, what: Message) -> Trouble | ConnectorError:
    """A refused request as trouble that may pass, or as the error that it is.

    `doing` is read, write, create or people; `what` names what was asked for.
    """
    answer = {"status": said.status}
    if said.status == 429:
        return _too_many(said)
    if said.status in (409, 529):
        busy = Unreachable(
            Message("Notion is busy with something else ({status})", {"status": said.status}),
            hint=LATER,
        )
        return Trouble(busy, after=_after(said))
    if said.final and doing in ("write", "create"):
        resource = said.more.get("committed_resource_id")
        return Committed(
            Message("Notion saved a change and could not show it ({status})", answer),
            resource if isinstance(resource, str) else None,
        )
    if said.status == 408 or said.status >= 500:
        down = Unreachable(
            Message("Notion answered with an error of its own ({status})", answer), hint=LATER
        )
        return Trouble(down, applied=True, after=_after(said))
    if not said.readable:
        return Trouble(unreadable(NOTION), applied=True)
    return _refusal(said, doing, what)


def _too_many(said: Said) -> Trouble | ConnectorError:
    if _BLOCKED in (said.code, said.more.get("rate_limit_reason")):
        return Denied(
            Message("Notion has blocked this integration's requests for now"),
            hint=Message(
                "look at the integration's page in Notion, or ask Notion's support; "
                "asking again does not help"
            ),
        )
    busy = Unreachable(
        Message("Notion: too many requests in a minute"),
        hint=Message("try again in a few minutes; the whole workspace shares one limit"),
    )
    return Trouble(busy, quota=True, after=_after(said))


def _after(said: Said) -> float | None:
    found = retry_after(said.headers)
    if found is None and (told := said.more.get("retry_after")) is not None:
        found = retry_after({"Retry-After": str(told)})
    return found


def _refusal(said: Said, doing: str, what: Message) -> ConnectorError:
    if said.status == 401:
        return Denied(
            Message("Notion does not accept the token"),
            hint=Message(
                "copy the integration's secret anew ({profile}) and put it in NOTION_TOKEN",
                {"profile": PROFILE},
            ),
        )
    if said.status == 403:
        return _forbidden(said, doing)
    if said.status == 404:
        named = _NAMED.search(said.message)
        name = named[1] if named else None
        return Missing(
            Message(
                "there is no {what} that {integration} can see",
                {"what": what, "integration": integration(name)},
            ),
            hint=sharing(name),
        )
    if said.status == 413:
        return Refused(Message("Notion: what was to be written is too large (more than 500 KB)"))
    why = reason(said.message, QUOTES)
    return Rejected(
        Message(
            "Notion can't do this with {what} as it is: {reason}", {"what": what, "reason": why}
        ),
        said=said.message,
    )


def integration(name: str | None) -> Message:
    """The integration as people know it."""
    return Message("the integration “{name}”", {"name": name}) if name else THIS_INTEGRATION


def sharing(name: str | None) -> Message:
    """How a database is shared with an integration, and where its name stands if unknown."""
    if name:
        return Message(
            "share the original database with the integration: open it, then ··· → Connections "
            "→ “{name}”",
            {"name": name},
        )
    return Message(
        "share the original database with the integration: open it, then ··· → Connections → "
        "your integration; its name stands at {profile}",
        {"profile": PROFILE},
    )


def _forbidden(said: Said, doing: str) -> ConnectorError:
    if "block" in said.message.lower() and "limit" in said.message.lower():
        return Denied(
            Message("this workspace has reached its block limit: Notion adds no more pages to it"),
            hint=Message(
                "free workspaces with several members stop at 1,000 blocks: upgrade, "
                "or remove what is not needed"
            ),
        )
    capability = {"capability": _CAPABILITIES[doing], "profile": PROFILE}
    return Forbidden(
        Message(
            "the integration may not do this: its capability “{capability}” is missing", capability
        ),
        hint=Message("switch “{capability}” on at {profile}, then run it again", capability),
    )
