"""Which kind of output or of ambiguity: it chooses the finding, not the verdict."""

from __future__ import annotations

from okrsync.language.signals import Signals
from okrsync.language.verdict import Label, Shade

QUANTITIES = ("q=count", "q=count-first", "q=rhythm", "q=from-to", "q=time", "q=time-first")
MILESTONES = ("has done", "v=work participle", "v=make participle", "q=whole")

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
    if "q=money" in found:  # a budget, whether "spend €200K" or "run a €200K campaign"
        return Shade.SPEND
    if _counted(found):
        return Shade.QUOTA
    if any(m in found for m in MILESTONES):
        return Shade.MILESTONE
    return Shade.WORK


def _counted(found: dict[str, tuple[int, int]]) -> bool:
    counted = any(q in found for q in QUANTITIES) or "has count" in found
    own_action = "has activity" in found or "has act" in found or "o=product" in found
    each = "q=count-first" in found and any(done in found for done in EACH)
    return (counted and own_action) or each


def _hybrid(found: dict[str, tuple[int, int]]) -> bool:
    work = any(s in found for s in ("has work", "has act", "o=product", "o=activity"))
    joined = any(z in found for z in ("second", "with", "result"))
    return work and joined
