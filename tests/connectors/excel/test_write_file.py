"""The file as a whole: replaced at once or not at all, and never where somebody is at work."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from okrsync.connector import Busy, Denied, Malformed, Missing, Moved, Refused
from tests.connectors.excel.books import book, rows, save, sheet
from tests.connectors.excel.everything import changed_members
from tests.connectors.excel.writing import EXCEL, at, ensured, filled, put, read, saved, sync

OURS = (1, 2, 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return saved(tmp_path, sheet())


def test_nothing_to_write_touches_nothing(path: Path) -> None:
    about = path.stat()
    receipt = EXCEL.write(read(path), [])
    assert (list(receipt.written), receipt.calls.read, receipt.calls.write) == ([], 0, 0)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (about.st_ino, about.st_mtime_ns)


def test_a_file_that_changed_since_the_read_is_left_alone(path: Path) -> None:
    snapshot = ensured(path, OURS)
    save(path.parent, book(sheet(rows([["Somebody's"]]))))
    theirs = path.read_bytes()
    with pytest.raises(Moved):
        EXCEL.write(snapshot, filled(snapshot, [2]))
    assert path.read_bytes() == theirs
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("lock", ["~$plan.xlsx", ".~lock.plan.xlsx#"])
def test_a_file_that_is_open_elsewhere_is_left_alone(lock: str, path: Path) -> None:
    snapshot, before = ensured(path, OURS), path.read_bytes()
    (path.parent / lock).touch()
    with pytest.raises(Busy, match="open"):
        EXCEL.write(snapshot, filled(snapshot, [2]))
    assert path.read_bytes() == before


def test_an_open_file_can_be_copied(path: Path) -> None:
    snapshot = ensured(path, OURS)
    (path.parent / "~$plan.xlsx").touch()
    copy = path.with_name("copy.xlsx")
    receipt = EXCEL.write(snapshot, filled(snapshot, [2]), to=at(copy))
    assert len(receipt.written) == 2
    assert read(copy).tables[0].value(2, 6) == "on track"


def test_a_copy_without_changes_is_the_same_file(path: Path) -> None:
    copy = path.with_name("copy.xlsx")
    EXCEL.write(read(path), [], to=at(copy))
    assert copy.read_bytes() == path.read_bytes()


def test_a_copy_is_of_the_same_kind_and_not_the_file_itself(path: Path) -> None:
    snapshot = ensured(path, OURS)
    with pytest.raises(Refused, match=r"\.xlsx"):
        EXCEL.write(snapshot, [], to=at(path.with_name("copy.xlsm")))
    with pytest.raises(Refused):
        EXCEL.write(snapshot, [], to=at(path))
    assert list(path.parent.iterdir()) == [path]


def test_a_read_only_file_is_denied(path: Path) -> None:
    snapshot, before = ensured(path, OURS), path.read_bytes()
    path.chmod(0o444)
    with pytest.raises(Denied):
        EXCEL.write(snapshot, [])
    assert path.read_bytes() == before


def test_a_file_that_went_away_is_missing(path: Path) -> None:
    snapshot = ensured(path, OURS)
    path.unlink()
    with pytest.raises((Missing, Moved)):
        EXCEL.write(snapshot, [])
    assert list(path.parent.iterdir()) == []


def test_mode_and_symbolic_link_are_kept(path: Path) -> None:
    path.chmod(0o640)
    link = path.with_name("link.xlsx")
    link.symlink_to(path.name)
    sync(link, OURS)
    assert link.is_symlink()
    assert path.stat().st_mode & 0o777 == 0o640
    assert read(path).tables[0].value(2, 6) == "on track"


def test_a_signed_workbook_is_refused_with_the_reason(tmp_path: Path) -> None:
    parts = book(sheet())
    parts["_xmlsignatures/sig1.xml"] = "<Signature/>"
    path = save(tmp_path, parts)
    before = path.read_bytes()
    with pytest.raises(Refused, match="signed"):
        EXCEL.write(ensured(path, OURS), [])
    assert path.read_bytes() == before


def test_a_workbook_without_formulas_is_not_computed_anew(path: Path) -> None:
    before = path.read_bytes()
    sync(path, OURS)
    assert "xl/workbook.xml" not in changed_members(before, path.read_bytes())


def test_formulas_on_another_tab_are_computed_anew(tmp_path: Path) -> None:
    formula = sheet('<row r="1"><c r="A1"><f>OKRs!G2</f><v>5</v></c></row>')
    path = saved(tmp_path, sheet(), formula)
    snapshot = read(path)
    assert snapshot.tables[1].formulas
    sync(path, OURS)
    with zipfile.ZipFile(path) as archive:
        assert b'</sheets><calcPr fullCalcOnLoad="1"/>' in archive.read("xl/workbook.xml")


# --- the zip


class _Stream:
    """A file that can't be sought, so that the zip puts sizes behind the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, piece: bytes) -> int:
        self.data += piece
        return len(piece)

    def flush(self) -> None:
        """There is nothing to flush."""


@pytest.mark.parametrize("zip64", [False, True])
@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zips_that_were_streamed_are_patched(zip64: bool, method: int, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    stream = _Stream()
    with zipfile.ZipFile(stream, "w", method) as made:  # type: ignore[call-overload]
        made.comment = b"Kept. PK"
        for name, content in parts.items():
            with made.open(name, "w", force_zip64=zip64) as member:
                member.write(content)
    path.write_bytes(stream.data)
    before = path.read_bytes()
    sync(path, OURS)
    changed = changed_members(before, path.read_bytes())
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert archive.comment == b"Kept. PK"
    assert read(path).tables[0].value(2, 6) == "on track"


def test_padding_attributes_and_odd_names_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for turn, (name, content) in enumerate(book(sheet()).items()):
            info = zipfile.ZipInfo(name.replace("/", "\\") if "sheet1" in name else name)
            info.date_time = (2001, 2, 3, 4, 5, 6 + 2 * turn)
            info.external_attr, info.comment = 0o600 << 16, b"note"
            info.extra = b"\x99\x99\x04\x00abcd"
            made.writestr(info, content, zipfile.ZIP_DEFLATED)
    before = path.read_bytes()
    sync(path, OURS)
    assert len(changed_members(before, path.read_bytes())) == 2
    with zipfile.ZipFile(path) as archive:
        for info in archive.infolist():
            assert (info.comment, info.extra) == (b"note", b"\x99\x99\x04\x00abcd")
            assert info.external_attr == 0o600 << 16


def test_a_zip_whose_directory_lies_is_refused(path: Path) -> None:
    snapshot = ensured(path, OURS)
    data = path.read_bytes()
    path.write_bytes(data[:-10])
    with pytest.raises((Moved, Malformed)):
        EXCEL.write(snapshot, [])
    assert path.read_bytes() == data[:-10]


# --- killed

CHILD = """
import os, signal, sys
from pathlib import Path
from tests.connectors.excel.writing import EXCEL, ensured, filled

path, last = Path(sys.argv[1]), int(sys.argv[2])
snapshot = ensured(path, (1, 2, 4))
changes = filled(snapshot, range(2, 5))
seen = []

def killing(event, arguments):
    names = [os.fsdecode(a) for a in arguments if isinstance(a, str | bytes | os.PathLike)]
    if any(str(path.parent) in name for name in names):
        seen.append(event)
        if len(seen) == last:
            os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

sys.addaudithook(killing)
EXCEL.write(snapshot, changes)
print(*seen)
"""


def _killed_at(boundary: int, path: Path) -> str | None:
    """Writes in a child that dies at its nth touch of the folder; its touches if it did not."""
    root = str(Path(__file__).resolve().parents[3])
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(path), str(boundary)],
        capture_output=True, text=True, check=False, cwd=root,
        env={**os.environ, "PYTHONPATH": root},
    )  # fmt: skip
    assert not done.stderr
    return done.stdout if done.returncode == 0 else None


def test_a_kill_at_every_boundary_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    old = saved(tmp_path, sheet()).read_bytes()
    path = tmp_path / "plan.xlsx"
    sync(path, OURS)
    new, states, leftovers, boundary = path.read_bytes(), set(), 0, 1
    while True:
        path.write_bytes(old)
        touches = _killed_at(boundary, path)
        if touches is not None:
            break
        states.add(path.read_bytes())
        assert states <= {old, new}
        leftovers += len(list(tmp_path.glob(".okrsync-*")))
        snapshot = ensured(path, OURS)
        EXCEL.write(snapshot, filled(snapshot, range(2, 5)) if snapshot.placed else [])
        assert list(tmp_path.iterdir()) == [path]
        assert path.read_bytes() == new
        boundary += 1
    assert "os.rename" in touches
    assert states == {old, new}
    assert leftovers


def test_every_kind_of_change_reads_back(path: Path) -> None:
    sync(path, OURS)
    snapshot = read(path)
    EXCEL.write(snapshot, put(snapshot, {(2, 6): "off track", (3, 6): None}))
    table = read(path).tables[0]
    assert [table.value(row, 6) for row in (2, 3, 4)] == ["off track", None, "off track"]
