"""Progress, rollup, pace and status: every number with the terms that it is made of."""
