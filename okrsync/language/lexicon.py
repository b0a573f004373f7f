"""A language's words by class, with all their forms, ready to be looked up.

`words` maps a folded form to its classes, each with the letter of its form (see `forms`); nouns
and function words carry the letter `n`. Phrases are found by their first word.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

LANGUAGES = ("en", "nl", "de", "fr", "es")
"""Languages whose figures are measured; a further lexicon file is read but not claimed."""

HERE = Path(__file__).parent / "lexicon"
Classes = dict[str, str]
Phrase = tuple[tuple[str, ...], Classes]
NOTHING: Classes = {}
BEHIND = "-"
"""Begins the form of a noun that means this only behind another one: account *review*."""
HEAD_LAST = {"english", "dutch", "german"}
COMPOUNDS = {"dutch", "german"}
COMPOUND_CLASSES = frozenset(
    {"metric", "yield", "people", "product", "activity", "dialogue"}
    | {"worknoun", "movenoun", "flaw", "cert"}
)
NOUN_CLASSES = COMPOUND_CLASSES | {"own", "state", "duration"}
LOAN_VERBS = frozenset({"make", "work", "act", "move", "improve", "earn", "win", "react", "spend"})
REMEMBERED = 20_000
"""Looked-up words kept per language: enough for a company's sheets, little memory."""


@dataclass(slots=True)
class Lexicon:
    """Everything that one language's file says."""

    language: str
    family: str
    words: dict[str, Classes] = field(default_factory=dict)
    phrases: dict[str, list[Phrase]] = field(default_factory=dict)
    """Those looked at so far; `phrases_from` and `all_phrases` read the others."""
    packed: dict[str, str] = field(default_factory=dict)
    """First word → its phrases as the compiled file has them, not yet taken apart."""
    kinds: list[Classes] = field(default_factory=list)
    """The classes that packed phrases refer to by number."""
    separable: dict[tuple[str, str], Classes] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    detect: frozenset[str] = frozenset()
    fallback: Lexicon | None = None
    seen: dict[str, Classes] = field(default_factory=dict)

    def phrases_from(self, first: str) -> Sequence[Phrase]:
        """The phrases that begin with this folded word, longest first."""
        packed = self.packed.pop(first, None)
        if packed is not None:
            parts = (each.partition(" ") for each in packed.split("|"))
            found = [((first, *rest.split(" ")), self.kinds[int(kind)]) for kind, _, rest in parts]
            self.phrases[first] = sorted(found, key=lambda phrase: -len(phrase[0]))
        return self.phrases.get(first, ())

    def all_phrases(self) -> dict[str, list[Phrase]]:
        """Every phrase by its first word."""
        for first in list(self.packed):
            self.phrases_from(first)
        return self.phrases

    @property
    def head_last(self) -> bool:
        """Whether the last noun of a run is its head (customer satisfaction score)."""
        return self.family in HEAD_LAST

    def classes(self, word: str) -> Classes:
        """The classes of a folded word: by itself, by its last part, or in English."""
        known = self.seen.get(word)
        if known is None:
            known = self._look_up(word)
            if len(self.seen) < REMEMBERED:
                self.seen[word] = known
        return known

    def _look_up(self, word: str) -> Classes:
        found = self.words.get(word)
        if found is None and "-" in word:
            parts = word.split("-")
            found = self.behind(parts[-1]) if self.head_last else None
            found = found or self.words.get(parts[-1] if self.head_last else parts[0])
        if found is None and self.family in COMPOUNDS:
            found = self._compound(word)
        if found is None and self.fallback is not None:
            found = _as_loan(self.fallback.classes(word))
        return found or NOTHING

    def behind(self, word: str) -> Classes | None:
        """The classes that a folded noun has only behind another one."""
        return self.words.get(BEHIND + word)

    def _compound(self, word: str) -> Classes | None:
        """The classes of the longest known right half, as a noun (verkoopgesprek → gesprek)."""
        for start in range(3, len(word) - 2):
            classes = self.behind(word[start:]) or self.words.get(word[start:], NOTHING)
            nouns = {c: f for c, f in classes.items() if c in COMPOUND_CLASSES and f == "n"}
            if nouns:
                return nouns
        return None


def _as_loan(classes: Classes) -> Classes:
    """An English word in another language: nouns, states and verbs, no function words."""
    return {
        c: f for c, f in classes.items() if c in NOUN_CLASSES or (f in "bpi" and c in LOAN_VERBS)
    }
