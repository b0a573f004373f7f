"""The one canonical model: what an OKR sheet says, whatever the sheet looks like.

Absent is `None` and never 0. Numbers are `Decimal`; a percent is stored as the fraction with
unit `%`. Nothing in here is computed: scores live in `okrsync.scoring`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

if TYPE_CHECKING:
    from pydantic import GetJsonSchemaHandler
    from pydantic.json_schema import JsonSchemaValue
    from pydantic_core import core_schema

SCHEMA_VERSION = 1


def json_number(value: Decimal) -> int | float:
    """A decimal as a JSON number: whole ones stay whole."""
    return int(value) if value == value.to_integral_value() else float(value)


Number = Annotated[
    Decimal, PlainSerializer(json_number, return_type=float, when_used="json-unless-none")
]


class ObjectiveKind(StrEnum):
    """What is expected at the end: all of it, 70 % of it, or to have learned."""

    COMMITTED = "committed"
    ASPIRATIONAL = "aspirational"
    LEARNING = "learning"


class Level(StrEnum):
    """Whose objective it is."""

    COMPANY = "company"
    TEAM = "team"
    INDIVIDUAL = "individual"


class TargetType(StrEnum):
    """How current, baseline and target relate."""

    INCREASE = "increase"
    DECREASE = "decrease"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BETWEEN = "between"
    MILESTONE = "milestone"


class TargetMode(StrEnum):
    """What the sheet's target says: a level, a difference from, or a multiple of the baseline."""

    ABSOLUTE = "absolute"
    DELTA = "delta"
    FACTOR = "factor"


class Measures(StrEnum):
    """What a human says that a key result measures."""

    OUTCOME = "outcome"
    OUTPUT = "output"


class Cadence(StrEnum):
    """The rhythm of a check-in or of an action."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Aggregation(StrEnum):
    """How a KPI's values over a period make one."""

    SUM = "sum"
    AVERAGE = "average"
    LAST = "last"
    COUNT = "count"


class KpiKind(StrEnum):
    """Whether a KPI foretells or confirms."""

    LEADING = "leading"
    LAGGING = "lagging"


class Status(StrEnum):
    """The words of a status: running, final, and the three that say why there is none."""

    ON_TRACK = "on_track"
    NEEDS_ATTENTION = "needs_attention"
    OFF_TRACK = "off_track"
    ACCOMPLISHED = "accomplished"
    ACHIEVED = "achieved"
    PARTIAL = "partial"
    MISSED = "missed"
    NOT_STARTED = "not_started"
    NO_DATA = "no_data"


class Severity(StrEnum):
    """`error` makes `check` exit 1; `off` silences a rule."""

    ERROR = "error"
    WARN = "warn"
    INFO = "info"
    OFF = "off"


class Base(BaseModel):
    """Immutable, and strict about names: a misspelt field is an error, not a surprise."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """The schema with each field's docstring: read from the source only where it is asked for,
        since reading it for each class takes as long as a small sheet does."""
        from okrsync.docstrings import of_fields  # noqa: PLC0415 -- see above

        shown = handler(core)
        properties = handler.resolve_ref_schema(shown).get("properties", {})
        for name, text in of_fields(cls).items():
            if name in properties:
                properties[name].setdefault("description", text)
        return shown


class Source(Base):
    """Where an entity was read, so that every message can name a cell."""

    connector: str
    location: str
    tab: str | None = None
    row: int | None = None
    """The row as the spreadsheet shows it."""
    cells: dict[str, str] = Field(default_factory=dict)
    """Field → address, such as `{"current": "C7"}`."""


class Period(Base):
    """A stretch of time, both ends included."""

    label: str
    start: date
    end: date


class Metric(Base):
    """The numbers of a key result or a KPI."""

    target_type: TargetType = TargetType.INCREASE
    target_mode: TargetMode = TargetMode.ABSOLUTE
    unit: str | None = None
    """`%`, a currency code, or a word."""
    baseline: Number | None = None
    baseline_kept: bool = False
    """Whether the start is the one that stood in the sheet before: its cell is blank now."""
    target: Number | None = None
    """The level to reach, already worked out where the mode is delta or factor."""
    target_value: Number | None = None
    """What the sheet says where the mode is delta (the difference) or factor (1.2, 2, 0.5)."""
    lower: Number | None = None
    upper: Number | None = None
    current: Number | None = None
    declared: bool = False
    """Whether the sheet itself says the target type (a column or a word), or we inferred it."""
    unclear: tuple[str, ...] = ()
    """Numbers whose cell can't be read, or reads two ways: None here, and never assumed."""


class Entity(Base):
    """What everything in a Plan has."""

    id: str
    title: str
    source: Source | None = None
    owner: str | None = None
    team: str | None = None
    period: Period | None = None
    parked: bool = False
    description: str | None = None
    notes: str | None = None
    """What people wrote in a notes column: a waiver with its reason may stand in it."""
    tags: tuple[str, ...] = ()
    extra: dict[str, Any] = Field(default_factory=dict)
    """Columns that have no field, by header: they survive a migration."""


class Objective(Entity):
    """Where to?"""

    kind: ObjectiveKind = ObjectiveKind.COMMITTED
    level: Level | None = None
    parent_id: str | None = None
    """An objective's or a key result's id."""
    theme: str | None = None
    weight: Number | None = None
    reported_progress: Number | None = None
    reported_status: str | None = None


class KeyResult(Entity):
    """Which result?"""

    objective_id: str | None = None
    metric: Metric | None = None
    weight: Number | None = None
    """Blank is None and weighs 1."""
    due: date | None = None
    confidence: Number | None = None
    cadence: Cadence = Cadence.WEEKLY
    kpi_id: str | None = None
    measures: Measures | None = None
    reported_progress: Number | None = None
    """A fraction, as a human typed it or a formula of the sheet gives it."""
    reported_status: str | None = None
    """The human's own words."""


class Initiative(Entity):
    """What must I do? Any output: a task, a project, a deliverable, a daily action."""

    supports: tuple[str, ...] = ()
    """Ids of key results, objectives or KPIs."""
    due: date | None = None
    done: bool | None = None
    done_on: date | None = None
    progress: Number | None = None
    cadence: Cadence = Cadence.ONCE
    amount: Number | None = None
    minutes: Number | None = None
    reported_status: str | None = None


class Kpi(Entity):
    """A number to watch, weekly or monthly."""

    metric: Metric | None = None
    cadence: Cadence | None = None
    aggregation: Aggregation = Aggregation.LAST
    kind: KpiKind | None = None
    feeds: str | None = None
    objective_id: str | None = None


class CheckIn(Base):
    """What was known of an entity on a day."""

    entity_id: str
    on: date
    value: Number | None = None
    confidence: Number | None = None
    status: str | None = None
    note: str | None = None
    author: str | None = None


class Plan(Base):
    """Everything that a workspace's sources say, flat, joined by ids."""

    schema_version: int = SCHEMA_VERSION
    period: Period | None = None
    north_star: str | None = None
    theme: str | None = None
    objectives: tuple[Objective, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    check_ins: tuple[CheckIn, ...] = ()

    @property
    def entities(self) -> tuple[Entity, ...]:
        """Objectives, key results, initiatives and KPIs, in this order."""
        return (*self.objectives, *self.key_results, *self.initiatives, *self.kpis)

    @property
    def empty(self) -> bool:
        """Whether there is nothing in it at all."""
        return not self.entities
