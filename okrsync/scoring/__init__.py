"""Progress, rollup, pace and status: every number with the terms that it is made of."""

from okrsync.scoring.decide import decide
from okrsync.scoring.explain import UnknownId, explain
from okrsync.scoring.score import score

__all__ = ["UnknownId", "decide", "explain", "score"]
