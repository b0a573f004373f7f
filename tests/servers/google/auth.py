"""Sign-in: key files of service accounts, users' refresh tokens, and what a token may do."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.servers.google.clock import Clock
from tests.servers.google.errors import JSON, ApiError, oauth, unauthenticated

SCOPE = "https://www.googleapis.com/auth/"
LIFETIME = 3599
AUDIENCE = "https://oauth2.googleapis.com/token"  # what google-auth signs, wherever it posts
JWT_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"

_SHEETS_WRITE = {"spreadsheets", "drive", "drive.file"}
_SHEETS_READ = _SHEETS_WRITE | {"spreadsheets.readonly", "drive.readonly"}
_DRIVE_WRITE = {"drive", "drive.file"}
_DRIVE_READ = _DRIVE_WRITE | {"drive.readonly", "drive.metadata", "drive.metadata.readonly"}


def enough(scopes: frozenset[str], name: str, *, writes: bool) -> bool:
    """Whether a token of these scopes may call a method of that name."""
    if name.startswith("drive."):
        wanted = _DRIVE_WRITE if writes else _DRIVE_READ
    else:
        wanted = _SHEETS_WRITE if writes else _SHEETS_READ
    return any(SCOPE + scope in scopes for scope in wanted)


@lru_cache(maxsize=4)
def private_key(name: str) -> rsa.RSAPrivateKey:
    """A service account's key; made once a process, since making one takes long."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Grant:
    """Who a token stands for, what it may do, and when it ends."""

    who: str
    scopes: frozenset[str]
    ends: float


@dataclass
class Accounts:
    """Tokens handed out, and how to get them."""

    clock: Clock
    project: str
    url: str = ""
    keys: dict[str, str] = field(default_factory=dict)  # e-mail → name of its key
    refresh: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    codes: dict[str, tuple[str, frozenset[str], str]] = field(default_factory=dict)
    grants: dict[str, Grant] = field(default_factory=dict)
    client: tuple[str, str] = ("okr-desktop.apps.googleusercontent.com", "not-so-secret")
    consenting: str = "person@example.org"  # who says yes at the consent page

    def token(self, who: str, *scopes: str, lifetime: float = LIFETIME) -> str:
        """An access token; scopes may be short (`spreadsheets.readonly`)."""
        full = frozenset(s if s.startswith("https:") else SCOPE + s for s in scopes)
        token = f"ya29.{len(self.grants)}-{hashlib.sha256(who.encode()).hexdigest()[:12]}"
        self.grants[token] = Grant(who, full, self.clock.now() + lifetime)
        return token

    def revoke(self, who: str) -> None:
        """All tokens and refresh tokens of an account stop working."""
        self.grants = {t: grant for t, grant in self.grants.items() if grant.who != who}
        self.refresh = {t: pair for t, pair in self.refresh.items() if pair[0] != who}

    def grant(self, authorization: str) -> Grant:
        """What the Authorization header stands for; 401 where it is none of ours or over."""
        grant = self.grants.get(authorization.removeprefix("Bearer ").strip())
        if grant is None or grant.ends <= self.clock.now():
            raise unauthenticated()
        return grant

    def key_file(self, path: Path, who: str = "") -> str:
        """Write a service account's key file; answers its address."""
        who = who or f"okr-sync@{self.project}.iam.gserviceaccount.com"
        self.keys[who] = who
        pem = private_key(who).private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        content = {
            "type": "service_account",
            "project_id": self.project,
            "private_key_id": hashlib.sha256(who.encode()).hexdigest()[:40],
            "private_key": pem.decode(),
            "client_email": who,
            "client_id": "100000000000000000001",
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": f"{self.url}/token",
        }
        path.write_text(json.dumps(content), encoding="utf-8")
        return who

    def user_file(self, path: Path, who: str, *scopes: str) -> str:
        """Write an authorised user's file with a refresh token; answers the token."""
        refresh = self._refresh_token(who, frozenset(SCOPE + scope for scope in scopes))
        content = {
            "type": "authorized_user",
            "client_id": self.client[0],
            "client_secret": self.client[1],
            "refresh_token": refresh,
            "token_uri": f"{self.url}/token",
        }
        path.write_text(json.dumps(content), encoding="utf-8")
        return refresh

    def client_file(self, path: Path) -> None:
        """Write the client secrets of a desktop app, for a sign-in in the browser."""
        installed = {
            "client_id": self.client[0],
            "client_secret": self.client[1],
            "project_id": self.project,
            "auth_uri": f"{self.url}/o/oauth2/auth",
            "token_uri": f"{self.url}/token",
            "redirect_uris": ["http://localhost"],
        }
        path.write_text(json.dumps({"installed": installed}), encoding="utf-8")

    def consent(self, query: dict[str, list[str]]) -> str:
        """The consent page said yes: where the browser goes next."""
        given = {key: values[0] for key, values in query.items()}
        code = f"4/0{len(self.codes)}"
        scopes = frozenset(given.get("scope", "").split())
        self.codes[code] = (self.consenting, scopes, given.get("code_challenge", ""))
        answer = {"code": code, "scope": given.get("scope", ""), "state": given.get("state", "")}
        return f"{given['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, form: dict[str, str]) -> JSON:
        """The token endpoint."""
        kind = form.get("grant_type")
        if kind == JWT_GRANT:
            return self._service_account(form.get("assertion", ""))
        if (form.get("client_id"), form.get("client_secret")) != self.client:
            raise oauth("invalid_client", "The OAuth client was not found.", 401)
        if kind == "refresh_token":
            who, scopes = self._refreshed(form.get("refresh_token", ""))
            return self._answer(who, scopes)
        if kind == "authorization_code":
            return self._code(form)
        raise oauth("unsupported_grant_type", f"Invalid grant_type: {kind}")

    def _refreshed(self, token: str) -> tuple[str, frozenset[str]]:
        if token not in self.refresh:
            raise oauth("invalid_grant", "Token has been expired or revoked.")
        return self.refresh[token]

    def _refresh_token(self, who: str, scopes: frozenset[str]) -> str:
        token = f"1//{len(self.refresh)}-{hashlib.sha256(who.encode()).hexdigest()[:12]}"
        self.refresh[token] = (who, scopes)
        return token

    def _code(self, form: dict[str, str]) -> JSON:
        who, scopes, challenge = self.codes.pop(form.get("code", ""), ("", frozenset(), ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if not who or (challenge and challenge != proof):
            raise oauth("invalid_grant", "Malformed auth code.")
        return self._answer(who, scopes) | {"refresh_token": self._refresh_token(who, scopes)}

    def _service_account(self, assertion: str) -> JSON:
        claims = self._claims(assertion)
        scopes = frozenset(str(claims.get("scope", "")).split())
        if not scopes:
            raise oauth("invalid_scope", "Empty or missing scope not allowed.")
        return self._answer(claims["iss"], scopes)

    def _claims(self, assertion: str) -> JSON:
        """The claims of a JWT that one of our key files signed for this endpoint."""
        try:
            signed, _, signature = assertion.rpartition(".")
            claims: JSON = json.loads(_decoded(signed.split(".")[1]))
            who = self.keys[claims["iss"]]
            key = private_key(who).public_key()
            key.verify(_decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, ValueError, IndexError):
            raise _bad_jwt("Invalid JWT Signature.") from None
        except KeyError:
            raise _bad_jwt("Invalid grant: account not found") from None
        if claims.get("aud") not in {f"{self.url}/token", AUDIENCE}:
            raise _bad_jwt("Invalid JWT: Failed audience check.")
        if not 0 < claims.get("exp", 0) - claims.get("iat", 0) <= 3600:
            raise _bad_jwt(
                "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable "
                "timeframe. Check your iat and exp values in the JWT claim."
            )
        return claims

    def _answer(self, who: str, scopes: frozenset[str]) -> JSON:
        token = self.token(who, *scopes)
        return {
            "access_token": token,
            "expires_in": LIFETIME,
            "scope": " ".join(sorted(scopes)),
            "token_type": "Bearer",
        }


def _bad_jwt(description: str) -> ApiError:
    return oauth("invalid_grant", description)


def _decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
