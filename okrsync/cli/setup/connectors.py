"""`okrsync connectors`: what can be read and written here."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync import connector
from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_text


def run(
    output: Annotated[str, typer.Option("--format", help="text or json")] = "text",
) -> None:
    """List the connectors and the locations that they claim."""
    claims = connector.claims()
    known = {
        name: sorted(place for place, owner in claims.items() if owner == name)
        for name in connector.names()
    }
    if checked(output, Plain) is Plain.JSON:
        found = [{"name": name, "locations": places} for name, places in known.items()]
        print_json({"connectors": found})
        return
    for name, places in known.items():
        print_text(f"{name:<16} {'  '.join(places)}")
