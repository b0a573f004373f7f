"""How a workbook can fail to be read before its cells are looked at, and what to do about it."""

from __future__ import annotations

from okrsync.connector import Denied, Malformed, Refused
from okrsync.i18n import Message

REPAIR = Message(
    "open it in your spreadsheet program, let it repair the file, and save it again as .xlsx"
)
SAVE_AS = Message("open it in your spreadsheet program and save it as .xlsx")
BY_EXCEL = Message(
    "open it in Excel, take the password off (File, Info, Protect Workbook, Encrypt with "
    "Password, leave it empty), and save it"
)


def broken(file: str, why: Message, hint: Message = REPAIR) -> Malformed:
    """The file is damaged: `why` completes the sentence after its name."""
    return Malformed(Message("{file}: {why}").filled(file=file, why=why), hint=hint)


def locked(file: str) -> Denied:
    """A workbook that is encrypted with a password."""
    said = Message("{file}: this workbook is protected with a password")
    return Denied(said.filled(file=file), hint=BY_EXCEL)


def old_format(file: str, kind: Message) -> Refused:
    """A kind of workbook that is neither read nor written."""
    said = Message("{file}: this is {kind}, which okrsync does not read")
    return Refused(said.filled(file=file, kind=kind), hint=SAVE_AS)


def not_a_workbook(file: str, kind: Message) -> Malformed:
    """A file with the suffix of a workbook that is something else."""
    said = Message("{file}: this is {kind}, not a workbook")
    return Malformed(said.filled(file=file, kind=kind), hint=SAVE_AS)


def read_only(file: str) -> Refused:
    """An OpenDocument spreadsheet to which something is to be written."""
    said = Message("{file}: an OpenDocument spreadsheet (.ods) is read, but not written")
    return Refused(said.filled(file=file), hint=SAVE_AS)
