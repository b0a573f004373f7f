"""Which kind of output or of ambiguity: it chooses the finding, not the verdict."""

from __future__ import annotations

from okrsync.language.signals import Signals
from okrsync.language.verdict import Label, Shade

QUANTITIES = ("q=count", "q=count-first", "q=rhythm", "q=from-to", "q=time", "q=time-first")
MILESTONES = ("has done", "v=work participle", "v=make participle", "q=whole")

REACTIONS = ("win", "earn", "react", "move", "attain")

EACH = ("v=work participle", "v=make participle")
"""As in "200 nurses trained": the same was done to each of a number."""


def shade(label: Label, lean: Label, signals: Signals) -> Shade:
    """The shade of a verdict.

    An ambiguous text is a hybrid where it names a work and a result; a text that leans to output
    is money spent, a count of own actions, something that is done or not done, or work.
    """
    found = signals.found
    if label is Label.AMBIGUOUS:
        return Shade.HYBRID if _hybrid(found) else Shade.UNCLEAR
    if lean is Label.OUTCOME:
        return Shade.RESULT
    if _spent(found):
        return Shade.SPEND
    if _counted(found):
        return Shade.QUOTA
    if any(m in found for m in MILESTONES):
        return Shade.MILESTONE
    return Shade.WORK


def _spent(found: dict[str, tuple[int, int]]) -> bool:
    """A budget, whether "spend €200K" or "run a €200K campaign"; an amount behind a threshold
    ("deals over $1M") tells which ones are meant."""
    return "q=money" in found and ("has spend" in found or "q=threshold" not in found)


def _counted(found: dict[str, tuple[int, int]]) -> bool:
    counted = any(q in found for q in QUANTITIES) or "has count" in found
    own_action = "has activity" in found or "has act" in found or "o=product" in found
    each = "q=count-first" in found and any(done in found for done in EACH)
    return (counted and own_action) or each


def _hybrid(found: dict[str, tuple[int, int]]) -> bool:
    work = any(s in found for s in ("has work", "has act", "o=product", "o=activity"))
    return work and any(_promises(found, zone) for zone in ("second", "with", "result"))


def _promises(found: dict[str, tuple[int, int]], zone: str) -> bool:
    """Whether the joined claim is another one than work: a result of it, or a work's result."""
    if zone not in found or zone != "second":
        return zone in found
    if any(f"second has {verb}" in found for verb in REACTIONS):
        return True
    works = any(f"second has {verb}" in found for verb in ("make", "work", "act"))
    return not works or "has win" in found or "has earn" in found or "has move" in found
