"""How scores calculate: with decimals, exactly, so that no sum depends on the order of rows."""

from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, localcontext

ZERO = Decimal(0)
ONE = Decimal(1)

_QUOTIENT = Context(prec=28, Emax=MAX_EMAX, Emin=MIN_EMIN)
_SUM = Context(prec=100, Emax=MAX_EMAX, Emin=MIN_EMIN)

divide = _QUOTIENT.divide
"""A quotient, to 28 figures: the only place where a score is rounded at all."""


subtract = _SUM.subtract
"""A difference with every figure, whatever the caller's context is."""


def exactly() -> AbstractContextManager[Context]:
    """A context in which sums and products of such quotients keep every figure."""
    return localcontext(_SUM)


def clamp(value: Decimal | None) -> Decimal:
    """What a rollup takes of a progress: within [0, 1], and 0 where there is none."""
    if value is None or value <= ZERO:
        return ZERO
    return value if value < ONE else ONE


def mean(total: Decimal, weight: Decimal) -> Decimal | None:
    """A weighted mean, None where nothing weighs anything."""
    return divide(total, weight) if weight else None


def weight_of(weight: Decimal | None) -> Decimal:
    """The weight that counts: a blank and a negative one are 1 (the latter has its finding)."""
    return ONE if weight is None or weight < ZERO else weight
