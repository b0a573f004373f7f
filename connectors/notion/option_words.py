"""Words that a select lacks: added beside those that it has, and looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from connectors.notion.read.cache import KnownSource
from connectors.notion.read.outdated import set_outdated
from connectors.notion.schema import PLAIN, Property, encoded, folded, properties_of
from okrsync.connector import Moved
from okrsync.http import Unclear
from okrsync.i18n import Message

if TYPE_CHECKING:
    from connectors.notion.api import Notion

Json = Mapping[str, Any]
Words = Mapping[str, set[str]]
"""By property id, the words that it lacks."""
Lacking = Mapping[str, tuple[KnownSource, Words]]
"""By data source: the source, and what its selects lack."""


def add_words(notion: Notion, source: KnownSource, words: Words) -> Sequence[Message]:
    """Give selects the words that they lack, those that they have sent along; a sentence for
    each word of ours that was there before.

    Raises Moved where the answer shows an option lost, Forbidden.
    """
    told = notion.data_source(source.id)
    before = {one.id: one for one in properties_of(told)}
    body = _with_words(source, told, before, words)
    after = _shaped(notion, source, before, words, body) if body else before
    source.properties = [after.get(one.id, one) for one in source.properties]
    return [
        Message(
            "“{database}”: the option “{option}” of “{property}” was deleted, and was put back",
            {"database": source.name, "option": word, "property": before[ident].name},
        )
        for ident, new in words.items()
        for word in sorted(new)
        if _is_new(before[ident], word) and _colour(source, ident, word) is not None
    ]


def _with_words(
    source: KnownSource, told: Json, before: Mapping[str, Property], words: Words
) -> dict[str, Json]:
    """The change of each property: its options as they are, and the new ones."""
    body: dict[str, Json] = {}
    for ident, new in words.items():
        one = before.get(ident)
        if one is None or one.type != "select":
            set_outdated(source.id, source.properties)
            raise Moved(
                Message("a column that okrsync writes to was removed or changed meanwhile"),
                hint=Message("look at the database, then run it again"),
            )
        fresh = [word for word in sorted(new) if _is_new(one, word)]
        if fresh:
            options = told["properties"][one.name]["select"]["options"]
            kept = [{"name": o["name"], "color": o.get("color") or PLAIN} for o in options]
            more = [{"name": w, "color": _colour(source, ident, w) or PLAIN} for w in fresh]
            body[encoded(ident)] = {"select": {"options": [*kept, *more]}}
    return body


def _is_new(one: Property, word: str) -> bool:
    return folded(word) not in {folded(option) for option in one.options}


def _colour(source: KnownSource, ident: str, word: str) -> str | None:
    """The colour that a word of ours had from the beginning, None for another word."""
    known = source.watched.get(ident, {})
    return next((colour for one, colour in known.items() if folded(one) == folded(word)), None)


def _shaped(
    notion: Notion, source: KnownSource, before: Mapping[str, Property], words: Words, body: Json
) -> dict[str, Property]:
    """The properties afterwards; looked at once more where the answer shows less than was sent."""
    try:
        now = properties_of(notion.shape(source.id, body))
    except Unclear:
        now = []
    if _short(now, before, words) is not None:
        now = properties_of(notion.data_source(source.id))
    short = _short(now, before, words)
    if short is not None:
        raise Moved(
            Message(
                "the options of “{property}” in “{database}” are not as they should be",
                {"property": short.name, "database": source.name},
            ),
            hint=Message("look at the property's options in Notion, then run it again"),
        )
    return {one.id: one for one in now}


def _short(
    now: Sequence[Property], before: Mapping[str, Property], words: Words
) -> Property | None:
    """A property that lacks an option which it had or was given."""
    options = {one.id: {folded(word) for word in one.options} for one in now}
    for ident, new in words.items():
        kept = {folded(word) for word in (*before[ident].options, *new)}
        if not kept <= options.get(ident, set()):
            return before[ident]
    return None
