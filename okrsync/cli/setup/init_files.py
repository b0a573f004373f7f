"""The files that `okrsync init` writes: all of them, or none."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from okrsync.errors import Usage
from okrsync.i18n import Message

if TYPE_CHECKING:
    from okrsync.evaluate.suggest_mapping import Proposed
    from okrsync.mapping.asking.settled import SettledAnswers

NAME = "okrsync.toml"
CANT = Message("{path} can't be written: {reason}")
_MODE = 0o644


def texts(found: Proposed, folder: Path, *, agreed: bool) -> dict[str, str]:
    """File name → text, `okrsync.toml` last. Raises ConfigError where that one is no TOML."""
    from okrsync.mapping.asking import init_file  # noqa: PLC0415 -- only when it works
    from okrsync.mapping.asking.conversation import open_questions  # noqa: PLC0415
    from okrsync.mapping.asking.settled import settled  # noqa: PLC0415
    from okrsync.mapping.asking.source_section import Wanted, mapping_file  # noqa: PLC0415

    path, conversation = folder / NAME, found.conversation
    existing = path.read_text(encoding="utf-8") if path.is_file() else None
    known = _mappings(init_file.parsed(existing).unwrap())
    said = settled(conversation) if agreed else {}
    files = _files(said, known, folder)
    questions, guess = ((), None) if conversation.agreed else open_questions(conversation)
    wanted = Wanted(
        next(iter(found.locations), None),
        found.locations,
        found.language,
        said,
        files,
        questions,
        guess,
        agreed,
    )
    written = {}
    if conversation.proposal is not None:
        for name, file in files.items():
            location, proposal = found.locations[name], conversation.proposal
            written[file] = mapping_file(said[name], location, proposal, found.language)
    return written | {NAME: init_file.text(wanted, conversation.proposal, existing)}


def _mappings(document: Mapping[str, object]) -> dict[str, str]:
    """The mapping of each source that the file names already."""
    sources = document.get("sources")
    named = sources.items() if isinstance(sources, dict) else ()
    return {
        name: str(each.get("mapping", "auto")) for name, each in named if isinstance(each, dict)
    }


def _files(
    said: Mapping[str, SettledAnswers], known: Mapping[str, str], folder: Path
) -> dict[str, str]:
    """The mapping file of each source that needs one: its own again, else a name that is free."""
    found: dict[str, str] = {}
    for name, each in said.items():
        if each.whole is None or (name in known and not each.answered):
            continue
        plain = re.sub(r"[^\w-]+", "-", name).strip("-")
        stem = f"okrsync.{plain or 'source'}"
        names = (f"{stem}{f'-{n}' if n > 1 else ''}.toml" for n in range(1, 10_000))
        found[name] = next(
            file
            for file in names
            if file not in found.values()
            and (known.get(name) == file or not (folder / file).exists())
        )
    return found


def write(files: Mapping[str, str], folder: Path) -> None:
    """Write each file whole: beside its place first, and then all into theirs. Raises Usage, and
    then none of them is there or changed."""
    ready: list[tuple[Path, Path]] = []
    new: list[Path] = []
    name = NAME
    try:
        for name, text in files.items():
            # Where it is a link, what it leads to is written.
            path = Path(os.path.realpath(folder / name))
            ready.append((_beside(path, text), path))
        for temporary, path in ready:
            name = path.name
            fresh = not path.exists()
            os.replace(temporary, path)
            new += [path] if fresh else []
    except OSError as error:
        _remove(new)
        raise Usage(CANT.filled(path=name, reason=error.strerror)) from error
    finally:
        _remove(temporary for temporary, _ in ready)


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with contextlib.suppress(OSError):
            path.unlink()


def _beside(path: Path, text: str) -> Path:
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    descriptor, name = tempfile.mkstemp(prefix=".okrsync-", dir=path.parent)
    with open(descriptor, "w", encoding="utf-8", newline="\n") as stream:
        stream.write(text)
    os.chmod(name, path.stat().st_mode & 0o777 if path.exists() else _MODE)
    return Path(name)
