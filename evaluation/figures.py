"""Accuracy, coverage, macro-F1 and calibration of verdicts, by language and by label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from okrsync.language.verdict import Label

BINS = 10
WIDE = 26


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict beside its gold label."""

    lang: str
    gold: Label
    label: Label
    lean: Label
    confidence: float
    groups: tuple[str, ...] = ()
    """What else its figures are told by: a number in it, its role, its trade."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a group of texts; `None` where there is nothing to divide by.

    `lean`, `decided`, `coverage` and `calibration` leave gold ambiguous out; `macro_f1` and the
    F1 of each label take all three.
    """

    name: str
    texts: int
    lean: float | None
    decided: float | None
    coverage: float | None
    macro_f1: float | None
    calibration: float | None
    by_label: dict[Label, float | None]


def figures(judged: Sequence[Judged]) -> list[Figures]:
    """For all texts, for each language, each gold label and each further group."""
    groups = [_figures("all", judged)]
    for lang in sorted({j.lang for j in judged}):
        groups.append(_figures(lang, [j for j in judged if j.lang == lang]))
    for gold in Label:
        groups.append(_figures(gold, [j for j in judged if j.gold is gold], f1=False))
    for name in sorted({name for j in judged for name in j.groups}):
        groups.append(_figures(name, [j for j in judged if name in j.groups], f1=False))
    return groups


def _figures(name: str, judged: Sequence[Judged], *, f1: bool = True) -> Figures:
    clear = [j for j in judged if j.gold is not Label.AMBIGUOUS]
    decided = [j for j in clear if j.label is not Label.AMBIGUOUS]
    by_label = {label: _f1(judged, label) for label in Label}
    present = [v for v in by_label.values() if v is not None]
    return Figures(
        name=name,
        texts=len(judged),
        lean=_share(clear, lambda j: j.lean is j.gold),
        decided=_share(decided, lambda j: j.label is j.gold),
        coverage=_share(clear, lambda j: j.label is not Label.AMBIGUOUS),
        macro_f1=sum(present) / len(present) if f1 and present else None,
        calibration=calibration_error(clear),
        by_label=by_label if f1 else {},
    )


def _share(judged: Sequence[Judged], right: Callable[[Judged], bool]) -> float | None:
    return sum(map(right, judged)) / len(judged) if judged else None


def _f1(judged: Sequence[Judged], label: Label) -> float | None:
    hits = sum(j.gold is label and j.label is label for j in judged)
    total = sum(j.gold is label for j in judged) + sum(j.label is label for j in judged)
    return 2 * hits / total if total else None


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """Expected calibration error of `confidence` over ten equal bins from 0.5 to 1."""
    if not judged:
        return None
    bins: dict[int, list[Judged]] = {}
    for j in judged:
        bins.setdefault(min(BINS - 1, int((j.confidence - 0.5) * 2 * BINS)), []).append(j)
    gaps = (
        abs(sum(j.confidence for j in held) - sum(j.lean is j.gold for j in held))
        for held in bins.values()
    )
    return sum(gaps) / len(judged)


def table(groups: Iterable[Figures]) -> str:
    """The figures as text, one line a group."""
    heads = ("texts", "lean", "decided", "coverage", "macro-F1", "calib.")
    lines = [f"{'':{WIDE}}" + "".join(f"{head:>10}" for head in heads)]
    for group in groups:
        cells = (group.lean, group.decided, group.coverage, group.macro_f1, group.calibration)
        shown = "".join(f"{'–' if cell is None else format(cell, '.3f'):>10}" for cell in cells)
        lines.append(f"{group.name:{WIDE}}{group.texts:10}{shown}")
        if group.name == "all":
            by_label = ", ".join(f"{k} {v or 0:.3f}" for k, v in group.by_label.items())
            lines.append(f"F1: {by_label}")
    return "\n".join(lines)
