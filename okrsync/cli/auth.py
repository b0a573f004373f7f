"""`okrsync auth`: sign in to a service with one's own account."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from okrsync.cli.language import system_language
from okrsync.cli.output import say
from okrsync.cli.work import settings_of
from okrsync.sync import Usage
from okrsync.text import Text
from okrsync.values import safe

OPEN = Text(
    en="Open this page in a browser on this machine and allow access:",
    nl="Open deze pagina in een browser op deze computer en geef toestemming:",
)


def run(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="google")],
    client: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The OAuth client's JSON file; needed the first time."),
    ] = None,
    read_only: Annotated[
        bool, typer.Option("--read-only", help="Ask for the right to read only.")
    ] = False,
    forget: Annotated[bool, typer.Option("--forget", help="Sign out.")] = False,
) -> None:
    """Sign in with your own account, in your browser; okrsync keeps it for you alone."""
    from okrsync.sync.opening import waiter  # noqa: PLC0415 -- only when it works
    from okrsync.sync.signing import signing_in  # noqa: PLC0415
    from okrsync.waiting import using  # noqa: PLC0415

    connector, deadline = signing_in(service), settings_of(ctx).deadline
    if forget:
        if client or read_only:
            raise Usage("--forget goes with nothing else", hint=f"okrsync auth {service} --forget")
        say(safe(connector.sign_out()))
        return
    with using(waiter(os.environ, float(deadline) if deadline else None, None)):
        say(safe(connector.sign_in(client, _show, write=not read_only)))


def _show(url: str) -> None:
    say(f"{OPEN.say(system_language())}\n\n    {safe(url)}\n")
