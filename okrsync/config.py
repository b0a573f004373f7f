"""`okrsync.toml`: its schema, and errors that name the key and the nearest known one."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from okrsync.model import Severity

FILE_NAME = "okrsync.toml"
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""In the order of `date.weekday()`."""


class ConfigError(Exception):
    """Wrong configuration: exit 2. `message` names the file, the key and what to do."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)


class Workspace(_Section):
    """Who this is, which period, and where it leads."""

    name: str | None = None
    period: str | None = None
    north_star: str | None = None
    theme: str | None = None
    timezone: str = "UTC"
    language: str | None = None
    """Of messages and managed columns; else detected from the sheet."""
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    workdays: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri")
    days_off: tuple[date, ...] = ()

    def is_workday(self, day: date) -> bool:
        """Whether a daily action is due on this day."""
        return WEEK[day.weekday()] in self.workdays and day not in self.days_off

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError(
                f"unknown time zone {name!r}, write one like Europe/Amsterdam"
            ) from error
        return name


class TablePart(_Section):
    """One of several tables that make one source."""

    location: str
    level: Literal["objective", "key_result", "initiative", "kpi"] | None = None
    mapping: str = "auto"
    columns: dict[str, str] = Field(default_factory=dict)


class SourceConfig(_Section):
    """Where rows come from and how their columns are read."""

    location: str | None = None
    mapping: str = "auto"
    columns: dict[str, str] = Field(default_factory=dict)
    """Field → header, over the mapping."""
    tables: tuple[TablePart, ...] = ()


class WriteBack(_Section):
    """Which columns are ours, and what happens to one that a human changed."""

    create_columns: bool = False
    """Standing consent to add the missing managed columns."""
    finding: bool = False
    on_manual_edit: Literal["overwrite", "keep"] = "overwrite"
    fields: tuple[str, ...] = ("progress", "status")
    columns: dict[str, str] = Field(default_factory=dict)
    """Managed field → header."""
    status_words: dict[str, str] = Field(default_factory=dict)


class Scoring(_Section):
    """The numbers of DESIGN §4, as fractions."""

    on_track: Decimal = Decimal("0.10")
    needs_attention: Decimal = Decimal("0.25")
    aspirational: Decimal = Decimal("0.7")
    start_grace: Decimal = Decimal("0.10")
    """In this first part of the period off track reads needs attention."""
    partial: Decimal = Decimal("0.4")
    outdated_weekly: int = 7
    outdated_monthly: int = 31
    profile: Literal["okrsync"] = "okrsync"
    """Other tools' formulas are not computed yet: asking for them is an error, not a guess."""


class Waiver(_Section):
    """A finding that a human accepts, for one row, with a reason. A family (`OUT`) works too."""

    rule: str
    id: str
    reason: str = Field(min_length=1)


class Rules(_Section):
    """Severities over each rule's own, and what has been accepted."""

    severity: dict[str, Severity] = Field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    max_key_results: int = 5


class Guards(_Section):
    """What a run may change before a human must look."""

    max_changes: Decimal = Decimal("0.5")


class Config(_Section):
    """A whole `okrsync.toml`; the defaults are what okrsync does without one."""

    workspace: Workspace = Workspace()
    people: dict[str, str] = Field(default_factory=dict)
    sources: dict[str, SourceConfig] = Field(default_factory=dict)
    write_back: WriteBack = WriteBack()
    scoring: Scoring = Scoring()
    rules: Rules = Rules()
    guards: Guards = Guards()


def find(start: Path) -> Path | None:
    """The nearest `okrsync.toml` in this folder or one above it."""
    for folder in (start, *start.parents):
        candidate = folder / FILE_NAME
        if candidate.is_file():
            return candidate
    return None


def load(path: Path) -> Config:
    """Read and check a configuration. Raises ConfigError."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path} can't be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is no valid TOML: {error}") from error
    return parse(data, str(path))


def parse(data: Mapping[str, Any], name: str) -> Config:
    """Check a configuration already read from TOML. Raises ConfigError."""
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise ConfigError(_explain(error, name)) from error


def _explain(error: ValidationError, name: str) -> str:
    first = error.errors()[0]
    path = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        return f"{name}: unknown key {path!r}{_nearest(first['loc'])}"
    if first["type"] == "missing":
        return f"{name}: {path!r} is missing"
    message = first["msg"].removeprefix("Value error, ")
    return f"{name}: {path!r}: {message}"


def _nearest(loc: tuple[int | str, ...]) -> str:
    known = _fields_at(loc[:-1])
    close = difflib.get_close_matches(str(loc[-1]), known, n=1, cutoff=0.5)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known here: {', '.join(sorted(known))}" if known else ""


def _fields_at(loc: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = Config
    by_container: dict[str, type[BaseModel]] = {
        "sources": SourceConfig,
        "tables": TablePart,
        "waivers": Waiver,
    }
    for part in loc:
        if not isinstance(part, str):
            continue
        if part in by_container:
            section = by_container[part]
        elif part in section.model_fields:
            annotation = section.model_fields[part].annotation
            if isinstance(annotation, type) and issubclass(annotation, BaseModel):
                section = annotation
    return list(section.model_fields)
