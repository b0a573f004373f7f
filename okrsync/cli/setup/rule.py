"""`okrsync rule [CODE]`: what a finding sees, why it matters and what to write instead."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.output import print_text
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.nearest import meant, nearest


def run(
    code: Annotated[
        str,
        typer.Argument(
            metavar="[CODE]", help="Such as OUT01, or a family such as OUT; else the whole list."
        ),
    ] = "",
) -> None:
    """Explain a finding: what it sees, why it matters, what to write instead."""
    from okrsync.rules import catalogue  # noqa: PLC0415 -- only where it is needed
    from okrsync.rules.page import overview, page  # noqa: PLC0415

    rules = dict(catalogue())
    wanted = code.upper()
    if wanted in rules:
        print_text(page(rules[wanted]))
        return
    family = {c: rule for c, rule in rules.items() if c.rstrip("0123456789") == wanted}
    if not family and code:
        near = meant(nearest(wanted, rules, cutoff=0.3))
        unknown = Message("unknown rule: {code}", {"code": code})
        raise Usage(unknown, hint=near or Message("all rules: okrsync rule"))
    print_text(overview(family or rules))
