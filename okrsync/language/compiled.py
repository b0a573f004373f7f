"""Lexicons with all their forms, as files that load in a few milliseconds.

Words of the same classes stand together in one string: reading one is a split and a
`dict.fromkeys`, so tens of thousands of forms cost next to nothing. Phrases stand under their
first word, and are taken apart when a text holds that word.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from okrsync.language.lexicon import HERE, Classes, Lexicon, Phrase

DETECT = HERE / "detect.json"
Grouped = dict[str, list[str]]


def read(language: str, checksum: int) -> Lexicon | None:
    """The compiled lexicon, or None where there is none for this state of the lexicon file."""
    path = HERE / f"{language}.json"
    if not path.is_file():
        return None
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    if content["checksum"] != checksum:
        return None
    lexicon = Lexicon(language, content["family"], detect=frozenset(content["detect"].split()))
    lexicon.particles = set(content["particles"].split())
    for key, words in content["words"].items():
        lexicon.words.update(dict.fromkeys(words.split("|"), _classes(key)))
    for key, pairs in content["separable"].items():
        classes = _classes(key)
        for pair in pairs.split("|"):
            particle, _, form = pair.partition(" ")
            lexicon.separable[particle, form] = classes
    lexicon.kinds = [_classes(key) for key in content["kinds"]]
    lexicon.packed = content["phrases"]
    return lexicon


def function_words(language: str, checksum: int) -> frozenset[str] | None:
    """The words that tell a language from others; None where they are of another state."""
    if not DETECT.is_file():
        return None
    said = json.loads(DETECT.read_text(encoding="utf-8")).get(language, {})
    return frozenset(said["words"].split()) if said.get("checksum") == checksum else None


def write_function_words(lexicons: Mapping[int, Lexicon]) -> None:
    """Write those of all languages, each with the checksum of its lexicon file, into one file."""
    content = {
        lexicon.language: {"checksum": checksum, "words": " ".join(sorted(lexicon.detect))}
        for checksum, lexicon in lexicons.items()
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    DETECT.write_text(text + "\n", encoding="utf-8")


def write(lexicon: Lexicon, checksum: int) -> None:
    """Write the compiled file of a lexicon."""
    kinds: dict[str, int] = {}
    content = {
        "checksum": checksum,
        "family": lexicon.family,
        "detect": " ".join(sorted(lexicon.detect)),
        "particles": " ".join(sorted(lexicon.particles)),
        "words": _grouped(lexicon.words.items()),
        "separable": _grouped(((" ".join(k), c) for k, c in lexicon.separable.items())),
        "phrases": {
            first: "|".join(sorted(_packed(phrase, kinds) for phrase in known))
            for first, known in sorted(lexicon.all_phrases().items())
        },
        "kinds": list(kinds),
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    (HERE / f"{lexicon.language}.json").write_text(text + "\n", encoding="utf-8")


def _packed(phrase: Phrase, kinds: dict[str, int]) -> str:
    """The number of a phrase's classes, and its words but the first."""
    words, classes = phrase
    return " ".join((str(kinds.setdefault(_key(classes), len(kinds))), *words[1:]))


def _key(classes: Classes) -> str:
    return " ".join(f"{cls}:{letter}" for cls, letter in classes.items())


def _grouped(items: Iterable[tuple[str, Classes]]) -> dict[str, str]:
    groups: Grouped = defaultdict(list)
    for word, classes in items:
        groups[_key(classes)].append(word)
    return {key: "|".join(sorted(words)) for key, words in sorted(groups.items())}


def _classes(key: str) -> Classes:
    return dict(pair.split(":") for pair in key.split(" "))
