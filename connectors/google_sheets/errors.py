"""What Google answers when it says no, as an error that says what to do about it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from okrsync.connector import (
    ConnectorError,
    Denied,
    Missing,
    Refused,
    Unreachable,
)
from okrsync.http import Trouble, reason, retry_after, unreadable
from okrsync.i18n import Message
from okrsync.table import Barred, PlacedColumn, Unplaced

GOOGLE = "Google Sheets"
GOOGLE_OAUTH = "Google OAuth"
"""Where sign-ins become tokens, as messages call it."""
LATER = Message("try again later")
RERUN = Message("run it again")
LOOK_AND_RERUN = Message("look at the sheet, then run it again")
TAB_DELETED = Message("the tab “{tab}” was deleted while okrsync was writing to it")
RATES = frozenset({"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"})
_WHICH = re.compile(r"Invalid (?:requests|data)\[(\d{1,6})\](?:\.(\w+))?", re.ASCII)
_PASSING = frozenset({408, 500, 502, 503, 504})


class RequestRejected(Refused):
    """A request that doesn't fit the sheet as it is now; nothing was written.

    `protected` says that it touched a protected cell, `full` that the spreadsheet has no room.
    `request` is the place, in the list that was sent, of what was refused, `kind` its name; None
    and empty where Google doesn't say.
    """

    code = "rejected"
    protected = False
    full = False
    request: int | None = None
    kind = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom and for what a request was made: what the messages name."""

    spreadsheet: str
    who: Message
    is_service: bool
    effect: str


def trouble_of(
    status: int, headers: Mapping[str, str], body: object, asked: Asked
) -> Trouble | ConnectorError:
    """A refused request as trouble that may pass, or as the error that it is."""
    error = _error(body)
    if not isinstance(body, Mapping) and status < 500 and status not in _PASSING | {429}:
        return Trouble(unreadable(GOOGLE), applied=True)
    reasons = _reasons(error)
    if status == 429 or (status == 403 and reasons & RATES):
        busy = Unreachable(
            Message("Google Sheets: too many requests in a minute"),
            hint=Message(
                "try again in a few minutes; everybody who uses this Google Cloud project shares "
                "the quota"
            ),
        )
        return Trouble(busy, quota=True, after=retry_after(headers))
    if status in _PASSING or status >= 500:
        answered = Message("Google Sheets answered with an error of its own ({status})")
        down = Unreachable(answered.filled(status=status), hint=LATER)
        return Trouble(down, applied=True, after=retry_after(headers))
    return _refusal(status, error, reasons, asked)


def _error(body: object) -> Mapping[str, Any]:
    error = body.get("error") if isinstance(body, Mapping) else None
    return error if isinstance(error, Mapping) else {}


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
    said = str(error.get("message") or "")
    about = {"spreadsheet": asked.spreadsheet, "who": asked.who}
    if status == 401:
        return Denied(
            Message("Google Sheets does not accept the sign-in of {who}", about),
            hint=Message(
                "the key or sign-in has expired or was revoked: make a new key, or sign in again"
            ),
        )
    if status == 403:
        return _forbidden(error, reasons, asked)
    if status == 404:
        return Missing(
            Message("there is no spreadsheet {spreadsheet}", about),
            hint=Message(
                "check the address; if it is right, share the spreadsheet with {who}", about
            ),
        )
    if error.get("status") == "FAILED_PRECONDITION" or "not supported for this document" in said:
        return Refused(
            Message("{spreadsheet} is an Office file (.xlsx) in Drive, not a Google Sheet", about),
            hint=Message(
                "open it and choose File → Save as Google Sheets, then use the new address"
            ),
        )
    return _rejected(said)


def _rejected(said: str) -> RequestRejected:
    doesnt_fit = Message("Google Sheets can't do this with the sheet as it is: {reason}")
    rejected = RequestRejected(doesnt_fit.filled(reason=_why(said)))
    rejected.protected = "protected" in said.lower()
    rejected.full = "above the limit of" in said
    which = _WHICH.match(said)
    if which:
        rejected.request, rejected.kind = int(which[1]), which[2] or ""
    return rejected


_KNOWN_REASONS = {
    "protected cell": Message("a cell is protected"),
    "exceeds grid limits": Message("a cell lies outside the sheet"),
    "Unable to parse range": Message("there is no such tab or range"),
    "No grid with": Message("there is no such tab"),
}


def _why(said: str) -> Message:
    """What was wrong, without what stands in cells: a message may quote a value."""
    for known, why in _KNOWN_REASONS.items():
        if known in said:
            return why
    return reason(said, ':"')


def _forbidden(error: Mapping[str, Any], reasons: set[str], asked: Asked) -> ConnectorError:
    if "SERVICE_DISABLED" in reasons or "accessNotConfigured" in reasons:
        return Denied(
            Message("the Google Sheets API is not enabled for the project that the key belongs to"),
            hint=Message("enable it: {link}, then wait a few minutes", {"link": _link(error)}),
        )
    if reasons & {"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"}:
        return _scope_missing(asked)
    if reasons & {"storageQuotaExceeded", "teamDriveFileLimitExceeded"}:
        return Refused(
            Message("the Drive that holds the spreadsheet is full"),
            hint=Message("make room in it"),
        )
    return _not_shared(asked)


def _scope_missing(asked: Asked) -> Denied:
    if asked.effect == "write":
        message = Message("{who} may not change spreadsheets: the permission (scope) is missing")
    else:
        message = Message("{who} may not read spreadsheets: the permission (scope) is missing")
    return Denied(
        message.filled(who=asked.who),
        hint=Message(
            "sign in again and allow access to Google Sheets (scope "
            "https://www.googleapis.com/auth/spreadsheets)"
        ),
    )


def _not_shared(asked: Asked) -> Denied:
    if asked.effect == "write":
        message = Message("{who} may not write to spreadsheet {spreadsheet}")
        hint = Message("share the spreadsheet with {who} as an editor")
    else:
        message = Message("{who} may not read spreadsheet {spreadsheet}")
        hint = Message("share the spreadsheet with {who} as a viewer")
    hint = hint.filled(who=asked.who)
    if asked.is_service:
        hint = Message("{share} (Share button; no need to notify)", {"share": hint})
    return Denied(message.filled(who=asked.who, spreadsheet=asked.spreadsheet), hint=hint)


def _link(error: Mapping[str, Any]) -> str:
    for detail in error.get("details") or ():
        for link in detail.get("links") or ():
            url = str(link.get("url") or "")
            if url.startswith("https://console.") and ".google.com/" in url:
                return url
    return "https://console.cloud.google.com/apis/library/sheets.googleapis.com"


def protected_denied(who: Message, tab: str | None = None) -> Denied:
    """A refusal of a whole run for a protected tab, or for one that nobody knows."""
    if tab is not None:
        message = _PROTECTED_TAB.filled(tab=tab, who=who)
    else:
        message = Message("a part of the spreadsheet is protected: {who} may not write to it")
    return Denied(message.filled(who=who), hint=_grant(who))


def barred_tab(key: str, name: str, who: Message) -> Barred:
    """A tab that may not be written while others may."""
    return Barred(key, _PROTECTED_TAB.filled(tab=name, who=who), _grant(who))


def unplaced_protected(placed: PlacedColumn, who: Message) -> Unplaced:
    """A column that protection keeps out."""
    return Unplaced(
        placed.column,
        Message("the tab is protected: {who} may not add columns to it", {"who": who}),
        Message("{grant}, or add the column yourself", {"grant": _grant(who)}),
    )


def unplaced_full(placed: PlacedColumn) -> Unplaced:
    """A column for which the spreadsheet has no cells left."""
    return Unplaced(
        placed.column,
        Message("the spreadsheet is full, so the tab can't get another column"),
        Message(
            "delete blank rows and columns in it (Google allows 10 million cells a spreadsheet and "
            "18,278 columns a tab)"
        ),
    )


_PROTECTED_TAB = Message("the tab “{tab}” is protected: {who} may not write to it")


def _grant(who: Message) -> Message:
    return Message(
        "let {who} edit there (Data → Protect sheets and ranges → Change permissions)",
        {"who": who},
    )
