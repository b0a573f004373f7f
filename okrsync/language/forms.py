"""The forms of a word: from the base form that a lexicon lists to those that texts contain.

Made generously: a form that no text contains does no harm, a missing one does. Each form carries
a letter: `b` base or imperative, `i` infinitive, `f` other finite, `p` participle, `g` gerund.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Form = tuple[str, str]
VOWELS = "aeiouy"


def english(verb: str) -> Iterator[Form]:
    """launch → launches, launched, launching."""
    yield verb, "b"
    stem = verb[:-1] if verb.endswith("e") else verb
    if verb.endswith("y") and verb[-2:-1] not in VOWELS:
        yield verb[:-1] + "ies", "f"
        yield verb[:-1] + "ied", "p"
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"), "f"
    yield stem + "ed", "p"
    yield stem + "ing", "g"
    if len(verb) > 2 and verb[-1] not in VOWELS + "wx" and verb[-2] in VOWELS:
        yield verb + verb[-1] + "ed", "p"
        yield verb + verb[-1] + "ing", "g"


def _dutch_stems(infinitive: str) -> set[str]:
    """maken → mak, maak; stellen → stel; schrijven → schrijv, schrijf."""
    stem = infinitive[:-2] if infinitive.endswith("en") else infinitive.removesuffix("n")
    stems = {stem}
    if len(stem) > 2 and stem[-1] == stem[-2]:
        stems.add(stem[:-1])
    elif len(stem) > 1 and stem[-1] not in VOWELS and stem[-2] in "aeou":
        stems.add(stem[:-1] + stem[-2] + stem[-1])
    hard = {s[:-1] + {"v": "f", "z": "s"}[s[-1]] for s in stems if s[-1:] in {"v", "z"}}
    return stems | hard


def dutch(verb: str) -> Iterator[Form]:
    """lanceren → lanceer, lanceert, gelanceerd; op|zetten → opzetten, opgezet, op te zetten."""
    particle, _, bare = verb.rpartition("|")
    yield particle + bare, "i"
    prefixed = bare.startswith(("be", "ge", "her", "ont", "ver", "er", "mis", "onder", "over"))
    for stem in sorted(_dutch_stems(bare)):
        for ending, form in (("", "b"), ("t", "f"), ("de", "f"), ("te", "f")):
            if not particle:
                yield stem + ending, form
        for ending in ("d", "t", ""):
            if stem.endswith(("d", "t")) or ending:
                yield particle + "ge" + stem + ending, "p"
                if prefixed:
                    yield particle + stem + ending, "p"
    if particle:
        yield f"{particle}te{bare}", "i"


def german(verb: str) -> Iterator[Form]:
    """führen → führe, führt, geführt; ein|führen → einführen, eingeführt, einzuführen."""
    particle, _, bare = verb.rpartition("|")
    stem = bare[:-2] if bare.endswith("en") else bare.removesuffix("n")
    yield particle + bare, "i"
    for ending, form in (("e", "b"), ("", "b"), ("t", "f"), ("et", "f"), ("te", "f"), ("st", "f")):
        if not particle:
            yield stem + ending, form
    unprefixed = ("be", "ge", "er", "ver", "zer", "ent", "emp", "miss", "über", "unter", "wider")
    for ending in ("t", "et"):
        if bare.endswith("ieren") or bare.startswith(unprefixed):
            yield particle + stem + ending, "p"
        yield particle + "ge" + stem + ending, "p"
    if particle:
        yield f"{particle}zu{bare}", "i"


def french(verb: str) -> Iterator[Form]:
    """lancer → lance, lançons, lancé; établir → établit, établi."""
    yield verb, "i"
    stem = verb[:-2]
    if verb.endswith("er"):
        soft = stem + "e" if stem.endswith("g") else stem
        yield from ((stem + e, "f") for e in ("es", "ent"))
        yield from ((stem + e, "b") for e in ("e", "ez"))
        yield soft + "ons", "b"
        yield from ((stem + e, "p") for e in ("é", "ée", "és", "ées"))
        yield soft + "ant", "g"
    elif verb.endswith("ir"):
        yield from ((stem + e, "b") for e in ("is", "issons", "issez"))
        yield from ((stem + e, "f") for e in ("it", "issent"))
        yield from ((stem + e, "p") for e in ("i", "ie", "is", "ies"))
        yield stem + "issant", "g"
    else:
        yield from ((stem + e, "b") for e in ("s", "ons", "ez"))
        yield from ((stem + e, "p") for e in ("u", "ue", "us", "ues"))
        yield stem + "ant", "g"


SPANISH_AR = (
    [(e, "f") for e in ("o", "as", "an", "aron", "ó", "amos")]
    + [(e, "b") for e in ("a", "e", "en", "emos")]
    + [(e, "p") for e in ("ado", "ada", "ados", "adas")]
    + [("ando", "g"), ("aremos", "f")]
)
SPANISH_ER = (
    [(e, "f") for e in ("o", "es", "en", "ieron", "ió", "imos", "emos")]
    + [(e, "b") for e in ("e", "a", "an", "amos")]
    + [(e, "p") for e in ("ido", "ida", "idos", "idas")]
    + [("iendo", "g"), ("iremos", "f"), ("eremos", "f")]
)


def spanish(verb: str) -> Iterator[Form]:
    """lanzar → lanza, lancemos, lanzado; reflexive endings fall away."""
    yield verb, "i"
    bare = verb.removesuffix("se")
    stem = bare[:-2]
    soft = {"c": "qu", "g": "gu", "z": "c"}.get(stem[-1:], stem[-1:])
    for ending, form in SPANISH_AR if bare.endswith("ar") else SPANISH_ER:
        yield stem + ending, form
        if ending[0] == "e" and bare.endswith("ar"):
            yield stem[:-1] + soft + ending, form
    yield bare + "nos", "i"


def portuguese(verb: str) -> Iterator[Form]:
    """lançar → lança, lançamos, lançado."""
    yield verb, "i"
    stem = verb[:-2]
    ends = ("a", "e", "am", "em") if verb.endswith("ar") else ("e", "a", "em", "am")
    yield from ((stem + e, "b") for e in ends)
    yield from ((stem + e, "f") for e in ("ou", "iu", "eu", "amos", "emos", "imos"))
    vowel = "a" if verb.endswith("ar") else "i"
    yield from ((stem + vowel + e, "p") for e in ("do", "da", "dos", "das"))
    yield verb[:-1] + "ndo", "g"


def english_nouns(noun: str) -> Iterator[str]:
    """bug → bugs, story → stories, launch → launches."""
    yield noun
    if noun.endswith("y") and noun[-2:-1] not in VOWELS:
        yield noun[:-1] + "ies"
    else:
        yield noun + ("es" if noun.endswith(("s", "sh", "ch", "x")) else "s")


def dutch_nouns(noun: str) -> Iterator[str]:
    """klant → klanten, maat → maten, les → lessen, brief → brieven, website → websites."""
    yield from (noun, noun + "s", noun + "'s", noun + "en", noun + "n")
    last, before = noun[-1:], noun[-2:-1]
    soft = {"f": "v", "s": "z"}.get(last, last)
    if last not in VOWELS and before in tuple("aeou"):
        if noun[-3:-2] == before:
            yield from (noun[:-2] + last + "en", noun[:-2] + soft + "en")
        else:
            yield noun + last + "en"
    yield noun[:-1] + soft + "en"


def german_nouns(noun: str) -> Iterator[str]:
    """Kunde → Kunden, Termin → Termine, Umsatz → Umsätze (accents fall away elsewhere)."""
    yield from (noun + e for e in ("", "e", "en", "n", "er", "s", "es", "ern", "nen", "se", "sen"))


def french_nouns(noun: str) -> Iterator[str]:
    """client → clients, journal → journaux, réseau → réseaux."""
    yield from (noun, noun + "s", noun + "x", noun + "e", noun + "es")
    if noun.endswith("al"):
        yield noun[:-1] + "ux"


def spanish_nouns(noun: str) -> Iterator[str]:
    """cliente → clientes, reunión → reuniones, vez → veces."""
    yield from (noun, noun + "s", noun + "es")
    if noun.endswith("z"):
        yield noun[:-1] + "ces"
    if noun.endswith("o"):
        yield from (noun[:-1] + "a", noun[:-1] + "as")
    if noun.endswith(("ão", "al", "el")):
        yield from (noun[:-2] + "ões", noun[:-1] + "is")


VERBS: dict[str, Callable[[str], Iterator[Form]]] = {
    "english": english,
    "dutch": dutch,
    "german": german,
    "french": french,
    "spanish": spanish,
    "portuguese": portuguese,
}
NOUNS: dict[str, Callable[[str], Iterator[str]]] = {
    "english": english_nouns,
    "dutch": dutch_nouns,
    "german": german_nouns,
    "french": french_nouns,
    "spanish": spanish_nouns,
    "portuguese": spanish_nouns,
}


GUESSES: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    "english": ((re.compile(r"[a-z]{3,}ed$"), "p"), (re.compile(r"[a-z]{3,}ing$"), "g")),
    "dutch": (
        (re.compile(r"(?:[a-z]{2,4})?ge[a-zë]{2,}[dt]$|(?:ver|be|ont|her)[a-zë]{2,}[dt]$"), "p"),
        (re.compile(r"[a-zë]{2,}(?:eren|elen)$"), "i"),
        (re.compile(r"[a-zë]{3,}en$"), "n"),
    ),
    "german": (
        (re.compile(r"(?:[a-zäöü]{2,5})?ge[a-zäöüß]{2,}(?:t|en)$|[a-zäöüß]{3,}iert$"), "p"),
        (re.compile(r"(?:ver|be|er|ent|zer)[a-zäöüß]{3,}t$"), "p"),
        (re.compile(r"[a-zäöüß]{3,}(?:en|ern|eln)$"), "i"),
    ),
    "french": (
        (re.compile(r"[a-zà-ÿ]{2,}(?:ées?|és?)$"), "p"),
        (re.compile(r"[a-zà-ÿ]{2,}(?:er|ir|oir|dre|tre|ire)$"), "i"),
    ),
    "spanish": (
        (re.compile(r"[a-zà-ÿ]{2,}(?:ad[oa]s?|id[oa]s?)$"), "p"),
        (re.compile(r"[a-zà-ÿ]{2,}(?:[aei]r|[aei]rse)$"), "i"),
    ),
}
"""What an unknown word looks like: a participle, an infinitive (`n`: only where it stands last)."""


def guess(word: str, family: str) -> str | None:
    """The letter of a verb's form that an unknown lower-case word looks like."""
    for pattern, letter in GUESSES.get(family, ()):
        if pattern.match(word):
            return letter
    return None
