"""What connectors over HTTP share: waiting, quotas, retries, deadlines, redaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from okrsync.lazy import lazily

if TYPE_CHECKING:
    from okrsync.http.calls import Effect, Tally, alone, counting, sent
    from okrsync.http.network import (
        CERTIFICATES,
        LOOPBACK,
        ca_bundle,
        no_certificates,
        no_proxy_like_that,
        reason,
        service_root,
        timeouts,
        unreachable,
        unreadable,
    )
    from okrsync.http.quotas import limited, shared, within_quota
    from okrsync.http.redaction import redacted
    from okrsync.http.retry import (
        ATTEMPTS,
        MINUTE,
        Patience,
        Trouble,
        Unclear,
        persist,
        retry_after,
        waiting_for,
    )
    from okrsync.http.waiting import (
        DEADLINE,
        Clock,
        OutOfTime,
        SystemClock,
        Waiter,
        current,
        using,
    )

__all__ = [
    "ATTEMPTS",
    "CERTIFICATES",
    "DEADLINE",
    "LOOPBACK",
    "MINUTE",
    "Clock",
    "Effect",
    "OutOfTime",
    "Patience",
    "SystemClock",
    "Tally",
    "Trouble",
    "Unclear",
    "Waiter",
    "alone",
    "ca_bundle",
    "counting",
    "current",
    "limited",
    "no_certificates",
    "no_proxy_like_that",
    "persist",
    "reason",
    "redacted",
    "retry_after",
    "sent",
    "service_root",
    "shared",
    "timeouts",
    "unreachable",
    "unreadable",
    "using",
    "waiting_for",
    "within_quota",
]

_HOMES = {
    "calls": "Effect Tally alone counting sent",
    "network": (
        "CERTIFICATES LOOPBACK ca_bundle no_certificates no_proxy_like_that reason service_root"
        " timeouts unreachable unreadable"
    ),
    "quotas": "limited shared within_quota",
    "redaction": "redacted",
    "retry": "ATTEMPTS MINUTE Patience Trouble Unclear persist retry_after waiting_for",
    "waiting": "DEADLINE Clock OutOfTime SystemClock Waiter current using",
}
__getattr__ = lazily(
    __name__, {name: home for home, names in _HOMES.items() for name in names.split()}
)
