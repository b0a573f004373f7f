"""A language's words by class, read from its lexicon file with all their forms.

`words` maps a folded form to its classes, each with the letter of its form (see `forms`);
nouns and function words carry the letter `n`. Phrases are found by their first word.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from okrsync.language.forms import NOUNS, VERBS

LANGUAGES = ("en", "nl", "de", "fr", "es")
"""Languages whose figures are measured; a further lexicon file is read but not claimed."""

Classes = dict[str, str]
NOTHING: Classes = {}
FUNCTION = {"prepositions", "skip", "means", "with", "others", "we"}
"""Words that stay what they are where a verb has a form that looks like them (Dutch "met")."""
HEAD_LAST = {"english", "dutch", "german"}
COMPOUNDS = {"dutch", "german"}
ENTRY = re.compile(r"([^,(]+?)\s*(?:\(([^)]*)\))?\s*(?:,|$)")
COMMENT = re.compile(r"#[^\n]*")


@cache
def _fold_letter(letter: str) -> str:
    plain = unicodedata.normalize("NFKD", letter)[0]
    return plain if plain.isalpha() else letter


def fold(text: str) -> str:
    """Lower case without accents, one character for each of the original's (ß stays one s)."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ and its like grow when lowered
        lowered = "".join(c.lower()[0] for c in text)
    if lowered.isascii():
        return lowered
    return "".join(c if c < "\x80" else _fold_letter(c) for c in lowered.replace("ß", "s"))


@dataclass(slots=True)
class Lexicon:
    """Everything that one language's file says, ready to be looked up."""

    language: str
    family: str
    words: dict[str, Classes] = field(default_factory=dict)
    phrases: dict[str, list[tuple[tuple[str, ...], Classes]]] = field(default_factory=dict)
    separable: dict[tuple[str, str], Classes] = field(default_factory=dict)
    particles: set[str] = field(default_factory=set)
    detect: frozenset[str] = frozenset()
    fallback: Lexicon | None = None
    seen: dict[str, Classes] = field(default_factory=dict)

    @property
    def head_last(self) -> bool:
        """Whether the last noun of a run is its head (customer satisfaction score)."""
        return self.family in HEAD_LAST

    def classes(self, word: str) -> Classes:
        """The classes of a folded word, by itself, by its last part, or in English."""
        known = self.seen.get(word)
        if known is None:
            known = self._look_up(word)
            if len(self.seen) < 20_000:
                self.seen[word] = known
        return known

    def _look_up(self, word: str) -> Classes:
        found = self.words.get(word)
        if found is None and "-" in word:
            parts = word.split("-")
            found = self.words.get(parts[-1] if self.head_last else parts[0])
        if found is None and self.family in COMPOUNDS:
            found = self._compound(word)
        if found is None and self.fallback is not None:
            found = _as_loan(self.fallback.classes(word))
        return found or NOTHING

    def _compound(self, word: str) -> Classes | None:
        """The classes of the longest known right half, as a noun (verkoopgesprek → gesprek)."""
        for start in range(3, len(word) - 3):
            nouns = _nouns_only(self.words.get(word[start:], NOTHING))
            if nouns:
                return nouns
        return None


NOUN_CLASSES = frozenset(
    "metric yield people product activity dialogue worknoun movenoun cert flaw own state duration".split()
)
COMPOUND_CLASSES = frozenset(
    "metric yield people product activity dialogue worknoun movenoun flaw cert".split()
)


def _nouns_only(classes: Classes) -> Classes:
    return {c: f for c, f in classes.items() if c in COMPOUND_CLASSES and f == "n"}


def _as_loan(classes: Classes) -> Classes:
    """An English word in another language: nouns, states and finished work, no function words."""
    return {
        c: f for c, f in classes.items() if c in NOUN_CLASSES or (f in "bpi" and c in LOAN_VERBS)
    }


LOAN_VERBS = frozenset("work act move improve earn win react spend".split())


def _entries(block: str) -> Iterator[tuple[str, list[str]]]:
    for match in ENTRY.finditer(" ".join(COMMENT.sub("", block).split())):
        extra = [e.strip() for e in (match[2] or "").split(",") if e.strip()]
        yield match[1].strip(), extra


def _add(lexicon: Lexicon, form: str, cls: str, letter: str) -> None:
    parts = tuple(fold(form).split())
    if len(parts) == 1:
        lexicon.words.setdefault(parts[0], {}).setdefault(cls, letter)
        return
    known = lexicon.phrases.setdefault(parts[0], [])
    for words, classes in known:
        if words == parts:
            classes.setdefault(cls, letter)
            return
    known.append((parts, {cls: letter}))


def _add_verb(lexicon: Lexicon, verb: str, extra: list[str], cls: str) -> None:
    first, _, rest = verb.partition(" ")
    tail = f" {rest}" if rest else ""
    for form, letter in VERBS[lexicon.family](first):
        if tail or form == first or not FUNCTION & lexicon.words.get(fold(form), NOTHING).keys():
            _add(lexicon, form + tail, cls, letter)
    for form in extra:
        _add(lexicon, form + tail, cls, "p")
    if "|" in first and not tail:
        particle, _, bare = first.rpartition("|")
        lexicon.particles.add(fold(particle))
        for form, letter in VERBS[lexicon.family](bare):
            lexicon.separable.setdefault((fold(particle), fold(form)), {}).setdefault(cls, letter)


def _add_noun(lexicon: Lexicon, noun: str, extra: list[str], cls: str) -> None:
    start, _, last = noun.rpartition(" ")
    lead = f"{start} " if start else ""
    for form in NOUNS[lexicon.family](last):
        _add(lexicon, lead + form, cls, "n")
    for form in extra:
        _add(lexicon, form, cls, "n")


def _read(language: str) -> Mapping[str, Mapping[str, str]]:
    path = files("okrsync.language") / "lexicon" / f"{language}.toml"
    content: Mapping[str, Mapping[str, str]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return content


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language; English where there is no file for it."""
    if not available(language):
        language = "en"
    content = _read(language)
    lexicon = Lexicon(language, str(content["family"]))
    if language != "en":
        lexicon.fallback = load("en")
    for cls, block in content["words"].items():
        for word, _ in _entries(block):
            _add(lexicon, word, cls, "n")
    for cls, block in content["verbs"].items():
        for verb, extra in _entries(block):
            _add_verb(lexicon, verb, extra, cls)
    for cls, block in content["nouns"].items():
        for noun, extra in _entries(block):
            _add_noun(lexicon, noun, extra, cls)
    lexicon.detect = frozenset(fold(w) for w, _ in _entries(content["detect"]["words"]))
    for known in lexicon.phrases.values():
        known.sort(key=lambda phrase: -len(phrase[0]))
    return lexicon


@cache
def available(language: str) -> bool:
    """Whether there is a lexicon file for this language."""
    return (files("okrsync.language") / "lexicon" / f"{language}.toml").is_file()
