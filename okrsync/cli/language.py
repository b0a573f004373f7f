"""The language of messages before a sheet has been read: the machine's own."""

from __future__ import annotations

import locale
import os

from okrsync.i18n import SPOKEN


def system_language() -> str:
    """`nl` where the machine is set to Dutch, else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _spoken(os.environ[name])
    try:
        return _spoken(locale.getlocale()[0] or "")
    except ValueError:
        return "en"


def _spoken(name: str) -> str:
    return next((code for code in SPOKEN if name.lower().startswith(code)), "en")
