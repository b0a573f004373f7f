"""The lexicon of each language, loaded once: the compiled file, or its words built anew."""

from __future__ import annotations

import zlib
from functools import cache

from okrsync.language import compiled
from okrsync.language.lexicon import HERE, Lexicon


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language; English where there is no file for it.

    The forms are read from the compiled file beside it; one that does not belong to the lexicon
    file as it stands is passed over, so that a corrected word counts at once.
    """
    if not available(language):
        language = "en"
    source = (HERE / f"{language}.toml").read_bytes()
    lexicon = compiled.read(language, zlib.crc32(source))
    if lexicon is None:
        from okrsync.language.build import build  # noqa: PLC0415 - needed only after a correction

        lexicon = build(language, source.decode("utf-8"))
    if language != "en":
        lexicon.fallback = load("en")
    return lexicon


@cache
def function_words(language: str) -> frozenset[str]:
    """The words that tell a language from others, without reading all of its lexicon."""
    source = (HERE / f"{language}.toml").read_bytes()
    known = compiled.function_words(language, zlib.crc32(source))
    return load(language).detect if known is None else known


@cache
def available(language: str) -> bool:
    """Whether there is a lexicon file for this language."""
    return language.isalpha() and (HERE / f"{language}.toml").is_file()
