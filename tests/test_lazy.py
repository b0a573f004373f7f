"""Patterns that are compiled on first use are the patterns that `re` makes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from okrsync.lazy import pattern

WRITTEN = r"(?P<more>up|rises) by (?P<n>\d+)"


@given(st.text(alphabet="uprisebyUP 0123456789", max_size=30))
def test_it_finds_what_a_compiled_one_finds(text: str) -> None:
    ours, theirs = pattern(WRITTEN, re.IGNORECASE), re.compile(WRITTEN, re.IGNORECASE)
    assert [m.groupdict() for m in ours.finditer(text)] == [
        m.groupdict() for m in theirs.finditer(text)
    ]
    assert ours.sub("-", text) == theirs.sub("-", text)
    assert (ours.fullmatch(text) is None) == (theirs.fullmatch(text) is None)


def test_it_knows_its_own_text_and_flags() -> None:
    assert pattern(WRITTEN, re.IGNORECASE).pattern == WRITTEN
    assert pattern(WRITTEN, re.IGNORECASE).flags & re.IGNORECASE


def test_it_is_compiled_when_it_is_asked_and_not_before() -> None:
    broken = pattern("(")
    with pytest.raises(re.error):
        broken.search("")


def test_no_pattern_is_asked_of_re_itself() -> None:
    """`re.search(pattern, …)` refuses one, so that such a call can't stay unseen."""
    with pytest.raises(TypeError):
        re.search(pattern("a"), "a")
