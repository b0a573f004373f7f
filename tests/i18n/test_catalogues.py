"""Every sentence in the code stands in every catalogue, with the same places, and none is loose."""

from __future__ import annotations

import os
import string
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from build_tools.backend import CATALOGUES
from build_tools.messages import found, languages, missing

SCRIPT = """
import sys
from okrsync.cli import main
sys.argv = ["okrsync", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + " ".join(sys.modules))
"""


def places(text: str) -> set[str]:
    """The names in `{brackets}`."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_the_sentences_of_the_code_are_found() -> None:
    said = {sentence for sentence, _ in found()}
    assert "Nothing to undo." in said
    assert ("{count} cell", "{count} cells") in said
    assert "Print the file instead of writing it." in said, "the help of an option"
    assert "Explain a finding: what it sees, why it matters, what to write instead." in said


@pytest.mark.parametrize("language", languages())
def test_each_has_its_translation_in_all_forms(language: str) -> None:
    assert missing(language) == []


@pytest.mark.parametrize("language", languages())
def test_none_is_fuzzy(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "okrsync.po").open("rb") as file:
        assert [message.id for message in read_po(file) if message.fuzzy] == []


@pytest.mark.parametrize("language", languages())
def test_the_places_are_the_same_in_each_form(language: str) -> None:
    with (CATALOGUES / language / "LC_MESSAGES" / "okrsync.po").open("rb") as file:
        catalogue = read_po(file)
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        sources = [message.id] if isinstance(message.id, str) else list(message.id)
        forms = [message.string] if isinstance(message.string, str) else list(message.string or ())
        wanted = [places(source) for source in sources]
        wrong += [form for form in forms if form and places(form) not in wanted]
        wrong += [form for form in forms if form and any("" in names for names in wanted)]
    assert wrong == []


@pytest.mark.parametrize("line", ["--version", "--help", "sync --help", "history", "chekc"])
def test_english_opens_no_catalogue(line: str, tmp_path: Path) -> None:
    loaded, said = _run(line, "C", tmp_path)
    assert said
    assert not {"babel", "okrsync.i18n.catalogues"} & loaded


def test_version_does_without_gettext(tmp_path: Path) -> None:
    loaded, _ = _run("--version", "nl_NL.UTF-8", tmp_path)
    assert not {"gettext", "babel", "okrsync.i18n", "typer"} & loaded


def test_dutch_opens_its_catalogue(tmp_path: Path) -> None:
    loaded, said = _run("--help", "nl_NL.UTF-8", tmp_path)
    assert "okrsync.i18n.catalogues" in loaded
    assert "Gebruik: okrsync [OPTIES] OPDRACHT" in said


def _run(line: str, language: str, folder: Path) -> tuple[set[str], str]:
    clean = {k: v for k, v in os.environ.items() if k not in ("LC_ALL", "LC_MESSAGES", "LANG")}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *line.split()],
        cwd=folder,
        env={**clean, "LANG": language, "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    *said, modules = done.stderr.splitlines()
    return set(modules.split()), done.stdout + "\n".join(said)
