"""Outcome or output: what a text measures, how sure that is, and which words decided."""

from okrsync.language.classify import classify
from okrsync.language.detect import detect, known_languages
from okrsync.language.judge import judge
from okrsync.language.verdict import Label, Reason, Shade, Verdict

__all__ = ["Label", "Reason", "Shade", "Verdict", "classify", "detect", "judge", "known_languages"]
