"""gspread's HTTP client behind the one door: counted, paced, retried, its errors ours.

Imported on use only: gspread and requests are heavy.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import gspread
import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession
from google.auth.transport.requests import Request as SignInRequest
from gspread.http_client import HTTPClient
from requests.adapters import HTTPAdapter
from requests.exceptions import InvalidSchema, InvalidURL
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError

from connectors.google_sheets.auth.credentials import SignIn, refused, sign_in
from connectors.google_sheets.auth.trusted_hosts import root
from connectors.google_sheets.errors import (
    GOOGLE,
    GOOGLE_OAUTH,
    LATER,
    Asked,
    trouble_of,
)
from okrsync.connector import Unreachable
from okrsync.http import (
    MINUTE,
    Effect,
    Trouble,
    alone,
    ca_bundle,
    no_proxy_like_that,
    persist,
    sent,
    timeouts,
    unreachable,
    unreadable,
)
from okrsync.http.quotas import limited
from okrsync.i18n import Message

ROOTS = ("https://sheets.googleapis.com", "https://www.googleapis.com")
TIMEOUTS = (5.0, 185.0)
"""Seconds to connect and to wait: Google itself gives up after 180."""
A_MINUTE = 55
"""Requests of a kind: below the 60 that a user has, since others may use the same key."""
_SESSIONS = 8

Json = Mapping[str, Any]
Result = TypeVar("Result")


class _Counted(HTTPAdapter):
    """Notes each request that is really sent."""

    def __init__(self) -> None:
        super().__init__(max_retries=0)

    def send(self, request: requests.PreparedRequest, *args: Any, **more: Any) -> requests.Response:
        sent(_effect(request))
        return super().send(request, *args, **more)


def _effect(request: requests.PreparedRequest) -> Effect:
    if "/v4/spreadsheets" not in (request.url or ""):
        return "other"
    return "read" if request.method == "GET" else "write"


class _SignIn(SignInRequest):
    """Sign-in without google-auth's own retries: what may pass is left to the one retry layer."""

    def __call__(self, url: str, method: str = "GET", *args: Any, **more: Any) -> Any:
        more["timeout"] = timeouts(*TIMEOUTS)
        answer = super().__call__(url, method, *args, **more)  # type: ignore[no-untyped-call] # google-auth is untyped
        if answer.status == 429 or answer.status >= 500:
            answered = Message("Google's sign-in answered with an error ({status})")
            error = Unreachable(answered.filled(status=answer.status), hint=LATER)
            raise Trouble(error, quota=answer.status == 429)
        # Tokens come as JSON; a machine's own data (GET) may be plain text.
        if method == "POST" and not _is_object(answer.data):
            raise Trouble(unreadable(GOOGLE_OAUTH))
        return answer


class _No(Exception):
    """An answer that is no success, whatever it holds: gspread's own error wants certain keys."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class _Http(HTTPClient):
    """gspread's client with another root. Idempotent: an address that was replaced stays."""

    root = ROOTS[0]

    def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> requests.Response:
        """The answer to a request of gspread's. Raises _No for one that is no success."""
        for google in ROOTS:
            if endpoint.startswith(google) and self.root != ROOTS[0]:
                endpoint = self.root + endpoint.removeprefix(google)
        more["timeout"] = timeouts(*TIMEOUTS)
        answer: requests.Response = self.session.request(method, endpoint, *args, **more)
        if not answer.ok:
            raise _No(answer)
        return answer


_LOCAL = threading.local()


def _http(who: SignIn) -> HTTPClient:
    """A client of this sign-in, kept by thread: a session can't be shared between threads."""
    kept: dict[tuple[str, ...], HTTPClient] | None = getattr(_LOCAL, "kept", None)
    if kept is None:
        kept = _LOCAL.kept = {}
    if who.key not in kept:
        while len(kept) >= _SESSIONS:
            kept.pop(next(iter(kept))).session.close()
        kept[who.key] = _new(who)
    return kept[who.key]


def _new(who: SignIn) -> HTTPClient:
    auth = requests.Session()
    session = AuthorizedSession(  # type: ignore[no-untyped-call] # google-auth is untyped
        who.credentials, max_refresh_attempts=1, auth_request=_SignIn(auth)
    )
    bundle = ca_bundle()
    for each in (auth, session):
        each.verify = bundle or True
        each.mount("https://", _Counted())
        each.mount("http://", _Counted())
    client = gspread.Client(who.credentials, session, http_client=_Http)
    http = client.http_client
    assert isinstance(http, _Http)  # noqa: S101 -- the door was given it
    http.root = root()
    return http


@dataclass(frozen=True, slots=True)
class Sheets:
    """Requests about one spreadsheet. Every method raises the connectors' errors only."""

    document: str
    who: SignIn
    http: HTTPClient

    def get(self, fields: str, ranges: Sequence[str] = ()) -> Json:
        """`spreadsheets.get`."""
        params: dict[str, Any] = {"fields": fields}
        if ranges:
            params["ranges"] = list(ranges)
        return self._send("read", lambda: self.http.fetch_sheet_metadata(self.document, params))

    def values_batch_get(self, ranges: Sequence[str]) -> Json:
        """`values:batchGet`, as stored."""
        params = {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "SERIAL_NUMBER"}
        return self._send(
            "read", lambda: self.http.values_batch_get(self.document, list(ranges), dict(params))
        )

    def values_batch_update(self, body: Json) -> Json:
        """`values:batchUpdate`. Raises Unclear, RequestRejected too."""
        return self._send("write", lambda: self.http.values_batch_update(self.document, body))

    def values_batch_update_by_data_filter(self, body: Json) -> Json:
        """`values:batchUpdateByDataFilter`: as `put`, to where marks on columns are."""
        url = f"{ROOTS[0]}/v4/spreadsheets/{self.document}/values:batchUpdateByDataFilter"
        return self._send("write", lambda: self.http.request("post", url, json=body).json())

    def batch_update(self, requests_: Sequence[Json], look: Sequence[str] = ()) -> Json:
        """`spreadsheets.batchUpdate`: all of it or nothing. Raises Unclear, RequestRejected too.

        `look` are ranges whose cells come back as they are afterwards.
        """
        body: dict[str, Any] = {"requests": list(requests_)}
        if look:
            body |= {
                "includeSpreadsheetInResponse": True,
                "responseRanges": list(look),
                "responseIncludeGridData": True,
            }
        return self._send("write", lambda: self.http.batch_update(self.document, body))

    def _send(self, effect: Effect, send: Callable[[], Any]) -> Json:
        asked = Asked(self.document, self.who.who, self.who.is_service, effect)

        def attempt() -> Json:
            limited((root(), str(self.who.who), effect), A_MINUTE, MINUTE, GOOGLE)
            answer = _translated(send, asked)
            if not isinstance(answer, dict):
                raise Trouble(unreadable(GOOGLE), applied=True)
            return answer

        with alone("google", self.document):
            return persist(attempt, repeatable=effect == "read", what=GOOGLE)


def sheets(document: str, *, write: bool) -> Sheets:
    """A spreadsheet through this machine's sign-in. Raises Unconfigured."""
    who = sign_in(write=write)
    return Sheets(document, who, _http(who))


def _translated(send: Callable[[], Result], asked: Asked) -> Result:
    try:
        return send()
    except _No as error:
        answer = error.answer
        raised: Exception = trouble_of(answer.status_code, answer.headers, _json(answer), asked)
        raise raised from None
    except RefreshError as error:
        raise refused(asked.who, str(error)) from None
    except TransportError as error:
        if isinstance(error.__cause__, InvalidURL | InvalidSchema):
            raise no_proxy_like_that(GOOGLE) from None
        raise Trouble(unreachable(GOOGLE_OAUTH)) from None
    except GoogleAuthError as error:
        raise refused(asked.who, type(error).__name__) from None
    except requests.exceptions.JSONDecodeError:
        raise Trouble(unreadable(GOOGLE), applied=True) from None
    except (InvalidURL, InvalidSchema):
        raise no_proxy_like_that(GOOGLE) from None
    except requests.exceptions.RequestException as error:
        raise Trouble(unreachable(GOOGLE), applied=not _never_sent(error)) from None


def _json(answer: requests.Response) -> object:
    try:
        return answer.json()
    except ValueError:
        return None


def _is_object(data: bytes) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False


def _never_sent(error: requests.exceptions.RequestException) -> bool:
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    reason = error.args[0] if error.args else None
    if isinstance(reason, MaxRetryError):
        reason = reason.reason
    return isinstance(reason, ConnectTimeoutError | NewConnectionError)
