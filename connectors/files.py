"""What connectors of files share: reading once, and replacing atomically or not at all.

A replacement is written to a temporary file beside the target, flushed to the disk, given the
target's mode, and renamed over it. Right before that the target is read again: what changed
since the caller's read is never overwritten.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

from okrsync.connector import (
    Busy,
    ConnectorError,
    Denied,
    Location,
    Malformed,
    Missing,
    Moved,
    Refused,
    Unreachable,
)

MAX_FILE = 200 * 1024 * 1024
"""The largest file that is read, in bytes: a million rows of OKRs stay far below it."""

TEMPORARY = ".okrsync-"
"""How the name of every temporary file begins."""

_WINDOWS = os.name == "nt"
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


def read_bytes(location: Location) -> bytes:
    """All bytes of the regular file at a location, read once.

    Raises Missing, Denied, Malformed (a folder, a device, empty, too large) and on Windows
    Busy, where another program holds the file.
    """
    path = location.path
    try:
        _require_regular(path)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not data:
        raise Malformed(f"{path}: this file is empty", hint="save the sheet into it first")
    return data


def read_again(location: Location, expected_revision: str) -> bytes:
    """The bytes of a file that was read before. Raises Moved where they are others now, Denied."""
    try:
        data = read_bytes(location)
    except (Missing, Malformed) as error:
        raise _changed(location.path) from error
    if revision(data) != expected_revision:
        raise _changed(location.path)
    return data


def revision(data: bytes) -> str:
    """What tells one state of a file from another: the SHA-256 of its bytes, in hex."""
    return hashlib.sha256(data).hexdigest()


def replace(path: Path, data: bytes, expected_revision: str, to: Path | None = None) -> str:
    """Put these bytes in the file's place, or in `to`, whole or not at all; the new revision.

    A symbolic link stays and its target is replaced; mode, owner and attributes are kept (a
    copy's owner may always write it). A hard link can't be kept by an atomic replacement: its
    other names keep the old content. Raises Busy where somebody has the file open, Moved where
    it is no longer the revision that was read, Denied, Missing, Refused, Unreachable (a full
    disk); then nothing was written.
    """
    source = _real(path)
    try:
        target = source if to is None else _copy_target(source, to)
        _require_writable(target)
        check_free(path if to is None else to)
        remove_leftovers(target)
        temporary = _write_temporary(source, target, data)
        try:
            _require_revision(path, source, expected_revision)
            os.replace(temporary, target)
        finally:
            # After the replacement this name is gone; before it, it must not stay behind.
            with contextlib.suppress(OSError):
                os.unlink(temporary)
    except OSError as error:
        raise _unwritable(path if to is None else to, error) from error
    _flush_folder(target.parent)
    return revision(data)


def check_free(path: Path) -> None:
    """Raises Busy where Excel (`~$name`) or LibreOffice (`.~lock.name#`) has the file open."""
    real = Path(os.path.realpath(path))
    for name in dict.fromkeys((path, real)):
        for lock, program in ((f"~${name.name}", "Excel"), (f".~lock.{name.name}#", "LibreOffice")):
            beside = name.parent / lock
            if os.path.lexists(beside):
                raise Busy(
                    f"{path}: somebody has this file open in {program}; nothing was written",
                    hint=f"close it and run again; if nobody has it open, delete {beside}",
                )


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files that a killed run left beside this file."""
    real = Path(os.path.realpath(path))
    prefix = _prefix(real)
    with contextlib.suppress(OSError), os.scandir(real.parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix):
                with contextlib.suppress(OSError):
                    os.unlink(entry.path)


def _prefix(real: Path) -> str:
    # By target, so that two runs on two files of one folder leave each other alone; hashed,
    # because a name that fits the file system may not fit with anything added.
    mark = hashlib.sha256(real.name.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return f"{TEMPORARY}{mark}-"


def _require_regular(path: Path) -> None:
    about = path.stat()
    if stat.S_ISDIR(about.st_mode):
        raise Malformed(f"{path}: this is a folder, not a file", hint="name a file in it")
    if not stat.S_ISREG(about.st_mode):
        raise Malformed(f"{path}: this is not a regular file", hint="name a file on disk")
    if about.st_size > MAX_FILE:
        raise Malformed(
            f"{path}: it is {about.st_size // 1024**2} MB, more than the "
            f"{MAX_FILE // 1024**2} MB that okrsync reads",
            hint="move the OKRs to a file of their own",
        )


def _real(path: Path) -> Path:
    try:
        return Path(os.path.realpath(path, strict=True))
    except (OSError, ValueError) as error:
        raise _changed(path) from error


def _require_writable(target: Path) -> None:
    # The mode is asked, not only the system: a rename would pass over a read-only file.
    if target.exists() and not (target.stat().st_mode & 0o222 and os.access(target, os.W_OK)):
        raise Denied(
            f"{target}: this file is read-only",
            hint="make it writable, ask its owner, or write a copy with --to",
        )


def _copy_target(source: Path, to: Path) -> Path:
    target = Path(os.path.realpath(to))
    if target == source or (target.exists() and target.samefile(source)):
        raise Refused(f"{to}: the copy would overwrite the original", hint="name another file")
    if target.is_dir():
        raise Refused(f"{to}: this is a folder", hint="name a file in it")
    if not target.parent.is_dir():
        raise Missing(f"{to}: there is no such folder", hint="create it first")
    return target


def _write_temporary(source: Path, target: Path, data: bytes) -> str:
    handle, temporary = tempfile.mkstemp(prefix=_prefix(target), dir=target.parent)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _keep_attributes(target if target.exists() else source, temporary)
        if target != source:
            os.chmod(temporary, os.stat(temporary).st_mode | stat.S_IWUSR)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    return temporary


def _keep_attributes(like: Path, temporary: str) -> None:
    about = like.stat()
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(temporary, about.st_uid, about.st_gid)
    shutil.copystat(like, temporary)
    os.utime(temporary)


def _require_revision(path: Path, source: Path, expected: str) -> None:
    try:
        now = revision(source.read_bytes())
    except FileNotFoundError:
        now = ""
    if now != expected:
        raise _changed(path)


def _changed(path: Path) -> Moved:
    return Moved(
        f"{path}: this file was changed while okrsync was working; nothing was written",
        hint="run again: it reads the file anew",
    )


def _flush_folder(folder: Path) -> None:
    if _WINDOWS:
        return  # a folder can't be opened there, and a rename is flushed with its journal
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unreadable(path: Path, error: OSError | ValueError) -> ConnectorError:
    if isinstance(error, PermissionError):
        if _WINDOWS:
            return _held(path)
        return Denied(f"{path}: you may not read this file", hint="ask its owner for access")
    if isinstance(error, ValueError) or error.errno in _GONE:
        return Missing(f"{path}: there is no such file", hint="look at the spelling of its path")
    return Malformed(f"{path}: it can't be read ({error.strerror or error})", hint="try again")


def _unwritable(path: Path, error: OSError) -> ConnectorError:
    if isinstance(error, PermissionError) and _WINDOWS:
        return _held(path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Denied(
            f"{path}: you may not write in the folder {path.parent}",
            hint="ask for write access to the folder, or write a copy with --to",
        )
    if isinstance(error, FileNotFoundError):
        return Moved(
            f"{path}: another run replaced this file at the same moment; nothing was written",
            hint="run again",
        )
    return Unreachable(
        f"{path}: it can't be written ({error.strerror or error}); nothing was changed",
        hint="make room on the disk, or try again later",
    )


def _held(path: Path) -> Busy:
    return Busy(
        f"{path}: another program has this file open; nothing was written",
        hint="close it there and run again",
    )
