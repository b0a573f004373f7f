"""Signing in with a person's own account: their browser says yes, this machine listens for it.

Google's way for installed programs: a page in the browser, an answer to 127.0.0.1, a state that
nobody else knows, and a proof (PKCE) that the one who asks for the token is the one who began.
"""

from __future__ import annotations

import os
import sys
import warnings
import webbrowser
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from google_auth_oauthlib.flow import Flow
from oauthlib.oauth2.rfc6749.errors import OAuth2Error

from connectors.google_sheets.errors import GOOGLE_OAUTH
from okrsync.connector import Denied
from okrsync.http import LOOPBACK, ca_bundle, timeouts, unreachable, unreadable
from okrsync.http.waiting import OutOfTime, current
from okrsync.i18n import SPOKEN, Message

HOST = "127.0.0.1"
_TICK = 0.5
"""Seconds between two looks at the command's deadline."""
_INSECURE = "OAUTHLIB_INSECURE_TRANSPORT"
_RELAXED = "OAUTHLIB_RELAX_TOKEN_SCOPE"
DONE = Message("okrsync is signed in to Google. You can close this page.")
NOT_DONE = Message("okrsync was not signed in. You can close this page and look at the terminal.")
NOT_FOUND = Message("Not found.")


def ask(client: Mapping[str, Any], scopes: Sequence[str], show: Callable[[str], None]) -> Any:
    """Let a person say yes in their browser; google-auth's credentials of their account.

    `client` is the OAuth client as its file has it, its addresses checked. `show` is given the
    page's address. Raises Denied, Unreachable, and OutOfTime at the command's deadline.
    """
    flow = Flow.from_client_config({"installed": dict(client)}, scopes=list(scopes))
    with _Listener() as listener:
        flow.redirect_uri = listener.url
        with _oauthlib(flow.client_config["auth_uri"]):
            # offline and consent: else Google gives no lasting sign-in the second time.
            url, state = flow.authorization_url(access_type="offline", prompt="consent")
        show(url)
        _open(url)
        code = listener.code(state)
    return _exchanged(flow, code, scopes)


def _open(url: str) -> None:
    """The page in a browser of this desktop; a server has none, and no terminal is taken over."""
    desktop = sys.platform in ("darwin", "win32") or any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
    )
    if desktop:
        with suppress(webbrowser.Error):
            webbrowser.open(url)


def _exchanged(flow: Flow, code: str, scopes: Sequence[str]) -> Any:
    try:
        with _oauthlib(flow.client_config["token_uri"]):
            flow.oauth2session.register_compliance_hook("access_token_response", _readable)
            token = flow.fetch_token(
                code=code,
                include_client_id=True,
                timeout=timeouts(5.0, 30.0),
                verify=ca_bundle() or True,
            )
    except requests.exceptions.RequestException:
        raise unreachable(GOOGLE_OAUTH) from None
    except (OAuth2Error, ValueError) as error:
        # The error's own words may hold the code.
        raise Denied(
            Message("Google did not complete the sign-in ({kind})", {"kind": type(error).__name__}),
            hint=Message(
                "run okrsync auth google again; is the client's file still the right one?"
            ),
        ) from None
    granted = token.get("scope") or scopes
    if not set(scopes) <= set(granted.split() if isinstance(granted, str) else granted):
        raise Denied(
            Message("access to Google Sheets was not allowed"),
            hint=Message("run okrsync auth google again and tick the box for spreadsheets"),
        )
    return flow.credentials


def _readable(answer: requests.Response) -> requests.Response:
    """An answer of the token endpoint's. Raises Unreachable for a page of somebody else's."""
    try:
        content = answer.json()
    except ValueError:
        content = None
    if not isinstance(content, dict):
        raise unreadable(GOOGLE_OAUTH)
    return answer


@contextmanager
def _oauthlib(address: str) -> Iterator[None]:
    """oauthlib refuses http, which this machine itself may use, and warns of fewer scopes,
    which is told as an error of ours."""
    relaxed = {_RELAXED: "1"}
    if urlsplit(address).hostname in LOOPBACK:
        relaxed[_INSECURE] = "1"
    before = {name: os.environ.get(name) for name in relaxed}
    os.environ.update(relaxed)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _language(accepted: str | None) -> str:
    """The first language of the browser's list that messages are in, else English."""
    wanted = [each.strip()[:2].lower() for each in (accepted or "").split(",")]
    return next((language for language in wanted if language in SPOKEN), "en")


class _Answer(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 5

    def do_GET(self) -> None:
        """The browser comes back; anything else that asks is told nothing."""
        parts = urlsplit(self.path)
        given = {name: values[0] for name, values in parse_qs(parts.query).items()}
        known = parts.path == "/" and self.server.take(given)
        text = (DONE if "code" in given else NOT_DONE) if known else NOT_FOUND
        body = f"{text.say(_language(self.headers.get('Accept-Language')))}\n".encode()
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """A log would hold the code."""


class _Listener(HTTPServer):
    """Waits at a free port of this machine for the answer that knows the state."""

    timeout = _TICK

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Answer)
        self.state = ""
        self.given: Mapping[str, str] | None = None

    @property
    def url(self) -> str:
        """Where the browser is sent afterwards."""
        return f"http://{HOST}:{self.server_address[1]}/"

    def take(self, given: Mapping[str, str]) -> bool:
        """Whether this is the answer that is waited for."""
        if not self.state or given.get("state") != self.state:
            return False
        self.given = given
        return True

    def code(self, state: str) -> str:
        """What stands for the person's yes. Raises Denied, OutOfTime."""
        self.state = state
        waiter = current()
        while self.given is None:
            if waiter.remaining <= 0:
                raise OutOfTime(
                    Message(
                        "nobody signed in within the {seconds} seconds that this may take",
                        {"seconds": f"{waiter.seconds:g}"},
                    ),
                    hint=Message(
                        "run okrsync auth google again, or allow more time with --deadline"
                    ),
                )
            self.handle_request()
        if "code" not in self.given:
            raise Denied(
                Message("the sign-in was stopped in the browser"),
                hint=Message("run okrsync auth google again and allow access"),
            )
        return self.given["code"]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody who hangs up is no event."""
