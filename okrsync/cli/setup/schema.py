"""`okrsync schema`: the JSON Schema of a Plan."""

from __future__ import annotations

from okrsync.cli.output import print_json


def run() -> None:
    """Print the JSON Schema of what `okrsync export` prints."""
    from okrsync.model import Plan  # noqa: PLC0415 -- only where it is needed

    print_json(Plan.model_json_schema(mode="serialization"))
