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
from okrsync.i18n import Message
from okrsync.nearest import file_like, meant

MAX_FILE = 200 * 1024 * 1024
"""The largest file that is read, in bytes: a million rows of OKRs stay far below it."""

TEMPORARY = ".okrsync-"
"""How the name of every temporary file begins."""

NAME_A_FILE = Message("name a file in it")

_WINDOWS = os.name == "nt"
_SHARING = (32, 33)
"""Windows' own numbers for a file, or a part of it, that another program holds."""
_REFUSED = 5
"""Windows' own number for a file that one may not open at all."""
_TAKEN = (errno.EBUSY, errno.ETXTBSY, errno.EAGAIN, errno.EDEADLK)
"""What network drives make of that number elsewhere."""
_GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)


def read_bytes(location: Location) -> bytes:
    """All bytes of the regular file at a location, read once.

    Raises Missing, Denied, Malformed (a folder, a device, empty, too large), and Busy if
    another program holds the file.
    """
    path = location.path
    try:
        _require_regular(path)
        data = path.read_bytes()
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    if not data:
        raise Malformed(
            Message("{file}: this file is empty").filled(file=path),
            hint=Message("save the sheet into it first"),
        )
    return data


def read_again(location: Location, expected_revision: str) -> bytes:
    """The bytes of a file that was read before. Raises Moved if they have changed, or if it
    is gone for a moment, as when a program saves by renaming; Busy, Denied."""
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
    other names keep the old content. Raises Busy if somebody has the file open, Moved if
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


def remove(path: Path, expected_revision: str) -> None:
    """Delete a file of ours. Raises Busy if somebody has it open, Moved if it is no longer the
    revision that was read, Denied; then it is still there."""
    source = _real(path)
    try:
        _require_writable(source)
        check_free(path)
        _require_revision(path, source, expected_revision)
        os.unlink(path)
    except OSError as error:
        raise _unwritable(path, error) from error
    _flush_folder(path.parent)


def check_free(path: Path) -> None:
    """Raises Busy if Excel (`~$name`) or LibreOffice (`.~lock.name#`) has the file open."""
    real = Path(os.path.realpath(path))
    for name in dict.fromkeys((path, real)):
        for lock, program in ((f"~${name.name}", "Excel"), (f".~lock.{name.name}#", "LibreOffice")):
            beside = name.parent / lock
            if os.path.lexists(beside):
                raise Busy(
                    Message(
                        "{file}: somebody has this file open in {program}; nothing was written"
                    ).filled(file=path, program=program),
                    hint=Message(
                        "close it and run again; if nobody has it open, delete {lock}"
                    ).filled(lock=beside),
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
        raise Malformed(
            Message("{file}: this is a folder, not a file").filled(file=path),
            hint=NAME_A_FILE,
        )
    if not stat.S_ISREG(about.st_mode):
        raise Malformed(
            Message("{file}: this is not a regular file").filled(file=path),
            hint=Message("name a file on disk"),
        )
    if about.st_size > MAX_FILE:
        raise Malformed(
            Message(
                "{file}: this file is {size} MB, more than the {most} MB that okrsync reads"
            ).filled(file=path, size=about.st_size // 1024**2, most=MAX_FILE // 1024**2),
            hint=Message("move the OKRs to a file of their own"),
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
            Message("{file}: this file is read-only").filled(file=target),
            hint=Message("make it writable, ask its owner, or write a copy with --to"),
        )


def _copy_target(source: Path, to: Path) -> Path:
    target = Path(os.path.realpath(to))
    if target == source or (target.exists() and target.samefile(source)):
        raise Refused(
            Message("{file}: the copy would overwrite the original").filled(file=to),
            hint=Message("name another file"),
        )
    if target.is_dir():
        raise Refused(
            Message("{file}: this is a folder, not a file").filled(file=to), hint=NAME_A_FILE
        )
    if not target.parent.is_dir():
        raise Missing(
            Message("{file}: there is no such folder").filled(file=to),
            hint=Message("create it first"),
        )
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
        Message(
            "{file}: this file was changed while okrsync was working; nothing was written"
        ).filled(file=path),
        hint=Message("run again: the file is read anew"),
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
    if isinstance(error, OSError) and _is_held(error):
        return _held(path)
    if isinstance(error, PermissionError):
        return Denied(
            Message("{file}: you may not read this file").filled(file=path),
            hint=Message("ask its owner for access"),
        )
    if isinstance(error, ValueError) or error.errno in _GONE:
        return _not_there(path)
    return Malformed(
        Message("{file}: this file can't be read ({reason})").filled(
            file=path, reason=error.strerror or error
        ),
        hint=Message("try again"),
    )


def _unwritable(path: Path, error: OSError) -> ConnectorError:
    # Renaming over a file that another program holds is refused with the number for "no access".
    if _is_held(error) or (_WINDOWS and isinstance(error, PermissionError)):
        return _held(path)
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return Denied(
            Message("{file}: you may not write in the folder {folder}").filled(
                file=path, folder=path.parent
            ),
            hint=Message("ask for write access to the folder, or write a copy with --to"),
        )
    if isinstance(error, FileNotFoundError):
        return Moved(
            Message(
                "{file}: another run replaced this file at the same moment; nothing was written"
            ).filled(file=path),
            hint=Message("run again"),
        )
    return Unreachable(
        Message("{file}: this file can't be written ({reason}); nothing was changed").filled(
            file=path, reason=error.strerror or error
        ),
        hint=Message("make room on the disk, or try again later"),
    )


def _is_held(error: OSError) -> bool:
    """Whether another program has the file, in whatever words the system says so."""
    number = getattr(error, "winerror", None)
    if number in _SHARING or error.errno in _TAKEN:
        return True
    return _WINDOWS and isinstance(error, PermissionError) and number != _REFUSED


def _held(path: Path) -> Busy:
    return Busy(
        Message("{file}: another program has this file open; nothing was written").filled(
            file=path
        ),
        hint=Message("close it there and run again"),
    )


def _not_there(path: Path) -> Missing:
    return Missing(
        Message("{file}: there is no such file", {"file": path}),
        hint=meant(file_like(path)) or Message("check the spelling of its path"),
    )
