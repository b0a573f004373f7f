"""Who okrsync is to Google: a key file, a user's stored sign-in, or the machine's own account."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from connectors.google_sheets.auth.trusted_hosts import (
    require_known_hosts,
    require_universe,
    root,
    token_uri,
)
from okrsync.connector import Denied, Unconfigured
from okrsync.i18n import Message, verbatim

KEY = "GOOGLE_APPLICATION_CREDENTIALS"
READ = "https://www.googleapis.com/auth/spreadsheets.readonly"
WRITE = "https://www.googleapis.com/auth/spreadsheets"
STORED = "google.json"
_OTHERS = frozenset(
    {
        "external_account",
        "external_account_authorized_user",
        "impersonated_service_account",
    }
)
_OF_AWS = "urn:ietf:params:aws:token-type:aws4_request"
_LARGEST = 1_000_000
_MADE = threading.local()
_SEVERAL = 8

HOW = Message(
    "make a service account's key and name its file in GOOGLE_APPLICATION_CREDENTIALS, or sign in "
    "with okrsync auth google --client FILE (docs/google-sheets.md)"
)
OWN_ACCOUNT = Message("your Google account")
MACHINE_ACCOUNT = Message("the account of this machine")
NOT_SIGNED_IN = Message("nobody is signed in to Google Sheets")


@dataclass(frozen=True, slots=True)
class SignIn:
    """Credentials that google-auth made, and the name to share a sheet with.

    `key` tells one sign-in from another without holding a secret.
    """

    credentials: Any
    who: Message
    is_service: bool
    key: tuple[str, ...]


def stored_path() -> Path:
    """Where a user's sign-in is kept."""
    from platformdirs import user_config_path  # noqa: PLC0415 -- only for those who sign in so

    return user_config_path("okrsync", appauthor=False) / STORED


def source() -> Path | None:
    """The file that holds the credentials, None for the machine's own account.

    Raises Unconfigured where a file is named that is not there.
    """
    named = os.environ.get(KEY, "").strip()
    if named:
        path = Path(named).expanduser()
        if not path.is_file():
            raise Unconfigured(
                Message("{variable}: there is no file {path}", {"variable": KEY, "path": path}),
                hint=HOW,
            )
        return path
    return next((path for path in (stored_path(), _gcloud()) if path.is_file()), None)


def _gcloud() -> Path:
    from google.auth import _cloud_sdk  # noqa: PLC0415 -- it knows where gcloud keeps its file

    path = _cloud_sdk.get_application_default_credentials_path()  # type: ignore[no-untyped-call] # google-auth is untyped
    return Path(path)


def sign_in(*, write: bool) -> SignIn:
    """The credentials of this machine; nothing is sent yet. Raises Unconfigured."""
    path, scope = source(), WRITE if write else READ
    if path is None:
        return _of_machine(scope)
    info = credentials_info(path)
    # By content: a file that was replaced in the same moment is another sign-in.
    content = hashlib.sha256(json.dumps(info, sort_keys=True).encode()).hexdigest()
    key = (root(), str(path), content, scope)
    try:
        # Taking a private key apart costs as much as reading a sheet; a thread does it once.
        kept: dict[tuple[str, ...], SignIn] = _MADE.__dict__.setdefault("kept", {})
        if key not in kept:
            while len(kept) >= _SEVERAL:
                kept.pop(next(iter(kept)))
            kept[key] = _of_file(info, path, scope, key)
        return kept[key]
    except (ValueError, KeyError, TypeError) as error:
        # google-auth's own words may quote the key.
        raise Unconfigured(
            Message(
                "{path} is not a usable credentials file ({kind})",
                {"path": path, "kind": type(error).__name__},
            ),
            hint=HOW,
        ) from None


def credentials_info(path: Path) -> Mapping[str, Any]:
    """A credentials file's content. Raises Unconfigured."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ValueError(path)
        info = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unconfigured(
            Message(
                "{path} can't be read ({reason})",
                {"path": path, "reason": verbatim(error.strerror or type(error).__name__)},
            ),
            hint=HOW,
        ) from error
    except ValueError:
        raise _not_json(path) from None
    if not isinstance(info, dict):
        raise _not_json(path)
    return info


def _not_json(path: Path) -> Unconfigured:
    return Unconfigured(
        Message("{path} is not a JSON file with credentials", {"path": path}), hint=HOW
    )


def _of_file(info: Mapping[str, Any], path: Path, scope: str, key: tuple[str, ...]) -> SignIn:
    kind = info.get("type")
    if kind == "service_account":
        from google.oauth2 import service_account  # noqa: PLC0415

        require_universe(info, path)
        known = {**info, "token_uri": token_uri(info, path)}
        of_info = service_account.Credentials.from_service_account_info
        made = of_info(known, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped
        return SignIn(made, verbatim(str(info["client_email"])), True, key)
    if kind == "authorized_user" or (kind is None and "refresh_token" in info):
        account = str(info.get("account") or "")
        return SignIn(_user(info, path), verbatim(account) if account else OWN_ACCOUNT, False, key)
    if "installed" in info or "web" in info:
        raise Unconfigured(
            Message("{path} holds an OAuth client, not a sign-in", {"path": path}),
            hint=Message("run okrsync auth google"),
        )
    if kind in _OTHERS:
        return _of_loader(info, path, scope, key)
    raise Unconfigured(
        Message(
            "{path} holds neither a service account's key nor a user's sign-in", {"path": path}
        ),
        hint=HOW,
    )


def _of_loader(info: Mapping[str, Any], path: Path, scope: str, key: tuple[str, ...]) -> SignIn:
    """The other kinds of application-default credentials, made by google-auth; nothing is sent."""
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

    require_known_hosts(info, path)
    try:
        made = _made(info, scope)
    except GoogleAuthError as error:
        raise ValueError(type(error).__name__) from None
    email = getattr(made, "service_account_email", None)
    return SignIn(made, verbatim(str(email)) if email else OWN_ACCOUNT, bool(email), key)


def _made(info: Mapping[str, Any], scope: str) -> Any:
    # Not load_credentials_from_dict: it asks Google for the project while it loads.
    if info["type"] == "impersonated_service_account":
        from google.auth import impersonated_credentials  # noqa: PLC0415

        of_info = impersonated_credentials.Credentials.from_impersonated_service_account_info
        return of_info(info, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped
    if info["type"] == "external_account_authorized_user":
        from google.auth import external_account_authorized_user as external  # noqa: PLC0415

        return external.Credentials.from_info(info, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped
    if info.get("subject_token_type") == _OF_AWS:
        from google.auth import aws  # noqa: PLC0415

        return aws.Credentials.from_info(info, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped
    if "executable" in (info.get("credential_source") or {}):
        from google.auth import pluggable  # noqa: PLC0415

        return pluggable.Credentials.from_info(info, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped
    from google.auth import identity_pool  # noqa: PLC0415

    return identity_pool.Credentials.from_info(info, scopes=[scope])  # type: ignore[no-untyped-call] # google-auth is untyped


def _user(info: Mapping[str, Any], path: Path) -> Any:
    from google.oauth2.credentials import Credentials  # noqa: PLC0415

    # What was granted stays: a refresh token can't be asked for less than it holds.
    return Credentials(  # type: ignore[no-untyped-call] # google-auth is untyped
        None,
        refresh_token=info["refresh_token"],
        token_uri=token_uri(info, path),
        client_id=info["client_id"],
        client_secret=info["client_secret"],
    )


def _of_machine(scope: str) -> SignIn:
    from google.auth.compute_engine import _metadata  # noqa: PLC0415

    on_google = _metadata.detect_gce_residency_linux()  # type: ignore[no-untyped-call] # google-auth is untyped
    if not (on_google or os.environ.get("GCE_METADATA_HOST")):
        raise Unconfigured(NOT_SIGNED_IN, hint=HOW)
    import google.auth  # noqa: PLC0415
    from google.auth.exceptions import GoogleAuthError  # noqa: PLC0415

    try:
        made, _ = google.auth.default(scopes=[scope])
    except GoogleAuthError:
        raise Unconfigured(NOT_SIGNED_IN, hint=HOW) from None
    email = getattr(made, "service_account_email", None)
    who = verbatim(str(email)) if email else MACHINE_ACCOUNT
    return SignIn(made, who, True, (root(), "machine", scope))


def refused(who: Message, said: str) -> Denied:
    """The token endpoint said no."""
    if "invalid_grant" in said and "account not found" not in said and "JWT" not in said:
        return Denied(
            Message("the sign-in with Google has expired or was revoked"),
            hint=Message(
                "sign in again with okrsync auth google; an app in “testing” loses its sign-in "
                "after seven days: publish it in the Google Cloud console (OAuth consent screen)"
            ),
        )
    return Denied(
        Message("Google does not accept the key of {who}", {"who": who}),
        hint=Message(
            "it may have been deleted, or this machine's clock may be wrong: make a new key in the "
            "Google Cloud console"
        ),
    )
