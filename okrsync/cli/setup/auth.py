"""`okrsync auth`: sign in to a service with one's own account."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from okrsync.cli.language import system_language
from okrsync.cli.output import say
from okrsync.cli.work import settings_of
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.shell import quoted
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.connector import SigningIn

NO_SIGN_IN = Message("Nothing signs in to {service!r}")
OTHERS = Message("Known: {services}. Other services take a token from the environment.")
OPEN = Message("Open this page in a browser on this machine and allow access:")


def run(
    ctx: typer.Context,
    service: Annotated[str, typer.Argument(metavar="SERVICE", help="Which service: google.")],
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
    from okrsync.http.waiting import using  # noqa: PLC0415
    from okrsync.sources.open import waiter  # noqa: PLC0415 -- only when it works

    connector, deadline = _signing_in(service), settings_of(ctx).deadline
    if forget:
        if client or read_only:
            raise Usage(
                Message("--forget can't be combined with other options"),
                hint=Message("okrsync auth {service} --forget", {"service": quoted(service)}),
            )
        say(safe(connector.sign_out().say(system_language())))
        return
    with using(waiter(os.environ, deadline, None)):
        signed_in = connector.sign_in(client, _show, write=not read_only)
        say(safe(signed_in.say(system_language())))


def _signing_in(service: str) -> SigningIn:
    """The connector that signs in to this service. Raises Usage, naming those there are."""
    from okrsync.connector import SigningIn, load, names  # noqa: PLC0415 -- only when it works

    known = {c.service: c for c in map(load, names()) if isinstance(c, SigningIn)}
    if service not in known:
        raise Usage(
            NO_SIGN_IN.filled(service=service),
            hint=OTHERS.filled(services=", ".join(sorted(known))),
        )
    return known[service]


def _show(url: str) -> None:
    say(f"{OPEN.say(system_language())}\n\n    {safe(url)}\n")
