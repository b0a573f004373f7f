"""Imported or compiled on first use, so that a command pays for its own only: names of a package,
and patterns."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import cast


def lazily(package: str, homes: Mapping[str, str]) -> Callable[[str], object]:
    """A package's `__getattr__`: `homes` maps each of its names to the module that has it, of this
    package or, with dots, of another.

    The function raises AttributeError for any other name.
    """

    def find(name: str) -> object:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        home = homes[name]
        value: object = getattr(import_module(home if "." in home else f"{package}.{home}"), name)
        setattr(sys.modules[package], name, value)
        return value

    return find


class _PatternOnUse:
    """Stands for a pattern until something is asked of it; each answer is kept, so that the next
    call costs what it costs of the pattern itself."""

    def __init__(self, text: str, flags: int) -> None:
        self._source = (text, flags)

    def __getattr__(self, name: str) -> object:
        value: object = getattr(re.compile(*self._source), name)
        setattr(self, name, value)
        return value


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, put off until it is used: a pattern of many words costs milliseconds, and most
    commands meet few of what these look for. Ask its methods; `re.match` and its like refuse it.
    """
    return cast("re.Pattern[str]", _PatternOnUse(text, flags))
