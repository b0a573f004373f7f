"""What Notion answers when it says no, as an error that says what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from okrsync.connector import ConnectorError, Denied, Missing, Refused, Unreachable
from okrsync.transport import Trouble, Unclear, redacted, retry_after

NOTION = "Notion"
LATER = "try again later"
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

    def __init__(self, message: str, *, said: str = "", hint: str | None = None) -> None:
        super().__init__(message, hint=hint)
        self.said = said


class Committed(Unclear):
    """The service saved the write and could not say so: it must not be sent again.

    `resource` is the id of what was created, where the service tells.
    """

    code = "committed"

    def __init__(self, message: str, resource: str | None) -> None:
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

    @property
    def final(self) -> bool:
        """Whether the service asks that the write is not sent again."""
        guidance = self.more.get("retry_guidance") or ()
        lines = [guidance] if isinstance(guidance, str) else guidance
        return any("do not repeat" in str(line).lower() for line in lines)


def trouble_of(said: Said, doing: str, what: str) -> Trouble | ConnectorError:
    """A refused request as trouble that may pass, or as the error that it is.

    `doing` is read, write, create or people; `what` names what was asked for.
    """
    if said.status == 429:
        return _too_many(said)
    if said.status in (409, 529):
        busy = Unreachable(f"{NOTION} is busy with something else ({said.status})", hint=LATER)
        return Trouble(busy, after=_after(said))
    if said.final and doing in ("write", "create"):
        resource = said.more.get("committed_resource_id")
        return Committed(
            f"{NOTION} saved a change and could not show it ({said.status})",
            resource if isinstance(resource, str) else None,
        )
    if said.status == 408 or said.status >= 500:
        down = Unreachable(
            f"{NOTION} answered with an error of its own ({said.status})", hint=LATER
        )
        return Trouble(down, applied=True, after=_after(said))
    return _refusal(said, doing, what)


def _too_many(said: Said) -> Trouble | ConnectorError:
    if _BLOCKED in (said.code, said.more.get("rate_limit_reason")):
        return Denied(
            f"{NOTION} has blocked this integration's requests for now",
            hint="look at the integration's page in Notion, or ask Notion's support; "
            "asking again does not help",
        )
    busy = Unreachable(
        f"{NOTION}: too many requests in a minute",
        hint="try again in a few minutes; the whole workspace shares one limit",
    )
    return Trouble(busy, quota=True, after=_after(said))


def _after(said: Said) -> float | None:
    found = retry_after(said.headers)
    if found is None and (told := said.more.get("retry_after")) is not None:
        found = retry_after({"Retry-After": str(told)})
    return found


def _refusal(said: Said, doing: str, what: str) -> ConnectorError:
    if said.status == 401:
        return Denied(
            f"{NOTION} does not accept the token",
            hint="copy the integration's secret anew (notion.so/profile/integrations) "
            "and put it in NOTION_TOKEN",
        )
    if said.status == 403:
        return _forbidden(said, doing)
    if said.status == 404:
        return Missing(
            f"there is no {what} that this integration can see",
            hint="share the original database with the integration (··· → Connections)",
        )
    if said.status == 413:
        return Refused(f"{NOTION}: what was to be written is too large (more than 500 KB)")
    reason = redacted(said.message)
    return Rejected(
        f"{NOTION} can't do this with {what} as it is: {_shape(reason)}", said=said.message
    )


def _forbidden(said: Said, doing: str) -> ConnectorError:
    if "block" in said.message.lower() and "limit" in said.message.lower():
        return Denied(
            "this workspace has reached its block limit: Notion adds no more pages to it",
            hint="free workspaces with several members stop at 1,000 blocks: upgrade, "
            "or remove what is not needed",
        )
    capability = _CAPABILITIES[doing]
    return Denied(
        f"the integration may not do this: its capability “{capability}” is missing",
        hint=f"switch “{capability}” on at notion.so/profile/integrations, then run it again",
    )


def _shape(said: str) -> str:
    """What was wrong, without what stands in cells: a message may quote a value."""
    return said.partition("`")[0].partition('"')[0].strip()[:120] or "it gave no reason"


def unreadable() -> Unreachable:
    """An answer that is no JSON object: a page of a machine in between, or half an answer."""
    return Unreachable(
        f"{NOTION} gave an answer that can't be read (no complete JSON)",
        hint="a proxy or sign-in page may stand in between; try again later",
    )
