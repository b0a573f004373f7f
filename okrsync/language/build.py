"""From a lexicon file to every form that texts contain.

`python -m okrsync.language.build` compiles all files, which makes loading fast; nothing breaks
where that was forgotten, loading is only slower.
"""

from __future__ import annotations

import re
import tomllib
import zlib
from collections.abc import Iterator

from okrsync.language import compiled, irregular
from okrsync.language.forms import NOUNS, VERBS
from okrsync.language.lexicon import BEHIND, HERE, NOTHING, Classes, Lexicon
from okrsync.language.pieces import fold, pieces

FUNCTION = {"prepositions", "skip", "means", "with", "others", "we"}
"""Words that stay what they are where a verb has a form that looks like them (Dutch "met")."""
IRREGULAR = {"german": irregular.GERMAN, "dutch": irregular.DUTCH}
ENTRY = re.compile(r"([^,(]+?)\s*(?:\(([^)]*)\))?\s*(?:,|$)")
COMMENT = re.compile(r"#[^\n]*")


def build(language: str, source: str) -> Lexicon:
    """The lexicon that a file's text says. Raises tomllib.TOMLDecodeError or KeyError."""
    content = tomllib.loads(source)
    lexicon = Lexicon(language, content["family"])
    for cls, block in content["words"].items():
        for word, _ in entries(block):
            _add(lexicon, word, cls, "n")
    for cls, block in content["verbs"].items():
        for verb, extra in entries(block):
            _add_verb(lexicon, verb, extra, cls)
    for cls, block in content["nouns"].items():
        for noun, extra in entries(block):
            _add_noun(lexicon, noun, extra, "activity" if cls == "behind" else cls)
    lexicon.detect = frozenset(fold(w) for w, _ in entries(content["detect"]["words"]))
    for known in lexicon.phrases.values():
        known.sort(key=lambda phrase: -len(phrase[0]))
    return lexicon


def entries(block: str) -> Iterator[tuple[str, list[str]]]:
    """The entries of a list, each with the unusual forms that stand in brackets behind it."""
    for match in ENTRY.finditer(" ".join(COMMENT.sub("", block).split())):
        extra = [e.strip() for e in (match[2] or "").split(",") if e.strip()]
        yield match[1].strip(), extra


def _add(lexicon: Lexicon, form: str, cls: str, letter: str) -> None:
    if form.startswith(BEHIND):
        lexicon.words.setdefault(BEHIND + fold(form[1:]), {}).setdefault(cls, letter)
        return
    parts = tuple(norm for _, norm, _, _ in pieces(form))
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
    particle, _, bare = first.rpartition("|")
    if particle and not tail:
        lexicon.particles.add(fold(particle))
        finite = [form for form in VERBS[lexicon.family](bare) if form[1] in {"b", "f", "i"}]
        finite += [(form, "f") for form in IRREGULAR.get(lexicon.family, {}).get(bare, "").split()]
        for form, letter in finite:
            _separable(lexicon, fold(particle), fold(form)).setdefault(cls, letter)


def _separable(lexicon: Lexicon, particle: str, form: str) -> Classes:
    return lexicon.separable.setdefault((particle, form), {})


def _add_noun(lexicon: Lexicon, noun: str, extra: list[str], cls: str) -> None:
    start, _, last = noun.rpartition(" ")
    lead = f"{start} " if start else ""
    for form in NOUNS[lexicon.family](last):
        _add(lexicon, lead + form, cls, "n")
    if lead and not lexicon.head_last:
        _bend_first(lexicon, start, last, cls)
    for form in extra:
        _add(lexicon, form, cls, "n")


def _bend_first(lexicon: Lexicon, start: str, last: str, cls: str) -> None:
    """Romance phrases bend at their first word: article de presse, articles de presse."""
    head, _, middle = start.partition(" ")
    for form in NOUNS[lexicon.family](head):
        for end in (last, *NOUNS[lexicon.family](last)):
            _add(lexicon, " ".join(filter(None, (form, middle, end))), cls, "n")


def main() -> None:
    """Compile every lexicon file."""
    built = {}
    for path in sorted(HERE.glob("*.toml")):
        source = path.read_bytes()
        lexicon = build(path.stem, source.decode("utf-8"))
        compiled.write(lexicon, zlib.crc32(source))
        built[zlib.crc32(source)] = lexicon
    compiled.write_function_words(built)


if __name__ == "__main__":
    main()
