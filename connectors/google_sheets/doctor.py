"""What `okrsync doctor` says of Google: who we are to it, and what we may do with a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from connectors.google_sheets.address import quoted
from connectors.google_sheets.auth.credentials import sign_in
from connectors.google_sheets.errors import RequestRejected
from okrsync.connector import Denied, Location, Remark, Unconfigured
from okrsync.http import Unclear
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.google_sheets.api import Sheets

NAME = "Google Sheets"


def signed_in() -> Sequence[Remark]:
    """Who this machine is to Google; nothing is sent."""
    try:
        who = sign_in(write=False)
    except Unconfigured as error:
        return [Remark(NAME, None, error.message, error.hint)]
    if who.is_service:
        share = Message("as {who}: share each sheet with this address, as an editor")
        return [Remark(NAME, True, share.filled(who=who.who))]
    own = Message("with a person's own account: okrsync may open what they may open")
    return [Remark(NAME, True, own)]


def access(sheets: Sheets, location: Location) -> Sequence[Remark]:
    """Whether the sheet may be written to: asked with a write that leaves every cell as it is."""
    name = location.text
    try:
        tabs = sheets.get("sheets.properties(title,sheetType)").get("sheets") or ()
        titles = [tab["properties"]["title"] for tab in tabs]
        # null leaves a cell alone; what is not allowed is refused all the same.
        untouched = [{"range": f"{quoted(titles[0])}!A1", "values": [[None]]}]
        sheets.values_batch_update({"valueInputOption": "RAW", "data": untouched})
    except Denied as error:
        return [Remark(name, None, error.message, error.hint)]
    except RequestRejected as error:
        if not error.protected:
            return [Remark(name, None, error.message, error.hint)]
    except Unclear as error:
        return [Remark(name, None, error.message, error.hint)]
    return [Remark(name, True, Message("{who} may write to it", {"who": sheets.who.who}))]
