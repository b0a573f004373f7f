"""What a rule lets people choose: a number in `[rules]` of okrsync.toml, declared on its class.

One team or one period may have another: `[rules.teams.Sales]`, `[rules.periods.2026-Q2]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from okrsync.config import Rules
from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.nearest import suggestion
from okrsync.values import fold

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

    def value(
        self, settings: Rules, *, team: str | None = None, period: str | None = None
    ) -> Number:
        """What is configured: for this team, else for this period's label, else for all; else the
        default. Raises ConfigError."""
        for key, given in _given(settings, self.name, team, period):
            return self._checked(given, key)
        return self.default

    def _checked(self, given: object, key: str) -> Number:
        whole = isinstance(self.default, int)
        number = isinstance(given, int if whole else int | float) and not isinstance(given, bool)
        if not number or given < self.least:  # type: ignore[operator] # a number by now
            text = WHOLE if whole else FRACTION
            raise ConfigError(text.filled(key=f"rules.{key}", least=self.least))
        return given  # type: ignore[return-value]


def _given(
    settings: Rules, name: str, team: str | None, period: str | None
) -> Iterator[tuple[str, object]]:
    """What is set under a name, the narrowest first, each with its key."""
    for group, wanted, tables in (
        ("teams", team, settings.teams),
        ("periods", period, settings.periods),
    ):
        for label, options in tables.items():
            if wanted is not None and fold(label) == fold(wanted) and name in options:
                yield f"{group}.{label}.{name}", options[name]
    if name in settings.options:
        yield name, settings.options[name]


def refuse_unknown(settings: Rules, known: Iterable[str]) -> None:
    """Raise ConfigError if a key of `[rules]` is no rule's option, and name the nearest one."""
    names = sorted({*known, *Rules.model_fields})
    for prefix, key in _keys(settings):
        if key not in names or (prefix and key in Rules.model_fields):
            near = suggestion(key, names, cutoff=0.5)
            raise ConfigError(UNKNOWN.filled(key=f"rules.{prefix}{key}"), hint=near)


def _keys(settings: Rules) -> Iterator[tuple[str, str]]:
    """Every key of an option, with what stands before it."""
    yield from (("", key) for key in settings.options)
    for group, tables in (("teams", settings.teams), ("periods", settings.periods)):
        for label, options in tables.items():
            yield from ((f"{group}.{label}.", key) for key in options)
