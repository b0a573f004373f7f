"""Whether everything in a message is said in Dutch too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from okrsync.errors import OkrsyncError
from okrsync.i18n import Message
from okrsync.i18n.catalogues import translated


def untranslated(message: Message) -> Iterator[str]:
    """The sentences in a message, those within it included, that the Dutch catalogue lacks."""
    if re.search(r"[a-z]{2}", re.sub(r"\{\w+\}", "", message.text)):
        said = translated("nl", message.text, message.many, message.count)
        if said in (message.text, message.many):
            yield message.text
    for value in message.values.values():
        if isinstance(value, Message):
            yield from untranslated(value)


def dutch(error: OkrsyncError) -> str:
    """What a Dutch person reads, with the hint. Fails where any of it is English."""
    messages = [error.message, *([error.hint] if error.hint else [])]
    assert [text for one in messages for text in untranslated(one)] == []
    return "\n".join(one.say("nl") for one in messages)
