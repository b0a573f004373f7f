"""`okrsync mappings [NAME]`: the known layouts, and the words by which headers are known."""

from __future__ import annotations

from typing import Annotated

import typer

from okrsync.cli.formats import Plain, checked
from okrsync.cli.language import system_language
from okrsync.cli.output import print_json, print_text
from okrsync.cli.work import Format
from okrsync.errors import Usage
from okrsync.i18n import Message
from okrsync.nearest import suggestion

PRESETS = Message("presets")
LANGUAGES = Message("languages")


def run(
    language: Annotated[
        str,
        typer.Argument(
            metavar="[LANGUAGE]", help="A language (en, nl, de, fr, es, pt): its words."
        ),
    ] = "",
    output: Format = "text",
) -> None:
    """List the presets, and with a language the header words of each field."""
    from okrsync.mapping.files import presets  # noqa: PLC0415 -- only when it works
    from okrsync.mapping.vocabulary import words  # noqa: PLC0415 -- only when it works

    shape = checked(output, Plain)
    if language and language not in words.LANGUAGES:
        unknown = Message("no words for the language “{name}”", {"name": language})
        raise Usage(unknown, hint=suggestion(language, words.LANGUAGES))
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
    for heading, names in ((PRESETS, presets.names()), (LANGUAGES, words.LANGUAGES)):
        print_text(f"{heading.say(system_language()):<10} {', '.join(names)}")
