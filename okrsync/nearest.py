"""The known name that is nearest to a mistyped one, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from okrsync.i18n import Message

MOST = 12
"""So many known names are listed where none is near."""
LIKE = 0.6


def nearest(word: str, known: Iterable[str], cutoff: float = LIKE) -> str | None:
    """The name most like this word, upper and lower case alike; None where none is like it."""
    from difflib import get_close_matches  # noqa: PLC0415 -- only where something was mistyped

    spelled = {name.casefold(): name for name in known if name}
    close = get_close_matches(word.casefold(), spelled, n=1, cutoff=cutoff)
    if close:
        return spelled[close[0]]
    begun = [folded for folded in spelled if word and folded.startswith(word.casefold())]
    return spelled[min(begun, key=len)] if begun else None


def meant(name: str | None) -> Message | None:
    """Whether this name was meant; None where none is near."""
    return Message("did you mean {name}?", {"name": name}) if name else None


def suggestion(word: str, known: Iterable[str], cutoff: float = LIKE) -> Message | None:
    """Which name may have been meant, else which names there are; None where there are none."""
    names = list(dict.fromkeys(name for name in known if name))
    close = nearest(word, names, cutoff)
    if close is not None or not names:
        return meant(close)
    more = ", …" if len(names) > MOST else ""
    return Message("known: {names}", {"names": ", ".join(names[:MOST]) + more})


def file_like(path: Path, suffixes: Iterable[str] = ()) -> str | None:
    """The file beside a mistyped one that is most like it, as a path that can be typed."""
    wanted = tuple(suffixes)
    try:
        names = [
            each.name
            for each in path.parent.iterdir()
            if not each.name.startswith((".", "~$"))
            and (not wanted or each.suffix.lower() in wanted)
            and each.is_file()
        ]
    except OSError:
        return None
    # Without a suffix, names are compared without theirs.
    names.sort(reverse=True)
    spelled = {name if path.suffix else Path(name).stem: name for name in names}
    close = nearest(path.name, spelled)
    return str(path.with_name(spelled[close])) if close else None
