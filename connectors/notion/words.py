"""Words that a select lacks: added beside those that it has, and looked at afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from connectors.notion.remembering import OUTDATED, Source
from connectors.notion.schema import PLAIN, encoded, folded, properties_of
from okrsync.connector import Moved
from okrsync.transport import Unclear

if TYPE_CHECKING:
    from connectors.notion.client import Notion

Json = Mapping[str, Any]
Lacking = Mapping[str, tuple[Source, Mapping[str, set[str]]]]
"""By data source: the source, and by property id the words that it lacks."""


def add_words(notion: Notion, lacking: Mapping[str, tuple[Source, Mapping[str, set[str]]]]) -> None:
    """Give selects the words that they lack, those that they have sent along.

    Raises Moved where the answer shows an option lost.
    """
    for source, words in lacking.values():
        told = notion.data_source(source.id)
        body = _with_words(source.id, told, words)
        now = properties_of(_shaped(notion, source.id, body) if body else told)
        before = {one.id: one for one in properties_of(told)}
        after = {one.id: one for one in now}
        for ident, new in words.items():
            kept = {folded(word) for word in (*before[ident].options, *new)}
            if ident not in after or not kept <= {folded(w) for w in after[ident].options}:
                raise Moved(
                    f"the options of “{before[ident].name}” in “{source.name}” are not as they "
                    "should be",
                    hint="look at the property's options in Notion, then run it again",
                )
        source.properties = [after.get(one.id, one) for one in source.properties]


def _with_words(source: str, told: Json, words: Mapping[str, set[str]]) -> dict[str, Json]:
    """The change of each property: its options as they are, and the new ones."""
    body: dict[str, Json] = {}
    by_id = {one.id: one for one in properties_of(told)}
    for ident, new in words.items():
        one = by_id.get(ident)
        if one is None or one.type != "select":
            OUTDATED.add(source)
            raise Moved(
                "a column that okrsync writes to was removed or changed meanwhile",
                hint="look at the database, then run it again",
            )
        has = {folded(word) for word in one.options}
        fresh = [word for word in sorted(new) if folded(word) not in has]
        if fresh:
            options = told["properties"][one.name]["select"]["options"]
            kept = [{"name": o["name"], "color": o.get("color") or PLAIN} for o in options]
            more = [{"name": word, "color": PLAIN} for word in fresh]
            body[encoded(ident)] = {"select": {"options": [*kept, *more]}}
    return body


def _shaped(notion: Notion, source: str, body: Json) -> Json:
    try:
        return notion.shape(source, body)
    except Unclear:
        return notion.data_source(source)
