"""`okrsync.toml`: its schema, and errors that name the key and the nearest known one."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, time, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Self, get_args
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_core import InitErrorDetails, PydanticCustomError

from okrsync.errors import ConfigError
from okrsync.i18n import Message, verbatim
from okrsync.model import Severity
from okrsync.nearest import suggestion

FILE_NAME = "okrsync.toml"
ZONE: Literal["time_zone"] = "time_zone"
ROOTS_STAY_OUT = Message(
    "where a service is decides where your keys are sent, so it is taken from the environment only "
    "(OKRSYNC_GOOGLE_API_URL, OKRSYNC_NOTION_API_URL)"
)
Every = Literal["hour", "day", "workday", "week"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEK: tuple[Weekday, ...] = get_args(Weekday)
"""In the order of `date.weekday()`."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WorkspaceConfig(_Section):
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

    @property
    def zone(self) -> tzinfo | None:
        """Where moments are days, None where nobody said: then they are read as written."""
        return ZoneInfo(self.timezone) if "timezone" in self.model_fields_set else None

    def is_workday(self, day: date) -> bool:
        """Whether a daily action is due on this day."""
        return WEEK[day.weekday()] in self.workdays and day not in self.days_off

    @field_validator("timezone")
    @classmethod
    def _known_timezone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as error:
            raise PydanticCustomError(ZONE, "unknown time zone") from error
        return name


class TableConfig(_Section):
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
    tables: tuple[TableConfig, ...] = ()


class SourceWords(_Section):
    """What one source's columns and statuses are called, over what holds for all."""

    columns: dict[str, str] = Field(default_factory=dict)
    """Managed field → header."""
    status_words: dict[str, str] = Field(default_factory=dict)


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
    sources: dict[str, SourceWords] = Field(default_factory=dict)
    """Source → its own headers and words, where sources are in different languages."""

    def of(self, source: str) -> SourceWords:
        """The headers and words that are given for a source."""
        own = self.sources.get(source, SourceWords())
        return SourceWords(
            columns={**self.columns, **own.columns},
            status_words={**self.status_words, **own.status_words},
        )


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
    missing_start: Literal["first", "zero"] = "first"
    """What a missing start of a rate, a rating or an index is: the first value seen on an earlier
    day, or zero (increases only)."""
    profile: Literal["okrsync"] = "okrsync"
    """Other tools' formulas are not computed yet: asking for them is an error, not a guess."""


class Waiver(_Section):
    """A finding that a human accepts, for one row, with a reason. A family (`OUT`) works too."""

    rule: str
    id: str
    reason: str = Field(min_length=1)


class Rules(_Section):
    """Severities over each rule's own, what has been accepted, and the rules' own options.

    Which options there are and what they may be is declared on the rules and looked at when
    they run: only that an option is one value is known here.
    """

    model_config = ConfigDict(frozen=True, extra="allow")
    severity: dict[str, Severity] = Field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()
    teams: dict[str, dict[str, int | float | str]] = Field(default_factory=dict)
    """Team → options that hold for it alone."""
    periods: dict[str, dict[str, int | float | str]] = Field(default_factory=dict)
    """A period's label → options that hold for it alone."""

    @property
    def options(self) -> Mapping[str, object]:
        """What is set of single rules, by key: a text, a number, a date, true or false."""
        return self.model_extra or {}

    @model_validator(mode="after")
    def _options_are_single_values(self) -> Self:
        odd = [key for key, value in self.options.items() if isinstance(value, dict | list)]
        if odd:
            wrong = InitErrorDetails(type="extra_forbidden", loc=(odd[0],), input=None)
            raise ValidationError.from_exception_data("Rules", [wrong])
        return self


class Guards(_Section):
    """What a run may change before a human must look."""

    max_changes: Decimal = Decimal("0.5")


class Schedule(_Section):
    """When a machine runs sync by itself."""

    every: Every = "day"
    at: time | None = None
    """In the workspace's zone; without one a minute of its own, so that not everybody asks a
    service on the full hour. Hourly, only the minute counts."""

    @field_validator("at")
    @classmethod
    def _plain_time(cls, at: time | None) -> time | None:
        if at is not None and at.tzinfo is not None:
            raise PydanticCustomError("time_zoned", "the zone stands under [workspace]")
        return at


class Config(_Section):
    """A whole `okrsync.toml`; the defaults are what okrsync does without one."""

    workspace: WorkspaceConfig = WorkspaceConfig()
    people: dict[str, str] = Field(default_factory=dict)
    sources: dict[str, SourceConfig] = Field(default_factory=dict)
    write_back: WriteBack = WriteBack()
    scoring: Scoring = Scoring()
    rules: Rules = Rules()
    guards: Guards = Guards()
    schedule: Schedule = Schedule()


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
        said = Message("{path} can't be read: {reason}", {"path": path, "reason": error})
        raise ConfigError(said) from error
    except tomllib.TOMLDecodeError as error:
        said = Message("{path} is not valid TOML: {reason}", {"path": path, "reason": error})
        raise ConfigError(said) from error
    return parse(data, str(path))


def parse(data: Mapping[str, Any], name: str) -> Config:
    """Check a configuration already read from TOML. Raises ConfigError."""
    try:
        return Config.model_validate(data)
    except ValidationError as error:
        raise _explained(error, name) from error


def _explained(error: ValidationError, name: str) -> ConfigError:
    """What pydantic found first, in our words, with the key and what may have been meant."""
    first = error.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        if "api_url" in key.lower():
            return ConfigError(_of_key(name, key, ROOTS_STAY_OUT))
        unknown = Message("{file}: unknown key “{key}”", {"file": name, "key": key})
        return ConfigError(unknown, hint=_meant(first["loc"]))
    given = first.get("input")
    typed = "" if isinstance(given, dict | list) else f"{given}"
    wrong = _wrong(first["type"], first.get("ctx", {}), typed)
    return ConfigError(_of_key(name, key, wrong or verbatim(first["msg"])))


def _of_key(name: str, key: str, wrong: Message) -> Message:
    return Message("{file}: “{key}”: {wrong}", {"file": name, "key": key, "wrong": wrong})


def _wrong(kind: str, limits: Mapping[str, Any], typed: str) -> Message | None:
    """What is wrong with a value, by the kind of error that pydantic gives it."""
    values = {"typed": typed}
    if kind == "missing":
        return Message("this key is missing")
    if kind == ZONE:
        return Message("unknown time zone “{typed}”, write one like Europe/Amsterdam", values)
    if kind in ("literal_error", "enum"):
        allowed = {"allowed": str(limits.get("expected", "")).replace(" or ", ", ")}
        return Message("“{typed}” is not one of {allowed}", values | allowed)
    if kind.startswith("bool_"):
        return Message("write true or false")
    if kind.startswith(("int_", "decimal_", "float_")):
        return Message("“{typed}” is not a number", values)
    if kind.startswith("date_"):
        return Message("“{typed}” is not a date, write it as 2026-12-25", values)
    if kind in ("string_type", "string_too_short"):
        return Message("write a text between quotes")
    if kind.startswith("tuple_"):
        return Message("write a list between square brackets")
    if kind in ("dict_type", "model_type", "mapping_type"):
        return Message("a table belongs here, with keys of its own")
    if kind.startswith("time_"):
        return Message('“{typed}” is not a time of day, write it as "07:12"', values)
    if kind == "greater_than_equal":
        return Message("at least {limit} is needed", {"limit": limits["ge"]})
    if kind == "less_than_equal":
        return Message("at most {limit} is allowed", {"limit": limits["le"]})
    return None


def _meant(loc: tuple[int | str, ...]) -> Message | None:
    return suggestion(str(loc[-1]), sorted(_fields_at(loc[:-1])), cutoff=0.5)


def _fields_at(loc: tuple[int | str, ...]) -> list[str]:
    section: type[BaseModel] = Config
    by_container: dict[str, type[BaseModel]] = {
        "sources": SourceConfig,
        "tables": TableConfig,
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
