"""What is settled once and stays: the language, headers and words of our columns, the period.

It is kept in the state and, where there is one, in `okrsync.toml`, so that another machine
writes the same words.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from okrsync.mapping.words import load
from okrsync.sync.preparing import Prepared
from okrsync.table import NewColumn
from okrsync.text import Text

NOT_NOTED = Text(
    en="{path} could not be changed ({reason}): the headers of the new columns are not in it.",
    nl="{path} kon niet worden gewijzigd ({reason}): de koppen van de nieuwe kolommen staan er "
    "niet in.",
)


def settled(prepared: Prepared, columns: Iterable[NewColumn]) -> dict[str, object]:
    """What this run settles: the headers that stand in the sheet now, the words and language
    of our columns as soon as there are any, the period where nobody gives one."""
    evaluation, known = prepared.evaluation, prepared.gathered.recall
    facts: dict[str, object] = {}
    headers = {
        field: header
        for table in evaluation.reading.tables
        for field, header in table.managed_headers.items()
    } | {column.field: column.header for column in columns}
    if headers:
        facts["headers"] = {**headers, **known.texts("headers")}
        facts.setdefault("language", known.fixed.get("language", evaluation.language))
        facts["words"] = {**words(prepared), **known.texts("words")}
    workspace = evaluation.job.config.workspace
    if not workspace.period and evaluation.own_period and "period" not in known.fixed:
        facts["period"] = evaluation.period.model_dump(mode="json")
    return facts


def words(prepared: Prepared) -> dict[str, str]:
    """The word of each status: the configuration's, else the language's."""
    own = prepared.evaluation.job.config.write_back.status_words
    return {str(k): v for k, v in load(prepared.evaluation.language).status.items()} | dict(own)


def note_in_config(
    path: Path, headers: Mapping[str, str], words_: Mapping[str, str], language: str
) -> str | None:
    """Write headers and words that it lacks into `okrsync.toml`, its comments kept; what to
    say where that can't be done."""
    import tomlkit  # noqa: PLC0415 -- only when columns are added
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        document = tomlkit.parse(text)
        section = document.setdefault("write_back", tomlkit.table())
        for name, values in (("columns", headers), ("status_words", words_)):
            kept = section.setdefault(name, tomlkit.inline_table())
            for key, value in values.items():
                kept.setdefault(key, value)
        changed = tomlkit.dumps(document)
        if changed != text:
            _replace(path, changed)
    except (OSError, ValueError, TypeError, AttributeError, TOMLKitError) as error:
        return NOT_NOTED.say(language, path=path, reason=error)
    return None


def _replace(path: Path, text: str) -> None:
    real = Path(os.path.realpath(path))
    handle, temporary = tempfile.mkstemp(prefix=".okrsync-", dir=real.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).chmod(real.stat().st_mode & 0o7777)
        Path(temporary).replace(real)
    finally:
        with suppress(OSError):
            Path(temporary).unlink()
