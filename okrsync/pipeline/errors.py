"""What stops a command in the pipeline, each with its exit code and what to do about it."""

from __future__ import annotations

from okrsync.errors import Stop


class ConsentNeeded(Stop):
    """Nobody agreed to what would be done; the hint is the command that agrees."""

    code = "consent"


class Declined(ConsentNeeded):
    """Somebody was asked and said no: it was done as they said. The hint is how to do it yet."""

    code = "declined"
    exit_code = 0


class PlanRefused(Stop):
    """A saved plan is stale or forged: it is not what sync would do now."""

    code = "plan-refused"
