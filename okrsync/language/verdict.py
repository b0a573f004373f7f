"""What the checker says of one text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """What a text measures; ambiguous is an honest answer."""

    OUTCOME = "outcome"
    OUTPUT = "output"
    AMBIGUOUS = "ambiguous"


class Shade(StrEnum):
    """Which kind of output or ambiguity, for the finding that fits."""

    WORK = "work"
    """A deliverable or an activity (OUT01)."""
    QUOTA = "quota"
    """A count of own actions (OUT02)."""
    SPEND = "spend"
    """Money spent (OUT03)."""
    HYBRID = "hybrid"
    """Work and result in one text (OUT04)."""
    MILESTONE = "milestone"
    """Done or not done (OUT05)."""
    UNCLEAR = "unclear"
    """Reads both ways (OUT06)."""
    RESULT = "result"
    """An outcome."""


@dataclass(frozen=True, slots=True)
class Reason:
    """One signal: its name, the words of the text that it saw, and which way it points."""

    signal: str
    words: str
    towards: Label
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on one text.

    `lean` is outcome or output, never ambiguous; `confidence` the probability, 0.5–1, that
    `lean` is right. `lang` is the language it was judged in.
    """

    text: str
    lang: str
    label: Label
    lean: Label
    confidence: float
    shade: Shade
    reasons: Sequence[Reason] = ()
