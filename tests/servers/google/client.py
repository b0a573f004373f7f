"""A real gspread client that talks to the loopback server: for the server's own tests."""

from __future__ import annotations

from typing import Any

import gspread
from google.oauth2.credentials import Credentials
from gspread.http_client import HTTPClient

from tests.servers.google.server import PERSON, GoogleServer

ROOTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")


def client(server: GoogleServer, who: str = PERSON, *scopes: str) -> gspread.Client:
    """gspread, signed in as that account."""
    return authorised(server, Credentials(token=server.token(who, *scopes)))  # type: ignore[no-untyped-call]  # google-auth leaves it untyped


def authorised(server: GoogleServer, credentials: Any) -> gspread.Client:
    """gspread with these credentials, its roots replaced by the server's."""

    class Here(HTTPClient):
        def request(self, method: Any, endpoint: str, *args: Any, **more: Any) -> Any:
            for root in ROOTS:
                if endpoint.startswith(root):
                    endpoint = server.url + endpoint.removeprefix(root)
            return super().request(method, endpoint, *args, **more)

    return gspread.authorize(credentials, http_client=Here)
