"""`okrsync mappings [NAME]`: the known layouts, and the words by which headers are known."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import Format


def run(
    language: Annotated[
        str, typer.Argument(help="A language (en, nl, de, fr, es, pt): its words.")
    ] = "",
    output: Format = "text",
) -> None:
    """List the presets, and with a language the header words of each field."""
    from okrsync.mapping import presets, words  # noqa: PLC0415 -- only when it works
    from okrsync.sync import Usage  # noqa: PLC0415

    shape = checked(output, Plain)
    if language and language not in words.LANGUAGES:
        raise Usage(f"no words for {language!r}", hint=f"languages: {', '.join(words.LANGUAGES)}")
    listed = {
        "presets": list(presets.names()),
        "languages": list(words.LANGUAGES),
        "headers": dict(words.load(language).headers) if language else {},
    }
    if shape is Plain.JSON:
        print_json(listed)
        return
    if language:
        for field, texts in words.load(language).headers.items():
            print_text(f"{field:<18} {', '.join(texts)}")
        return
    print_text("presets    " + ", ".join(presets.names()))
    print_text("languages  " + ", ".join(words.LANGUAGES))
