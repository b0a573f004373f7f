"""setuptools' build backend, which compiles the message catalogues first.

Compiled catalogues are not in the repository; a wheel, an sdist and an editable install have
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import (
    get_requires_for_build_editable,
    get_requires_for_build_sdist,
    get_requires_for_build_wheel,
    prepare_metadata_for_build_editable,
    prepare_metadata_for_build_wheel,
)

__all__ = [
    "build_editable",
    "build_sdist",
    "build_wheel",
    "compile_catalogues",
    "get_requires_for_build_editable",
    "get_requires_for_build_sdist",
    "get_requires_for_build_wheel",
    "prepare_metadata_for_build_editable",
    "prepare_metadata_for_build_wheel",
]

CATALOGUES = Path(__file__).resolve().parents[1] / "okrsync" / "i18n"
Settings = Mapping[str, str | list[str] | None] | None


def compile_catalogues(folder: Path = CATALOGUES) -> list[Path]:
    """Write the .mo beside each .po, and say which. Raises PoFileError for a broken one."""
    from babel.messages.mofile import write_mo  # noqa: PLC0415 -- only to build
    from babel.messages.pofile import read_po  # noqa: PLC0415

    written = []
    for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3], abort_invalid=True)
        compiled = source.with_suffix(".mo")
        with compiled.open("wb") as file:
            write_mo(file, catalogue)
        written.append(compiled)
    return written


def build_wheel(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """A wheel with compiled catalogues."""
    compile_catalogues()
    return str(build_meta.build_wheel(wheel_directory, config_settings, metadata_directory))


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """An sdist with compiled catalogues."""
    compile_catalogues()
    return str(build_meta.build_sdist(sdist_directory, config_settings))


def build_editable(
    wheel_directory: str, config_settings: Settings = None, metadata_directory: str | None = None
) -> str:
    """An editable install; the checkout's catalogues are compiled once."""
    compile_catalogues()
    return str(build_meta.build_editable(wheel_directory, config_settings, metadata_directory))
