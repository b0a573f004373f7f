"""The language of messages before a sheet has been read: the machine's own."""

from __future__ import annotations

import locale
import os
from collections.abc import Collection

from okrsync.i18n import SPOKEN


def system_language() -> str:
    """The machine's language where messages are spoken in it, else `en`."""
    return machine_language(SPOKEN)


def machine_language(known: Collection[str]) -> str:
    """The one of these languages that the machine is set to, else `en`."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return _of_locale(os.environ[name], known)
    try:
        return _of_locale(locale.getlocale()[0] or "", known)
    except ValueError:
        return "en"


def _of_locale(name: str, known: Collection[str]) -> str:
    return next((code for code in known if name.lower().startswith(code)), "en")
