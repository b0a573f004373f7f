"""One text, one verdict."""

from __future__ import annotations

from dataclasses import replace

from okrsync.language.detect import detect
from okrsync.language.letters import Letters, letters
from okrsync.language.lexicon import Lexicon
from okrsync.language.lexicons import load
from okrsync.language.reasons import explain
from okrsync.language.shade import shade
from okrsync.language.signals import Signals, read
from okrsync.language.verdict import Label, Reason, Shade, Verdict
from okrsync.language.weigh import Weights, probability, spends, weights


def classify(
    text: str, *, role: str | None = None, lang: str | None = None, prior: str | None = None
) -> Verdict:
    """Whether a text measures an outcome or an output, how sure that is, and why.

    `lang` is the text's language where it is known; else it is detected, with `prior` (the
    workspace's language) where the text itself does not tell. `role` (key_result, objective,
    initiative, kpi) never changes outcome or output: the column a text stands in proves nothing.
    """
    del role  # accepted because callers have it; see above
    lexicon = load(lang or detect(text, prior))
    signals = read(text, lexicon)
    if not signals.found:
        return _wordless(text, lexicon)
    return _decide(text, lexicon, signals, weights())


def _decide(text: str, lexicon: Lexicon, signals: Signals, learned: Weights) -> Verdict:
    logit = learned.towards_outcome(signals.found)
    lean = Label.OUTCOME if logit >= 0 else Label.OUTPUT
    confidence = probability(abs(logit))
    known = any(name.startswith("has ") for name in signals.found)  # else no word tells
    unsure = not known or learned.asks(signals.found, logit)
    label = Label.AMBIGUOUS if unsure else lean
    verdict = Verdict(
        text=text,
        lang=lexicon.language,
        label=label,
        lean=lean,
        confidence=round(confidence, 4),
        shade=shade(label, lean, signals),
        reasons=explain(text, signals, learned, label),
    )
    return verdict if unsure or spends(signals.found) else _heard(verdict, letters(), logit)


def _heard(verdict: Verdict, second: Letters, logit: float) -> Verdict:
    """A decided verdict after the second opinion: itself, or a question with the same words.

    The letters don't say that it reads both ways, so it is no work and result in one.
    """
    heard = second.confidence(verdict.text, verdict.lang, logit)
    if heard >= second.sure:
        return verdict
    confidence = round(max(0.5, min(verdict.confidence, heard)), 4)
    return replace(verdict, label=Label.AMBIGUOUS, confidence=confidence, shade=Shade.UNCLEAR)


def _wordless(text: str, lexicon: Lexicon) -> Verdict:
    """Nothing to read: it asks, and leans to output, which accuses nobody of a result."""
    reasons = (Reason("nothing to read", text.strip(), Label.OUTPUT),) if text.strip() else ()
    return Verdict(
        text, lexicon.language, Label.AMBIGUOUS, Label.OUTPUT, 0.5, Shade.UNCLEAR, reasons
    )
