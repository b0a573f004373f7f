"""What a person allows a run to do."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from okrsync.sync.errors import Guard, Usage


@dataclass(frozen=True, slots=True)
class Options:
    """`yes` is consent without a question, `dry_run` writes and remembers nothing, `to` is
    where a changed copy goes instead, `accept` are guards that may pass this once."""

    yes: bool = False
    dry_run: bool = False
    to: str | None = None
    accept: Collection[Guard] = frozenset()


def guards_from(names: Collection[str]) -> frozenset[Guard]:
    """The guards that `--accept` names. Raises Usage."""
    unknown = sorted(name for name in names if name not in set(Guard))
    if unknown:
        raise Usage(f"--accept {unknown[0]!r} is no guard", hint=f"guards: {', '.join(Guard)}")
    return frozenset(Guard(name) for name in names)
