"""What `okrsync doctor` says of Google: who we are to it, and what we may do with a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from connectors.google_sheets.failures import Rejected
from connectors.google_sheets.ranges import quoted
from connectors.google_sheets.signin import sign_in
from okrsync.connector import Denied, Location, Remark, Unconfigured
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.google_sheets.client import Sheets

NAME = "Google sign-in"


def signed_in() -> Sequence[Remark]:
    """Who this machine is to Google; nothing is sent."""
    try:
        who = sign_in(write=False)
    except Unconfigured as error:
        return [Remark(NAME, None, error.message, error.hint)]
    if who.is_service:
        said = f"as {who.who}: share each sheet with this address, as an editor"
        return [Remark(NAME, True, said)]
    return [Remark(NAME, True, "with a person's own account: what they may open, okrsync may")]


def access(sheets: Sheets, location: Location) -> Sequence[Remark]:
    """Whether the sheet may be written to: asked with a write that leaves every cell as it is."""
    name = f"{location.text}: writing"
    try:
        tabs = sheets.get("sheets.properties(title,sheetType)").get("sheets") or ()
        titles = [tab["properties"]["title"] for tab in tabs]
        # null leaves a cell alone; what is not allowed is refused all the same.
        untouched = [{"range": f"{quoted(titles[0])}!A1", "values": [[None]]}]
        sheets.put({"valueInputOption": "RAW", "data": untouched})
    except Denied as error:
        return [Remark(name, None, error.message, error.hint)]
    except Rejected as error:
        if not error.protected:
            return [Remark(name, None, error.message, error.hint)]
    except Unclear as error:
        return [Remark(name, None, error.message, error.hint)]
    return [Remark(name, True, f"{sheets.who.who} may write to it")]
