"""The options that every command takes, wherever they stand on the line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from okrsync.errors import Usage
from okrsync.i18n import Message

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
    """How to talk: `log_format` is text or json, `deadline` in seconds."""

    quiet: bool = False
    verbose: bool = False
    no_input: bool = False
    log_format: str = "text"
    deadline: float | None = None
    config: str | None = None

    @property
    def asks(self) -> bool:
        """Whether a question can be asked: a person sits at a terminal and allows it."""
        return not self.no_input and sys.stdin.isatty() and sys.stderr.isatty()


def take(arguments: Sequence[str]) -> tuple[Settings, list[str]]:
    """The settings found anywhere before a `--`, and the arguments without them.

    Raises Usage for one without its value, or with a value that is not known.
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
                raise Usage(Message("{option} needs a value", {"option": name}))
            given = value if equals else queue.pop(0)
            read = _seconds(given) if name == "--deadline" else given
            settings = replace(settings, **{VALUES[name]: read})  # type: ignore[arg-type] # by name
        else:
            rest.append(word)
    return _checked(settings), rest


def _seconds(given: str) -> float:
    try:
        seconds = float(given)
    except ValueError:
        seconds = -1
    if not 0 < seconds < float("inf"):
        raise Usage(Message("--deadline is a number of seconds, not “{value}”", {"value": given}))
    return seconds


def _checked(settings: Settings) -> Settings:
    if settings.log_format not in ("text", "json"):
        given = {"value": settings.log_format}
        raise Usage(Message("--log-format is text or json, not “{value}”", given))
    return settings
