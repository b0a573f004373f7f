"""Where a service is and who stands in between: its root, proxies, certificates, time-outs."""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from okrsync.errors import Unconfigured, Unreachable
from okrsync.http.redaction import redacted
from okrsync.http.waiting import current
from okrsync.i18n import Message, verbatim

LONGEST_REASON = 120
CERTIFICATES = ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR")
"""Each client knows some of these: whichever is set holds for every service."""
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy")
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


def timeouts(connect: float, read: float) -> tuple[float, float]:
    """Time-outs of one request, no longer than what is left of the command's time.

    A scaled-down answer still needs a moment: never below one and two seconds.
    """
    waiter = current()
    left = max(1.0, waiter.remaining)
    return (
        min(left, max(1.0, connect / waiter.scale)),
        min(left, max(2.0, read / waiter.scale)),
    )


def service_root(variable: str, default: str) -> str:
    """A service's root: https, or this machine. Raises Unconfigured."""
    text = os.environ.get(variable, "").strip()
    if not text:
        return default
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    safe = host and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
    if not safe or re.search(r"[\s\\@?#]", text):
        raise Unconfigured(
            Message(
                "{variable} is not an address that credentials may be sent to",
                {"variable": variable},
            ),
            hint=Message("write it as https://host (http:// only for this machine itself)"),
        )
    return text.rstrip("/")


def ca_bundle() -> str | None:
    """The certificates that the environment trusts, by whichever name its programs use.

    A file or a folder; None for those that came with the client. Raises Unconfigured if there is
    nothing to read: a client would go on without, or stumble.
    """
    name = next((name for name in CERTIFICATES if os.environ.get(name)), None)
    if name is None:
        return None
    path = os.environ[name]
    try:
        # Not by loading them: that takes a tenth of a second, and the client does it anyway.
        if os.path.isdir(path) or b"CERTIFICATE-----" in Path(path).read_bytes():
            return path
    except (OSError, ValueError):
        pass
    raise no_certificates(path)


def no_certificates(path: str) -> Unconfigured:
    """What the environment names for trusting is not a list of certificates."""
    names = ", ".join(name for name in CERTIFICATES if os.environ.get(name) == path)
    return Unconfigured(
        Message(
            "{names}: {path} holds no certificates that can be read",
            {"names": names, "path": path},
        ),
        hint=Message("name the file (PEM) that your network's administrator gave you, or unset it"),
    )


def no_proxy_like_that(service: str) -> Unconfigured:
    """The proxy that the environment names can't be spoken to as it is written."""
    named = ", ".join(name for name in PROXIES if os.environ.get(name))
    return Unconfigured(
        Message(
            "{service}: the proxy that is set ({names}) can't be used",
            {"service": service, "names": named or Message("the system's proxy")},
        ),
        hint=Message("write it as http://host:port"),
    )


def unreachable(service: str, what: Message | None = None) -> Unreachable:
    """Nobody answers there. `what` says more closely who was asked."""
    whom = {"service": service, "what": what}
    return Unreachable(
        Message("{service} can't be reached ({what})", whom)
        if what
        else Message("{service} can't be reached", whom),
        hint=Message("check the network, then try again"),
    )


def unreadable(service: str) -> Unreachable:
    """An answer that is not a JSON object: a page of a machine in between, or half an answer."""
    return Unreachable(
        Message(
            "{service} gave an answer that can't be read (no complete JSON)", {"service": service}
        ),
        hint=Message("a proxy or sign-in page may stand in between; try again later"),
    )


def reason(said: str, ends: str) -> Message:
    """What a service says was wrong, without what stands in cells: a message may quote a value.

    `ends` are the marks behind which a service quotes.
    """
    kept = re.split(f"[{re.escape(ends)}]", redacted(said), maxsplit=1)[0].strip()
    shown = kept[:LONGEST_REASON].rstrip()
    return verbatim(shown) if shown else Message("it gave no reason")
