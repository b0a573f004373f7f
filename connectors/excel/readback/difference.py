"""What the check stops at: a difference between two versions that nobody planned."""

from __future__ import annotations

from okrsync.errors import Unsound
from okrsync.i18n import Message

_STOPPED = Message(
    "{file}: the new version did not pass okrsync's own check, so your file is as it was. "
    "In {part}: {found}"
)
_HINT = Message(
    "this is a fault in okrsync: please report it. Opening the workbook in your spreadsheet "
    "program and saving it again often helps meanwhile"
)


class Difference(Exception):
    """Something that was not to be: what it is, and where."""

    def __init__(self, text: Message, what: object) -> None:
        super().__init__(text.say(what=what))
        self.text, self.what = text, what


def unsound(file: str, part: str, found: Difference) -> Unsound:
    """The error that stops a write because of a difference in one part."""
    said = _STOPPED.filled(file=file, part=part, found=found.text.filled(what=found.what))
    return Unsound(said, hint=_HINT)
