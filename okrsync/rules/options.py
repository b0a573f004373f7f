"""What a rule lets people choose: a number in `[rules]` of okrsync.toml, declared on its class."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from okrsync.config import Rules
from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.nearest import suggestion

Number = TypeVar("Number", int, float)
UNKNOWN = Message("okrsync.toml: unknown key {key}")
WHOLE = Message("okrsync.toml: {key} must be a whole number, {least} or more")
FRACTION = Message("okrsync.toml: {key} must be a number, {least} or more")


@dataclass(frozen=True, slots=True)
class Option(Generic[Number]):
    """A rule's setting: its key in `[rules]`, what holds without it, and the least it may be.

    A whole number as default takes whole numbers only.
    """

    name: str
    default: Number
    least: Number

    def value(self, settings: Rules) -> Number:
        """What is configured, else the default. Raises ConfigError."""
        given = settings.options.get(self.name, self.default)
        whole = isinstance(self.default, int)
        number = isinstance(given, int if whole else int | float) and not isinstance(given, bool)
        if not number or given < self.least:  # type: ignore[operator] # a number by now
            text = WHOLE if whole else FRACTION
            raise ConfigError(text.filled(key=f"rules.{self.name}", least=self.least))
        return given  # type: ignore[return-value]


def refuse_unknown(settings: Rules, known: Iterable[str]) -> None:
    """Raise ConfigError if a key of `[rules]` is no rule's option, and name the nearest one."""
    names = sorted({*known, *Rules.model_fields})
    for key in settings.options:
        if key not in names:
            near = suggestion(key, names, cutoff=0.5)
            raise ConfigError(UNKNOWN.filled(key=f"rules.{key}"), hint=near)
