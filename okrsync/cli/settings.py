"""The options that every command takes, wherever they stand on the line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

FLAGS = {
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
    "--no-input": "no_input",
}
VALUES = {"--log-format": "log_format", "--deadline": "deadline", "--config": "config"}


@dataclass(frozen=True, slots=True)
class Settings:
    """How to talk: `log_format` is text or json, `deadline` seconds as typed."""

    quiet: bool = False
    verbose: bool = False
    no_input: bool = False
    log_format: str = "text"
    deadline: str | None = None
    config: str | None = None

    @property
    def asks(self) -> bool:
        """Whether a question can be asked: a person sits at a terminal and allows it."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()


class SettingsError(Exception):
    """A setting without its value, or with one that is not known: exit 2."""


def take(arguments: Sequence[str]) -> tuple[Settings, list[str]]:
    """The settings found anywhere before a `--`, and the arguments without them.

    Raises SettingsError.
    """
    settings, rest = Settings(), list[str]()
    queue = list(arguments)
    while queue:
        word = queue.pop(0)
        name, equals, value = word.partition("=")
        if word == "--":
            return _checked(settings), [*rest, word, *queue]
        if word in FLAGS:
            settings = replace(settings, **{FLAGS[word]: True})  # type: ignore[arg-type] # by name
        elif name in VALUES:
            if not equals and not queue:
                raise SettingsError(f"{name} needs a value")
            settings = replace(settings, **{VALUES[name]: value if equals else queue.pop(0)})  # type: ignore[arg-type] # by name
        else:
            rest.append(word)
    return _checked(settings), rest


def _checked(settings: Settings) -> Settings:
    if settings.log_format not in ("text", "json"):
        raise SettingsError(f"--log-format is text or json, not {settings.log_format!r}")
    if settings.deadline is not None:
        try:
            seconds = float(settings.deadline)
        except ValueError:
            seconds = -1
        if not 0 < seconds < float("inf"):
            raise SettingsError(f"--deadline is a number of seconds, not {settings.deadline!r}")
    return settings
