"""Brings the message catalogues up to date: extract, update, compile.

`python -m build_tools.messages` (or `make messages`) writes each language's .po
anew; `--check` only says whether they are as they should be.
"""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from build_tools.backend import CATALOGUES, compile_catalogues

ROOT = CATALOGUES.parents[1]
ROOMS = ("okrsync", "connectors")
COMMANDS = "okrsync/cli/"
WIDTH = 100
Sentence = str | tuple[str, str]
"""What a catalogue has an entry for: one sentence, or the two forms of a plural."""


class NotConstant(Exception):
    """A message whose sentence is put together when the program runs: nobody can translate it."""


def found() -> Iterator[tuple[Sentence, str]]:
    """Every sentence in the code, with the file that it stands in. Raises NotConstant."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name.startswith("okrsync/i18n/"):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for sentence in _in_code(tree, name):
                yield sentence, name
            if name.startswith(COMMANDS):
                for text in _in_help(tree, name):
                    yield " ".join(text.split()), name
    trades = ROOT / "okrsync" / "rules" / "trades.toml"
    for trade in tomllib.loads(trades.read_text(encoding="utf-8")).values():
        for key in ("example", "asks"):
            yield trade[key], trades.relative_to(ROOT).as_posix()


def _in_code(tree: ast.Module, name: str) -> Iterator[Sentence]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id == "Message" and node.args:
            yield _constant(node.args[0], name)
        elif node.func.id == "plural":
            yield _constant(node.args[0], name), _constant(node.args[1], name)


def _in_help(tree: ast.Module, name: str) -> Iterator[str]:
    """What `--help` says: the docstring of a command, and the `help` of its options."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and _is_command(node):
            yield ast.get_docstring(node) or ""
        elif (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in ("Option", "Argument")
        ):
            helps = [each.value for each in node.keywords if each.arg == "help"]
            yield from (_constant(each, name) for each in helps)


def _is_command(function: ast.FunctionDef) -> bool:
    arguments = [each.arg for each in function.args.args]
    return function.name in ("run", "root") and arguments != ["arguments"]


def _constant(node: ast.expr, name: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Subscript):
        return ""  # a sentence from a data file, listed with that file
    raise NotConstant(f"{name}:{node.lineno}: a message is one constant sentence")


def template() -> Catalog:
    """The catalogue without translations. Raises NotConstant."""
    catalogue = Catalog(project="okrsync", charset="utf-8", fuzzy=False)
    for sentence, name in found():
        if sentence:
            catalogue.add(sentence, locations=[(name, None)])  # type: ignore[list-item] # no lines
    return catalogue


def updated(language: str) -> Catalog:
    """A language's catalogue with every sentence of the code, and none that is gone."""
    path = CATALOGUES / language / "LC_MESSAGES" / "okrsync.po"
    with path.open("rb") as file:
        known = read_po(file, locale=language)
    fresh = Catalog(locale=language, project="okrsync", charset="utf-8", fuzzy=False)
    for message in template():
        if message.id:
            had = known.get(message.id)
            same_kind = had and isinstance(had.id, str) is isinstance(message.id, str)
            said = had.string if had and same_kind and not had.fuzzy else ""
            fresh.add(message.id, said, locations=message.locations)
    return fresh


def written(catalogue: Catalog) -> bytes:
    """As its file stands: sorted, without anything that moves with the day."""
    out = BytesIO()
    write_po(out, catalogue, width=WIDTH, sort_output=True, omit_header=True, include_lineno=False)
    head = b'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
    if catalogue.locale:
        head += f'"Language: {catalogue.locale}\\n"\n'.encode()
        head += f'"Plural-Forms: {catalogue.plural_forms}\\n"\n'.encode()
    return head + b"\n" + out.getvalue()


def missing(language: str) -> list[Sentence]:
    """The sentences that a language lacks, or one of whose forms is empty."""
    lacking = []
    for message in updated(language):
        forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
        if message.id and not all(forms):
            lacking.append(message.id if isinstance(message.id, str) else tuple(message.id))
    return lacking  # type: ignore[return-value] # a plural's id is a pair


def languages() -> list[str]:
    """The languages that have a catalogue."""
    return sorted(path.parts[-3] for path in CATALOGUES.glob("*/LC_MESSAGES/okrsync.po"))


def files() -> Iterator[tuple[Path, bytes]]:
    """Every file that is made here, and what should stand in it."""
    for language in languages():
        yield CATALOGUES / language / "LC_MESSAGES" / "okrsync.po", written(updated(language))


def main(arguments: list[str]) -> int:
    """Write, or check. The exit code says whether anything is stale or missing."""
    stale = [path for path, text in files() if not path.is_file() or path.read_bytes() != text]
    if "--check" not in arguments:
        for path, text in list(files()):
            path.write_bytes(text)
        compile_catalogues()
        stale = []
    for path in stale:
        sys.stdout.write(f"not up to date: {path.relative_to(ROOT)}\n")
    lacking = [(language, each) for language in languages() for each in missing(language)]
    for language, each in lacking:
        sys.stdout.write(f"{language} lacks: {each}\n")
    return 1 if stale or lacking else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
