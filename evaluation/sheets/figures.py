"""The table of a measurement, its totals, and what the certainty words are worth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from evaluation.sheets.compare import Compared, Count

PROMISED = 0.95
"""How often what is said to be sure has to be right."""


def table(results: Sequence[Compared], *, verbose: bool = False) -> str:
    """All of it as text."""
    lines = [f"{'sheet':<44} {'titles':>6} {'numbers':>7} {'silent':>6}  certainty"]
    for each in results:
        lines.append(_line(each))
        if verbose:
            unsaid = set(each.silent)
            lines += [f"      {each.refused}"] if each.refused else []
            lines += [f"    {'!' if text in unsaid else ' '} {text}" for text in each.faults]
    groups = {
        "no configuration needed": [r for r in results if r.gold.zero_config and _has(r)],
        "all": [r for r in results if _has(r)],
    }
    for name, group in groups.items():
        titles, numbers = _sum(r.titles for r in group), _sum(r.numbers for r in group)
        facts, silent = sum(r.facts for r in group), sum(len(r.silent) for r in group)
        lines.append(
            f"{name}: {len(group)} sheets, titles F1 {titles.f1:.3f}, numbers F1 "
            f"{numbers.f1:.3f}, silent errors {silent} of {facts}"
        )
    return "\n".join([*lines, *_negatives(results), *_words(results), *_left_out(results)])


def _line(each: Compared) -> str:
    told = "refused" if each.refused is not None else f"{each.certainty} {each.weight:.2f}"
    right = "right" if each.right else ""
    return (
        f"{each.gold.name[:44]:<44} {each.titles.f1:>6.2f} {each.numbers.f1:>7.2f} "
        f"{len(each.silent):>6}  {told:<12} {right}"
    )


def _has(each: Compared) -> bool:
    return bool(each.gold.items)


def _sum(counts: Iterator[Count]) -> Count:
    total = Count()
    for each in counts:
        total.add(each)
    return total


def _negatives(results: Sequence[Compared]) -> Iterator[str]:
    negatives = [r for r in results if r.gold.negative]
    if negatives:
        read = [r.gold.name for r in negatives if r.refused is None]
        yield f"not OKRs: {len(negatives)}, read all the same: {', '.join(read) or 'none'}"


def _words(results: Sequence[Compared]) -> Iterator[str]:
    read = [r for r in results if r.refused is None]
    for word in ("sure", "likely", "unsure"):
        said = [r for r in read if r.certainty == word]
        right = sum(r.right for r in said)
        if said:
            yield f"{word}: {len(said)} sheets, {right} of them right in everything"


def _left_out(results: Sequence[Compared]) -> Iterator[str]:
    """What `sure` would be worth if its threshold were chosen without the sheet's own source."""
    read = sorted((r for r in results if r.refused is None), key=_source)
    sources = [list(group) for _, group in groupby(read, key=_source)]
    said = right = 0
    for at, own in enumerate(sources):
        others = [each for n, group in enumerate(sources) if n != at for each in group]
        least = threshold(others)
        sure = [each for each in own if each.weight >= least]
        said, right = said + len(sure), right + sum(each.right for each in sure)
    if read:
        yield (
            f"threshold of sure fitted on all: {threshold(read):.2f}; each source left out: "
            f"{said} sure, {right} right"
        )


def _source(each: Compared) -> str:
    """Files of one house share the first two words of their names."""
    return "-".join(each.gold.name.split("-")[:2])


def threshold(read: Sequence[Compared]) -> float:
    """The lowest weight from which on the promise is kept; above 1 where there is none."""
    best = 1.01
    for least in sorted({each.weight for each in read}, reverse=True):
        above = [each for each in read if each.weight >= least]
        if sum(each.right for each in above) / len(above) >= PROMISED:
            best = least
    return best
