"""The catalogues: one file a language, opened at the first sentence that needs it."""

from __future__ import annotations

from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

DOMAIN = "okrsync"


def translated(language: str, text: str, many: str | None, count: int) -> str:
    """The sentence from the language's catalogue, `text` itself where it isn't there."""
    if not text:
        # gettext answers an empty sentence with the catalogue's header.
        return text
    catalogue = _catalogue(language)
    if many is None:
        return catalogue.gettext(text)
    return catalogue.ngettext(text, many, count)


@cache
def _catalogue(language: str) -> NullTranslations:
    folder = files("okrsync.i18n") / language / "LC_MESSAGES"
    compiled, source = folder / f"{DOMAIN}.mo", folder / f"{DOMAIN}.po"
    if compiled.is_file() and not _older(compiled, source):
        with compiled.open("rb") as file:
            return GNUTranslations(file)
    return _from_source(source, language) if source.is_file() else NullTranslations()


def _older(compiled: Traversable, source: Traversable) -> bool:
    """Whether the source was edited since, in a checkout; an installed package has both or one."""
    try:
        return bool(compiled.stat().st_mtime < source.stat().st_mtime)  # type: ignore[attr-defined]
    except (AttributeError, OSError):
        return False


def _from_source(source: Traversable, language: str) -> NullTranslations:
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- in a checkout only
    from babel.messages.pofile import read_po  # noqa: PLC0415

    with source.open("rb") as file:
        catalogue = read_po(file, locale=language)
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
