"""Where a key may be sent: to Google's own hosts, or to the root that the environment names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from okrsync.connector import Unconfigured
from okrsync.http import service_root
from okrsync.http.redaction import redacted
from okrsync.i18n import Message, verbatim

ROOT = "https://sheets.googleapis.com"
VARIABLE = "OKRSYNC_GOOGLE_API_URL"
GOOGLE_TOKENS = "https://oauth2.googleapis.com/token"
GOOGLE_PAGE = "https://accounts.google.com/o/oauth2/auth"
_ADDRESS = re.compile(
    r"(https?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::(\d{1,5}))?(?:/[^\s\\?#]*)?"
)
_UNIVERSE = "googleapis.com"
SUSPICIOUS_FILE = Message(
    "make a new key in the Google Cloud console, and check where this file came from"
)


def root() -> str:
    """Where the API is. Raises Unconfigured for an address that isn't safe."""
    return service_root(VARIABLE, ROOT)


def require_known_hosts(info: Mapping[str, Any], path: Path) -> None:
    """Every address that would be given a token is Google's. Where the subject's own token comes
    from (`credential_source`) is the machine's business."""
    require_universe(info, path)
    for name, value in info.items():
        if isinstance(value, dict) and name != "credential_source":
            require_known_hosts(value, path)
        elif name.endswith(("_url", "_uri")) and isinstance(value, str):
            _known_address(value, path)


def require_universe(info: Mapping[str, Any], path: Path) -> None:
    """google-auth makes addresses out of a file's universe: only Google's own is known here."""
    if info.get("universe_domain") not in (None, _UNIVERSE):
        raise Unconfigured(
            Message(
                "{path} is for another Google Cloud universe than {universe}, where Google Sheets "
                "is",
                {"path": path, "universe": _UNIVERSE},
            ),
            hint=SUSPICIOUS_FILE,
        )


def token_uri(info: Mapping[str, Any], path: Path) -> str:
    """Where the key may be sent: to Google, or to the root that the environment names."""
    text = str(info.get("token_uri") or (GOOGLE_TOKENS if root() == ROOT else f"{root()}/token"))
    return _known_address(text, path)


def checked_addresses(client: Mapping[str, str], path: Path) -> Mapping[str, str]:
    """An OAuth client with both of its addresses, each Google's. Raises Unconfigured."""
    page = GOOGLE_PAGE if root() == ROOT else f"{root()}/o/oauth2/auth"
    asked = _known_address(str(client.get("auth_uri") or page), path)
    return {**client, "auth_uri": asked, "token_uri": token_uri(client, path)}


def _known_address(text: str, path: Path) -> str:
    """An address of Google or of the root in force. Raises Unconfigured for any other.

    Only plain spellings pass: readers of addresses disagree about where a host ends in others.
    """
    address = _ADDRESS.fullmatch(text)
    scheme, host, port = address.groups() if address else ("", "", "")
    if scheme == "https" and port in (None, "443") and _is_google(host):
        return text
    own = urlsplit(root())
    if root() != ROOT and (scheme, host.strip("[]").lower()) == (own.scheme, own.hostname):
        return text
    raise Unconfigured(
        Message(
            "{path} would send its key to {host}, which is not Google",
            {"path": path, "host": _host_shown(text)},
        ),
        hint=SUSPICIOUS_FILE,
    )


def _is_google(host: str) -> bool:
    """Hosts that hand out tokens. Not all of google.com: anybody can have a page on some of it."""
    name = host.lower()
    return name in (_UNIVERSE, "accounts.google.com") or name.endswith(f".{_UNIVERSE}")


def _host_shown(text: str) -> Message:
    """The host as far as it can be told, without what may be a password before it."""
    place = re.split(r"[/?#\\\s]", text.partition("://")[2], maxsplit=1)[0]
    host = redacted(place.rpartition("@")[2])
    return verbatim(host) if host else Message("an unknown host")
