"""Contrast pairs: every noun of `nouns/<language>.toml` in a few frames, made anew each time.

The number in a sentence is no evidence by itself: "from 40 to 120" stands around own doings and
around results alike, and so does no number at all. Split by noun, never by sentence: a quarter of
the nouns is kept for evaluation, and no sentence with one of them is ever learned from.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

from training import frames
from training.texts import Sample

NOUNS = Path(__file__).parent / "nouns"
EACH = 4
"""So many sentences of a noun, chosen by the noun: the same on every machine."""
Labelled = tuple[str, str]
"""A frame and its label."""


def nouns(language: str) -> Iterator[tuple[str, str, str]]:
    """Every noun with its trade and kind."""
    content = tomllib.loads((NOUNS / f"{language}.toml").read_text(encoding="utf-8"))
    for trade, kinds in content.items():
        for kind, block in kinds.items():
            for noun in block.split(", "):
                yield trade, kind, noun.strip()


def languages() -> list[str]:
    """The languages that there are nouns of."""
    return sorted(path.stem for path in NOUNS.glob("*.toml"))


def kept_back(noun: str) -> bool:
    """Whether a noun is for evaluation only."""
    return _number(f"kept-{noun}") % 4 == 0


def pairs(*, evaluation: bool) -> Iterator[Sample]:
    """The sentences of the nouns to learn from, or of those kept back."""
    for language in languages():
        for trade, kind, noun in nouns(language):
            if kept_back(noun) is evaluation:
                for frame, label in _chosen(language, kind, noun):
                    yield Sample(
                        _filled(frame, noun, language), language, label, f"noun:{noun}", trade
                    )


def doubled(language: str, *, evaluation: bool) -> Iterator[Sample]:
    """The first frame of `BOTH` around every noun of the two kinds: increase from 40 to 120."""
    frame = frames.BOTH[language][0]
    for trade, kind, noun in nouns(language):
        if kind in {"act", "up"} and kept_back(noun) is evaluation:
            label = "output" if kind == "act" else "outcome"
            yield Sample(_filled(frame, noun, language), language, label, f"noun:{noun}", trade)


def _chosen(language: str, kind: str, noun: str) -> Sequence[Labelled]:
    known = _frames(language, kind)
    ranked = sorted(known, key=lambda each: _number(f"{noun}-{each[0]}"))
    return ranked[:EACH]


def _frames(language: str, kind: str) -> list[Labelled]:
    both, act, up = frames.BOTH[language], frames.ACT[language], frames.UP[language]
    if kind == "act":
        return [(f, "output") for f in (*both, *act)]
    if kind == "up":
        return [(f, "outcome") for f in (*both, *up)]
    if kind == "down":
        return [(f, "outcome") for f in frames.DOWN[language]]
    bent = frames.FEMININE[language] if kind == "made_f" else {}
    made = [(bent.get(f, f), "output") for f in frames.MADE[language]]
    return made + [(bent.get(f, f), "outcome") for f in frames.USED[language]]


def _filled(frame: str, noun: str, language: str) -> str:
    text = frame.format(n=noun, N=noun[:1].upper() + noun[1:])
    if language == "fr":
        text = re.sub(r"\b([Dd])e (?=[aeiouyhéèêà])", r"\1'", text)
    return text


def _number(key: str) -> int:
    return int(hashlib.sha256(key.encode()).hexdigest()[:12], 16)
