"""Which connector signs in to a service."""

from __future__ import annotations

from okrsync.connector import SigningIn, load, names
from okrsync.sync.errors import Usage


def signing_in(service: str) -> SigningIn:
    """The connector that signs in to this service. Raises Usage, naming those there are."""
    known = {c.service: c for c in map(load, names()) if isinstance(c, SigningIn)}
    if service not in known:
        raise Usage(
            f"nothing signs in to {service!r}",
            hint=f"known: {', '.join(sorted(known))}; other services take a token from the "
            "environment",
        )
    return known[service]
