"""Mapping files: how well-known sheets and exports name their columns."""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path

from okrsync.errors import ConfigError
from okrsync.i18n import Message
from okrsync.mapping.files import toml_load
from okrsync.mapping.files.schema import Mapping

UNREADABLE = Message("the mapping file {name} can't be read: {error}")
UNKNOWN = Message("unknown mapping “{name}”")
UNKNOWN_NEAR = Message("unknown mapping “{name}”; did you mean “{near}”?")
KNOWN = Message("known: auto, {names}, or the path of a .toml file")


@cache
def names() -> tuple[str, ...]:
    """The names of the presets that come with okrsync, sorted."""
    folder = files("mappings").joinpath("presets")
    return tuple(
        sorted(
            each.name.removesuffix(".toml")
            for each in folder.iterdir()
            if each.name.endswith(".toml")
        )
    )


def load(name: str) -> Mapping:
    """A preset by its name, or a mapping file by its path. Raises ConfigError."""
    if name in names():
        text = files("mappings").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
        return parse(text, name)
    if name.endswith(".toml"):
        try:
            return parse(Path(name).read_text(encoding="utf-8"), name)
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(UNREADABLE.filled(name=name, error=error)) from error
    near = difflib.get_close_matches(name, names(), n=1, cutoff=0.4)
    raise ConfigError(
        UNKNOWN_NEAR.filled(name=name, near=near[0]) if near else UNKNOWN.filled(name=name),
        hint=KNOWN.filled(names=", ".join(names())),
    )


def parse(text: str, where: str) -> Mapping:
    """A mapping from its TOML. Raises ConfigError, naming `where` and the line."""
    return toml_load.load(text, where)
