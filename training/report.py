"""What houses that were held back say about the checker."""

from __future__ import annotations

from collections.abc import Sequence

from evaluation.figures import Judged, figures, table
from okrsync.language.verdict import Label
from okrsync.language.weigh import probability
from training.learn import Array
from training.texts import Sample


def report(
    samples: Sequence[Sample],
    logits: Array,
    both: Array,
    *,
    sure: float,
    two_sided_from: float,
    errors: bool,
) -> None:
    """Print the figures, and with `errors` every text that leans the wrong way."""
    judged = []
    for sample, logit, two_sided in zip(samples, logits, both, strict=True):
        lean = Label.OUTCOME if logit >= 0 else Label.OUTPUT
        confidence = probability(abs(float(logit)))
        asks = confidence < sure or probability(float(two_sided)) >= two_sided_from
        label = Label.AMBIGUOUS if asks else lean
        judged.append(Judged(sample.lang, Label(sample.label), label, lean, confidence))
    print(table(figures(judged)))
    if errors:
        _errors(samples, judged)


def _errors(samples: Sequence[Sample], judged: Sequence[Judged]) -> None:
    ranked = sorted(zip(judged, samples, strict=True), key=lambda pair: -pair[0].confidence)
    for verdict, sample in ranked:
        if verdict.gold not in (Label.AMBIGUOUS, verdict.lean):
            print(f"{verdict.confidence:.2f} {sample.lang} gold {verdict.gold}: {sample.text}")
