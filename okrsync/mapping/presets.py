"""Mapping files: how well-known sheets and exports name their columns."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from okrsync.config import ConfigError
from okrsync.mapping.fields import FIELDS


class Preset(BaseModel):
    """A mapping in TOML: a name, what it is for, and field → header."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    name: str
    """What `mapping = "…"` calls it."""
    title: str
    """What people call the template or the export."""
    about: str = ""
    level: Literal["objective", "key_result", "initiative", "kpi"] | None = None
    """What all rows are, where they are all the same."""
    columns: Mapping[str, str] = Field(default_factory=dict)
    """Field → header. A header that a table lacks is no mistake here."""

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, columns: Mapping[str, str]) -> Mapping[str, str]:
        for name in columns:
            if name not in FIELDS:
                near = difflib.get_close_matches(name, FIELDS, n=1, cutoff=0.5)
                raise ValueError(
                    f"unknown field {name!r}" + (f", did you mean {near[0]!r}?" if near else "")
                )
        return columns


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


def load(name: str) -> Preset:
    """A preset by its name, or a mapping file by its path. Raises ConfigError."""
    if name in names():
        text = files("mappings").joinpath("presets", f"{name}.toml").read_text(encoding="utf-8")
        return parse(text, name)
    if name.endswith(".toml"):
        try:
            return parse(Path(name).read_text(encoding="utf-8"), name)
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"the mapping file {name} can't be read: {error}") from error
    near = difflib.get_close_matches(name, names(), n=1, cutoff=0.4)
    raise ConfigError(
        f"unknown mapping {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""),
        hint=f"known: auto, {', '.join(names())}, or the path of a .toml file",
    )


def parse(text: str, where: str) -> Preset:
    """A mapping from its TOML. Raises ConfigError, naming `where`."""
    try:
        return Preset.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where} is no valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        path = ".".join(str(part) for part in first["loc"])
        raise ConfigError(
            f"{where}: {path}: {first['msg'].removeprefix('Value error, ')}"
        ) from error
