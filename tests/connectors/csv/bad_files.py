"""CSV files that must be refused with one clear message, and ugly ones that must be read."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from pathlib import Path

from okrsync.connector import Malformed, Missing, UnknownTab
from tests.connectors.bad_file import BadFile

HEADER = b"Objective,Key result,Current,Target\n"
ROW = b"Be found,Visitors a week,120,400\n"


def holding(data: bytes, name: str = "plan.csv") -> Callable[[Path], Path]:
    """A builder of a file with these bytes."""

    def build(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    return build


def _nothing(folder: Path) -> Path:
    return folder / "nothing.csv"


def _in_no_folder(folder: Path) -> Path:
    return folder / "no folder" / "plan.csv"


def _a_folder(folder: Path) -> Path:
    path = folder / "plan.csv"
    path.mkdir()
    return path


def _below_a_file(folder: Path) -> Path:
    (folder / "file").write_bytes(ROW)
    return folder / "file" / "plan.csv"


def _dangling_link(folder: Path) -> Path:
    path = folder / "plan.csv"
    path.symlink_to(folder / "gone.csv")
    return path


def _link_to_itself(folder: Path) -> Path:
    path = folder / "plan.csv"
    path.symlink_to(path)
    return path


def _noise() -> bytes:
    return random.Random(7).randbytes(4096)  # noqa: S311 - junk, no secret


BAD_FILES = [
    BadFile("not there", _nothing, Missing, names="nothing.csv"),
    BadFile("in a folder that is not there", _in_no_folder, Missing, names="no folder"),
    BadFile("below a file", _below_a_file, Missing, names="plan.csv"),
    BadFile("a name that no system allows", lambda folder: folder / ("x" * 300 + ".csv"), Missing),
    BadFile("a folder", _a_folder, Malformed, names="folder"),
    BadFile("no bytes", holding(b""), Malformed, names="empty"),
    BadFile("only a mark", holding(b"\xef\xbb\xbf"), Malformed, names="nothing in"),
    BadFile("only a UTF-16 mark", holding(b"\xff\xfe"), Malformed, names="nothing in"),
    BadFile("only blank lines", holding(b"\r\n\r\n\n"), Malformed, names="nothing in"),
    BadFile("only delimiters", holding(b",,,\n,,,\n"), Malformed, names="nothing in"),
    BadFile("only quoted blanks", holding(b'"",""\n"",""\n'), Malformed, names="nothing in"),
    BadFile("only sep=", holding(b"sep=;\r\n"), Malformed, names="nothing in"),
    BadFile("a zero byte", holding(HEADER + ROW + b"a,\0,b\n"), Malformed, names="line 3"),
    BadFile("UTF-16 without a mark", holding((HEADER + ROW).decode().encode("utf-16-le")),
            Malformed, names="line 1"),
    BadFile("UTF-16 cut off", holding(b"\xff\xfe" + HEADER.decode().encode("utf-16-le") + b"a"),
            Malformed, names="line 2"),
    BadFile("UTF-32", holding((HEADER + ROW).decode().encode("utf-32")), Malformed, names="line 1"),
    BadFile("UTF-8 cut off", holding(HEADER + "Größe,é".encode()[:-1]), Malformed, names="line 2"),
    BadFile("UTF-8 with a stray byte", holding("Größe,b\nc,".encode() + b"\xe9\n"), Malformed,
            names="line 2"),
    BadFile("a mark and then no UTF-8", holding(b"\xef\xbb\xbf" + HEADER + b"caf\xe9,b\n"),
            Malformed, names="line 2"),
    BadFile("bytes of no encoding", holding(HEADER + b"\x81\x8d,b\n"), Malformed, names="line 2"),
    BadFile("noise", holding(_noise()), Malformed, names="line"),
    BadFile("control characters", holding(b"a,b\n" + b"\x01\x02\x03\x04\x05," * 9), Malformed,
            names="line 2"),
    BadFile("a workbook", holding(b"PK\x03\x04" + _noise()), Malformed, names="zip"),
    BadFile("an old workbook", holding(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + _noise()), Malformed,
            names="Office"),
    BadFile("a PDF", holding(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), Malformed, names="PDF"),
    BadFile("a web page", holding(b"<!DOCTYPE html>\n<html><table><tr><td>a,b"), Malformed,
            names="web page"),
    BadFile("compressed", holding(b"\x1f\x8b\x08\x00" + _noise()), Malformed, names="compressed"),
    BadFile("a quote that never closes", holding(HEADER + ROW + b'"open,1,2\n' + ROW * 3),
            Malformed, names="line 3"),
    BadFile("a quote that closes rows later", holding(HEADER + b'a,"b,1\n' + ROW + b'a,"b",1\n'),
            Malformed, names="line 2"),
    BadFile("open inside a wrapped line", holding(b'"a,b,c"\n"1,""2,3"\n"1,2,3"\n'), Malformed,
            names="line 2"),
    BadFile("a million columns", holding(HEADER + b"," * 1_000_000), Malformed, names="line 2"),
    BadFile("a tab", holding(HEADER + ROW), UnknownTab, exit_code=2, names="no tabs", tab="OKRs"),
]  # fmt: skip

if hasattr(os, "symlink") and os.name != "nt":
    BAD_FILES += [
        BadFile("a link to nothing", _dangling_link, Missing, names="plan.csv"),
        BadFile("a link to itself", _link_to_itself, Missing, names="plan.csv"),
    ]

# Most of them hold no OKRs: read in full, a command says so and asks for a human (4).
UGLY_FILES = [
    BadFile("a header and no rows", holding(HEADER), exit_code=0),
    BadFile("no final line end", holding(HEADER + ROW[:-1]), exit_code=0),
    BadFile("every line end", holding(b"a,b\r\nc,d\re,f\ng,h\n\r"), exit_code=4),
    BadFile("UTF-8 with a mark", holding(b"\xef\xbb\xbf" + HEADER + ROW), exit_code=0),
    BadFile("UTF-16 with tabs", holding("a\tb\nç\t😀\n".encode("utf-16")), exit_code=4),
    BadFile("Windows-1252", holding("a;b\nGröße;5 €\n".encode("cp1252")), exit_code=4),
    BadFile("sep= and a strange delimiter", holding(b"sep=^\r\na^b\r\n1^2,3;4\r\n"), exit_code=4),
    BadFile("tabs in a .csv", holding(b"a\tb\n1,5\t2,5\n"), exit_code=4),
    BadFile("commas in a .tsv", holding(b"a,b\n1,2\n", "plan.tsv"), exit_code=4),
    BadFile("one column", holding(b"Title\nGrow, fast\nHire; train\n"), exit_code=4),
    BadFile("ragged", holding(b"a,b,c\n1\n1,2,3,4,5\n,,\n\n1,2"), exit_code=4),
    BadFile("titles above", holding(b'"OKRs, 2026";;\n;;\na;b;c\n1,5;2,5;3\n'), exit_code=4),
    BadFile("300 columns", holding(b"\n".join([b",".join([b"x"] * 300)] * 3)), exit_code=4),
    BadFile("a cell of 200,000 letters", holding(b'a,b\n"' + b"x" * 200_000 + b'",1\n'),
            exit_code=4),
    BadFile("a cell of many lines", holding(b'a,b\n"1\n2\r\n3\r4",5\n6,7\n'), exit_code=4),
    BadFile("text behind a quote", holding(b'a,b\n"x" y,2\n'), exit_code=4),
    BadFile("a quote inside a text", holding(b'a,b\n5" pipe,2\n'), exit_code=4),
    BadFile("blanks before quotes", holding(b'a, "b, c", d\n1, "2, 3" , 4\n'), exit_code=4),
    BadFile("wrapped lines", holding(b'"a,b,c"\r\n"1,""2, 3"",4"\r\n'), exit_code=4),
    BadFile("wrapped lines below a header", holding(b'a,b,c\n"1,2,3"\n"4,""5"",6"\n'),
            exit_code=4),
    BadFile("terminal escapes", holding(HEADER + b"\x1b[31mred\x1b[0m,\x07,1,2\n"), exit_code=0),
    BadFile("formulas", holding(HEADER + b"=HYPERLINK(1),@x,=1+1,-5\n"), exit_code=0),
    BadFile("errors and numbers that are none", holding(HEADER + b"#REF!,NaN,1e400,inf\n"),
            exit_code=0),
    BadFile("ids of 16 digits", holding(b"ID,Title\n0123456789012345,007\n"), exit_code=4),
    BadFile("headers twice", holding(b"a,a,,\n1,2,3,4\n"), exit_code=4),
    BadFile("a page separator", holding("a,b\nx\u2028y\x85z,2\x0c\n".encode()), exit_code=4),
]  # fmt: skip
