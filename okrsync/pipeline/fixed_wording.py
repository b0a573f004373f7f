"""What is settled once and stays: the language, headers and words of our columns, the period.

It is kept in the state and, where there is one, in `okrsync.toml`, so that another machine
writes the same words.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import reduce
from operator import or_
from pathlib import Path

from okrsync.evaluate.source_wording import source_wording
from okrsync.evaluate.workspace import texts
from okrsync.i18n import Message
from okrsync.mapping.vocabulary.words import load
from okrsync.pipeline.prepare import Prepared
from okrsync.table import NewColumn

Noted = tuple[Mapping[str, str], Mapping[str, str]]
"""Headers by managed field, and words by status."""

NOT_NOTED = Message(
    "{path} could not be changed ({reason}): the headers of the new columns are not in it."
)


def settled(prepared: Prepared, columns: Iterable[NewColumn]) -> dict[str, object]:
    """What this run settles: the headers that stand in the sheet now, the words and language
    of our columns as soon as there are any, the period where nobody gives one."""
    evaluation, known = prepared.evaluation, prepared.gathered.recall
    facts: dict[str, object] = {}
    found = _headers(prepared, columns)
    if found:
        own = source_wording(evaluation, known)
        common = {s: each for s, each in found.items() if own[s].language == evaluation.language}
        headers = reduce(or_, common.values(), dict[str, str]())
        facts["headers"] = {**headers, **known.texts("headers")}
        facts.setdefault("language", known.fixed.get("language", evaluation.language))
        facts["words"] = {**words(prepared), **known.texts("words")}
        facts["wording"] = {**known.wording} | {
            source: {
                "language": own[source].language,
                "headers": {**stand, **own[source].headers},
                "words": {**words(prepared, source), **own[source].words},
            }
            for source, stand in found.items()
        }
    workspace = evaluation.job.config.workspace
    if not workspace.period and evaluation.own_period and "period" not in known.fixed:
        facts["period"] = evaluation.period.model_dump(mode="json")
    return facts


def words(prepared: Prepared, source: str | None = None) -> dict[str, str]:
    """The word of each status, in this source or in all: the configuration's, else the
    language's."""
    evaluation = prepared.evaluation
    settings, language = evaluation.job.config.write_back, evaluation.language
    own = settings.status_words
    if source is not None:
        own = settings.of(source).status_words
        language = source_wording(evaluation, prepared.gathered.recall)[source].language
    return {str(k): v for k, v in load(language).status.items()} | dict(own)


def _headers(prepared: Prepared, columns: Iterable[NewColumn]) -> dict[str, dict[str, str]]:
    """The headers of our columns by source and managed field, the new ones included."""
    found: dict[str, dict[str, str]] = {}
    for table in prepared.evaluation.reading.tables:
        if table.managed_headers:
            found.setdefault(table.source, {}).update(table.managed_headers)
    for column in columns:
        source = prepared.tables.by_key[column.table].source
        found.setdefault(source, {})[column.field] = column.header
    return found


def to_note(prepared: Prepared, facts: Mapping[str, object]) -> dict[str, Noted]:
    """What `okrsync.toml` is to hold of the new columns: for all sources (under "") where their
    wording is one, else for each of its own."""
    known = replace(prepared.gathered.recall, fixed=facts)
    new: dict[str, dict[str, str]] = {}
    for column in prepared.columns:
        source = prepared.tables.by_key[column.table].source
        new.setdefault(source, {})[column.field] = column.header
    said = {name: texts(each.get("words")) for name, each in known.wording.items()}
    if len({known.wording[name].get("language") for name in known.wording}) < 2:
        return {"": (reduce(or_, new.values(), dict[str, str]()), known.texts("words"))}
    return {source: (headers, said.get(source, {})) for source, headers in new.items()}


def note_in_config(path: Path, noted: Mapping[str, Noted]) -> Message | None:
    """Write headers and words that it lacks into `okrsync.toml`, its comments kept; what to
    say where that can't be done. What it says for all sources is not said again for one."""
    import tomlkit  # noqa: PLC0415 -- only when columns are added
    from tomlkit.exceptions import TOMLKitError  # noqa: PLC0415

    try:
        with path.open(encoding="utf-8", newline="") as stream:
            text = stream.read()
        document = tomlkit.parse(text)
        section = document.setdefault("write_back", tomlkit.table())
        for source, values in noted.items():
            own = section
            if source:
                every = section.setdefault("sources", tomlkit.table(is_super_table=True))
                own = every.setdefault(source, tomlkit.table())
            for name, pairs in zip(("columns", "status_words"), values, strict=True):
                common = section.get(name, {}) if source else {}
                lacking = {key: value for key, value in pairs.items() if key not in common}
                if lacking or not source:
                    kept = own.setdefault(name, tomlkit.inline_table())
                    for key, value in lacking.items():
                        kept.setdefault(key, value)
        changed = tomlkit.dumps(document)
        if changed != text:
            _replace(path, changed)
    except (OSError, ValueError, TypeError, AttributeError, TOMLKitError) as error:
        return NOT_NOTED.filled(path=path, reason=error)
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
