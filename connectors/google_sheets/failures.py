"""What Google answers when it says no, as an error that says what to do about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from okrsync.connector import (
    ConnectorError,
    Denied,
    Malformed,
    Missing,
    Refused,
    Unreachable,
)
from okrsync.transport import Trouble, redacted, retry_after

GOOGLE = "Google Sheets"
RATES = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_PASSING = frozenset({408, 500, 502, 503, 504})


class Rejected(Refused):
    """A request that doesn't fit the sheet as it is now; nothing was written.

    `protected` says that it touched a protected cell.
    """

    code = "rejected"
    protected = False


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and for what a request was made: what the messages name."""

    document: str
    who: str
    is_service: bool
    effect: str


def trouble_of(
    status: int, headers: Mapping[str, str], body: object, asked: Asked
) -> Trouble | ConnectorError:
    """A refused request as trouble that may pass, or as the error that it is."""
    error = _error(body)
    reasons = _reasons(error)
    if status == 429 or (status == 403 and reasons & RATES):
        busy = Unreachable(
            f"{GOOGLE}: too many requests in a minute",
            hint="try again in a few minutes; the quota is shared by all that use this project",
        )
        return Trouble(busy, quota=True, after=retry_after(headers))
    if status in _PASSING or status >= 500:
        down = Unreachable(f"{GOOGLE} answered with an error of its own ({status})", hint=LATER)
        return Trouble(down, applied=True, after=retry_after(headers))
    return _refusal(status, error, reasons, asked)


LATER = "try again later"


def _error(body: object) -> Mapping[str, Any]:
    found = body.get("error") if isinstance(body, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _reasons(error: Mapping[str, Any]) -> set[str]:
    entries = [*(error.get("details") or ()), *(error.get("errors") or ())]
    return {
        str(entry["reason"])
        for entry in entries
        if isinstance(entry, Mapping) and "reason" in entry
    }


def _refusal(
    status: int, error: Mapping[str, Any], reasons: set[str], asked: Asked
) -> ConnectorError:
    said = redacted(str(error.get("message") or ""))
    if status == 401:
        return Denied(
            f"{GOOGLE} does not accept the sign-in of {asked.who}",
            hint="the key or sign-in was revoked or has expired: make a new key, or sign in again",
        )
    if status == 403:
        return _forbidden(error, reasons, asked)
    if status == 404:
        return Missing(
            f"there is no spreadsheet {asked.document}",
            hint=f"look at the address; if it is right, share the spreadsheet with {asked.who}",
        )
    if error.get("status") == "FAILED_PRECONDITION" or "not supported for this document" in said:
        return Refused(
            f"{asked.document} is an Office file (.xlsx) in Drive and no Google Sheet",
            hint="open it and choose File → Save as Google Sheets, then use the new address",
        )
    rejected = Rejected(f"{GOOGLE} can't do this with the sheet as it is: {_shape(said)}")
    rejected.protected = "protected" in said.lower()
    return rejected


def _shape(said: str) -> str:
    """What was wrong, without what stands in cells: a message may quote a value."""
    for known in ("protected cell", "exceeds grid limits", "Unable to parse range", "No grid with"):
        if known in said:
            return known
    return said.partition(":")[0].partition('"')[0].strip()[:80] or "it gave no reason"


def _forbidden(error: Mapping[str, Any], reasons: set[str], asked: Asked) -> ConnectorError:
    if "SERVICE_DISABLED" in reasons or "accessNotConfigured" in reasons:
        return Denied(
            "the Google Sheets API is not enabled for the project that the key belongs to",
            hint=f"enable it: {_link(error)}, then wait a few minutes",
        )
    if reasons & {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}:
        return Denied(
            f"the sign-in of {asked.who} may not {_doing(asked)} spreadsheets: "
            "the permission (scope) is missing",
            hint="sign in again and allow access to Google Sheets "
            "(scope https://www.googleapis.com/auth/spreadsheets)",
        )
    if reasons & {"storageQuotaExceeded", "teamDriveFileLimitExceeded"}:
        return Refused("the Drive that holds the spreadsheet is full", hint="make room in it")
    role = "an editor" if asked.effect == "write" else "a reader"
    wanted = f"share the spreadsheet with {asked.who} as {role}"
    if asked.is_service:
        wanted += " (Share button; notifying is not needed)"
    return Denied(f"{asked.who} may not {_doing(asked)} spreadsheet {asked.document}", hint=wanted)


def _doing(asked: Asked) -> str:
    return "write to" if asked.effect == "write" else "read"


def _link(error: Mapping[str, Any]) -> str:
    for detail in error.get("details") or ():
        for link in detail.get("links") or ():
            url = str(link.get("url") or "")
            if url.startswith("https://console.") and ".google.com/" in url:
                return url
    return "https://console.cloud.google.com/apis/library/sheets.googleapis.com"


def unreadable() -> Malformed:
    """An answer that is no JSON: a page of a machine in between, or half an answer."""
    return Malformed(
        f"{GOOGLE} gave an answer that can't be read (no complete JSON)",
        hint="a proxy or sign-in page may stand in between; try again later",
    )
