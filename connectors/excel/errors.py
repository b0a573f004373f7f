"""How reading a workbook can fail before anything is parsed: one sentence each, and what to do."""

from __future__ import annotations

from okrsync.connector import ConnectorError, Denied, Malformed, Missing, Refused

REPAIR = "open it in your spreadsheet program, let it repair the file, and save it again as .xlsx"
SAVE_AS = "open it in your spreadsheet program and save it as .xlsx"


def broken(file: str, why: str, hint: str = REPAIR) -> Malformed:
    """The file is damaged: `why` completes the sentence after its name."""
    return Malformed(f"{file}: {why}", hint=hint)


def from_os(file: str, error: OSError | ValueError) -> ConnectorError:
    """What the system said when the file was opened, typed by what a human can do."""
    if isinstance(error, PermissionError):
        return Denied(f"{file}: you may not read this file", hint="ask its owner for access")
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return Missing(f"{file}: there is no such file", hint="look at the spelling of its path")
    return Malformed(f"{file}: it can't be read ({error.strerror or error})", hint="try again")


def locked(file: str) -> Denied:
    """A workbook that is encrypted with a password."""
    return Denied(
        f"{file}: this workbook is protected with a password",
        hint="open it in Excel, take the password off (File, Info, Protect Workbook, "
        "Encrypt with Password, leave it empty), and save it",
    )


def old_format(file: str, kind: str) -> Refused:
    """A kind of workbook that is neither read nor written."""
    return Refused(f"{file}: this is {kind}, which okrsync does not read", hint=SAVE_AS)


def no_workbook(file: str, what: str) -> Malformed:
    """A file with the suffix of a workbook that is something else."""
    return Malformed(f"{file}: this is {what}, not a workbook", hint=SAVE_AS)


def read_only(file: str) -> Refused:
    """An OpenDocument spreadsheet where something is to be written."""
    return Refused(
        f"{file}: an OpenDocument spreadsheet (.ods) is read, but not written", hint=SAVE_AS
    )
