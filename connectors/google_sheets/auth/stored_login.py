"""A person's sign-in, kept in a file that only they can read."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from connectors.google_sheets.auth.credentials import (
    READ,
    WRITE,
    credentials_info,
    stored_path,
)
from connectors.google_sheets.auth.trusted_hosts import checked_addresses
from okrsync.connector import Unconfigured
from okrsync.i18n import Message, verbatim

CLIENT = Message(
    "make an OAuth client of the kind “Desktop app” in the Google Cloud console "
    "(APIs & Services → Credentials), download its JSON file and name it: "
    "okrsync auth google --client FILE"
)
PERMISSIONS = "https://myaccount.google.com/permissions"


def sign_in(client: Path | None, show: Callable[[str], None], *, write: bool) -> Message:
    """Let a person sign in and keep it; what to say. `client` may be left out once one is known.

    Raises Unconfigured, Denied, Unreachable, OutOfTime.
    """
    known = _client(client)
    from connectors.google_sheets.auth.browser_login import ask  # noqa: PLC0415 -- only to sign in

    made = ask(known, [WRITE if write else READ], show)
    path = stored_path()
    _keep(
        path,
        {
            "type": "authorized_user",
            "client_id": known["client_id"],
            "client_secret": known["client_secret"],
            "refresh_token": made.refresh_token,
            "auth_uri": known["auth_uri"],
            "token_uri": known["token_uri"],
            "scopes": [WRITE if write else READ],
        },
    )
    return Message(
        "Signed in to Google Sheets; kept in {path}. An app that is still “in testing” loses its "
        "sign-in after seven days: publish it to keep it (OAuth consent screen).",
        {"path": path},
    )


def sign_out() -> Message:
    """Forget a person's sign-in; what to say."""
    path = stored_path()
    try:
        path.unlink()
    except FileNotFoundError:
        return Message("Nobody was signed in to Google Sheets.")
    except OSError as error:
        raise Unconfigured(
            Message("{path} can't be removed ({reason})", _about(path, error))
        ) from error
    return Message(
        "Signed out of Google Sheets. To withdraw okrsync's access at Google too: {link}",
        {"link": PERMISSIONS},
    )


def _client(file: Path | None) -> Mapping[str, str]:
    """The OAuth client that asks: of the named file, else of the last sign-in."""
    path = file.expanduser() if file else stored_path()
    if not path.is_file():
        if file:
            raise Unconfigured(Message("there is no file {path}", {"path": path}), hint=CLIENT)
        raise Unconfigured(
            Message("signing in needs an OAuth client of your own, once"), hint=CLIENT
        )
    info = credentials_info(path)
    kind = "installed" if "installed" in info else "web"
    if kind == "web" and "web" in info:
        raise Unconfigured(
            Message("{path} holds an OAuth client for web servers", {"path": path}), hint=CLIENT
        )
    client = info.get("installed", info)
    names = ("client_id", "client_secret")
    if not isinstance(client, dict) or not all(isinstance(client.get(n), str) for n in names):
        raise Unconfigured(Message("{path} holds no OAuth client", {"path": path}), hint=CLIENT)
    return checked_addresses(client, path)


def _keep(path: Path, content: Mapping[str, Any]) -> None:
    """Write it whole or not at all; mkstemp makes a file that only its owner can read."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, temporary = tempfile.mkstemp(prefix=".okrsync-", dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            json.dump(content, stream)
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        raise Unconfigured(
            Message("{path} can't be written ({reason})", _about(path, error))
        ) from error


def _about(path: Path, error: OSError) -> Mapping[str, object]:
    """The file and the system's own words."""
    return {"path": path, "reason": verbatim(error.strerror or type(error).__name__)}
