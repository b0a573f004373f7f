"""`--help` in the person's language: our sentences from the catalogue, and typer's own words.

Typer lays the help out; what it writes passes through here. Docstrings of commands and the
`help` of options are keys of the catalogue as they stand (see build_tools/messages.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from typer.core import TyperCommand

from okrsync.cli.language import system_language
from okrsync.errors import Usage
from okrsync.i18n import Message, verbatim
from okrsync.nearest import meant, nearest

USAGE = Message("Usage: ")
TYPERS_OWN = (
    Message("Show this message and exit."),
    Message("Install completion for the current shell."),
    Message("Show completion for the current shell, to copy it or customize the installation."),
)
"""What typer's own options say, to be found in the catalogue as `translated` looks it up."""
DEFAULT = Message("default: {value}")
REQUIRED = Message("required")
SECTIONS = {
    "Arguments": Message("Arguments"),
    "Options": Message("Options"),
    "Commands": Message("Commands"),
}
METAVARS = {
    "COMMAND": Message("COMMAND"),
    "ARGS": Message("ARGS"),
    "OPTIONS": Message("OPTIONS"),
    "LOCATION": Message("LOCATION"),
    "SERVICE": Message("SERVICE"),
    "WORKSPACE": Message("WORKSPACE"),
    "LANGUAGE": Message("LANGUAGE"),
    "FILE": Message("FILE"),
    "PATH": Message("FILE"),
    "TEXT": Message("TEXT"),
    "DATE": Message("DATE"),
    "COPY": Message("COPY"),
    "GUARD": Message("GUARD"),
    "ACTION": Message("ACTION"),
    "CODE": Message("CODE"),
    "RUN": Message("RUN"),
}
TYPES = {" <list[str]>": "", "<str>": "TEXT", "<path>": "FILE"}
"""How typer writes a value's type, and how people are told what to type."""
_WORD = re.compile(r"\b[A-Z]{2,}\b")
_RECORD = re.compile(r"(?s)(?P<help>.*?)(?: {2})?(?:\[(?P<extra>(?:default|required)[^\]]*)\])?")


def placed(text: str, language: str) -> str:
    """A usage line, or an option with its value, in which the names of places are translated."""
    for typed, shown in TYPES.items():
        text = text.replace(typed, shown)
    return _WORD.sub(lambda at: _said(METAVARS.get(at[0]), at[0], language), text)


def _said(message: Message | None, text: str, language: str) -> str:
    return message.say(language) if message else text


def translated(text: str, language: str) -> str:
    """A text of the help as the catalogue has it. English opens none."""
    if language == "en" or not text:
        return text
    from okrsync.i18n.catalogues import translated as of_catalogue  # noqa: PLC0415 -- see above

    return of_catalogue(language, " ".join(text.split()), None, 1)


class SpokenFormatter:
    """Typer's formatter, which is told everything in the person's language."""

    def __init__(self, formatter: Any, language: str) -> None:
        self._formatter = formatter
        self._language = language

    def __getattr__(self, name: str) -> Any:
        return getattr(self._formatter, name)

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """`Usage: okrsync …`, with the names of places."""
        said = USAGE.say(self._language) if prefix is None else prefix
        self._formatter.write_usage(prog, placed(args, self._language), said)

    def section(self, name: str) -> AbstractContextManager[None]:
        """A heading and what stands below it."""
        block: AbstractContextManager[None] = self._formatter.section(
            _said(SECTIONS.get(name), name, self._language)
        )
        return block

    def write_text(self, text: str) -> None:
        """A paragraph."""
        self._formatter.write_text(translated(text, self._language))

    def write_dl(self, rows: Iterable[tuple[str, str]], *more: Any, **options: Any) -> None:
        """Names on the left, what they are on the right."""
        said = [(placed(name, self._language), self._record(text)) for name, text in rows]
        self._formatter.write_dl(said, *more, **options)

    def _record(self, text: str) -> str:
        parts = _RECORD.fullmatch(text)
        if not parts or not parts["extra"]:
            return translated(text, self._language)
        extra = "; ".join(self._extra(each) for each in parts["extra"].split("; "))
        return f"{translated(parts['help'], self._language)}  [{extra}]".strip()

    def _extra(self, text: str) -> str:
        if text == "required":
            return REQUIRED.say(self._language)
        return DEFAULT.say(self._language, value=text.removeprefix("default: "))


class SpokenCommand(TyperCommand):
    """A command whose help and whose refusals are ours."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """The whole page."""
        super().format_help(ctx, SpokenFormatter(formatter, system_language()))  # type: ignore[arg-type] # as one

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As ever, but words too many are refused with what to type. Raises Usage."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except Exception as error:
            if getattr(error, "ctx", ctx) is None:
                error.ctx = ctx  # type: ignore[attr-defined] # typer's own
            raise
        if ctx.args and not ctx.resilient_parsing:
            raise too_many(ctx.args, ctx.command_path)
        return rest


def too_many(words: Sequence[str], command: str) -> Usage:
    """What to say of words that a command doesn't take."""
    said = Message("too many words: {words}", {"words": " ".join(words)})
    return Usage(said, hint=see_help(command))


def see_help(command: str) -> Message:
    """Where it says how a command is called."""
    return Message("how to use it: {command} --help", {"command": command})


def explained(error: Any, language: str) -> tuple[str, str | None]:
    """A refusal of typer's own, by the fields that it carries: what is wrong, and what to do."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "okrsync"
    kind = type(error).__name__
    hint = see_help(command)
    if kind == "NoSuchOption":
        said = Message("unknown option {option}", {"option": error.option_name})
        hint = meant(nearest(error.option_name, _options(context))) or hint
    elif kind == "MissingParameter" and error.param is not None:
        said = Message("{name} is missing", {"name": placed(_named(error.param), language)})
    elif kind == "BadOptionUsage" and _is_flag(error.option_name, context):
        said = Message("{option} takes no value", {"option": error.option_name})
    elif kind == "BadOptionUsage":
        said = Message("{option} needs a value", {"option": error.option_name})
    else:
        said = verbatim(str(error.format_message()))
    return said.say(language), hint.say(language)


def _options(context: Any) -> Mapping[str, Any]:
    if context is None:
        return {}
    params = context.command.get_params(context)
    return {opt: param for param in params for opt in param.opts if opt.startswith("-")}


def _is_flag(name: str, context: Any) -> bool:
    return bool(getattr(_options(context).get(name), "is_flag", False))


def _named(param: Any) -> str:
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return str(param.opts[0])
