"""A claim read as verb, subject and object, each with its class and place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from okrsync.language.clauses import VERBS
from okrsync.language.lexicon import Lexicon
from okrsync.language.tokens import Token

SUBJECTS = (
    ("own", "own"),
    ("people", "others"),
    ("others", "others"),
    ("metric", "metric"),
    ("yield", "yield"),
    ("flaw", "metric"),
    ("product", "artefact"),
    ("activity", "activity"),
)
OF = {"of", "de", "d", "del", "du", "des", "von", "van", "da", "do"}
ENDS = {
    "to",
    "until",
    "between",
    "tot",
    "tussen",
    "bis",
    "zwischen",
    "entre",
    "hasta",
    "avant",
    "desde",
}
"""Words that lead to the end of a span of time."""
MEASURING = {
    "track", "measure", "monitor", "report", "review", "analyse", "analyze", "evaluate", "assess",
    "audit", "research", "document", "define", "benchmark", "survey", "study", "map", "publish",
    "share", "calculate", "set", "record", "explore", "investigate", "present", "communicate",
    "discuss",
}  # fmt: skip
"""Verbs that take a measure as their object: “Track churn rate” is work, “Build failure rate” a
measure."""
FRONT = {"front", "bare", "noun-like", "gerund"}
AFTER_NOUNS = {"from", "per", "via", "by", "in", "of", "at", "on", "with", "among", "within"}
"""What may follow a noun at once, and hardly a verb that takes an object."""
FIGURE_KINDS = {"num", "pct", "money"}
OPENERS = ("determiners", "skip", "numbers", "count", "all", "threshold", "rhythm")
NOUNS = (
    "dialogue",
    "metric",
    "yield",
    "activity",
    "cert",
    "product",
    "flaw",
    "people",
    "movenoun",
    "worknoun",
)
OURS = {"activity", "product", "worknoun", "unknown"}
GRANTED = {"marred": "flaw", "given": "yield"}


@dataclass(slots=True)
class Claim:
    """The slots of the head claim."""

    verb: Token | None = None
    verb_class: str = "none"
    position: str = "none"
    subject: str = "none"
    object: str = "none"
    noun: Token | None = None
    who: Token | None = None
    """The word that names the subject."""


def _verb_class(token: Token, *, forms: str = "bifpg") -> str | None:
    for verb in VERBS:
        if token.classes.get(verb, "-") in forms:
            return verb
    return None


def read_claim(head: Sequence[Token], lexicon: Lexicon) -> Claim:
    """The claim that the words of the head make."""
    claim = Claim()
    start = 0
    while start < len(head) - 1 and (head[start].is_("we") or head[start].norm in "i"):
        claim.subject, claim.who = "we", head[start]
        start += 1
    body = head[start:]
    spans = [place for place, token in enumerate(body) if _is_span(token)]
    for token in body[spans[0] + 1 :] if spans else ():
        # What happens at either end is no claim: “Time to first project created”.
        token.zone = "relative" if token.kind == "word" else token.zone
    if spans == [0]:
        claim.noun, claim.object = body[0], "metric"
        return claim
    if lexicon.family == "english" and _compound(body):
        if not body[0].is_(*NOUNS):
            body[0].zone = "relative"  # it only says of what the measure is
        _find_object(claim, body, lexicon)
        return claim
    _find_verb(claim, body, lexicon)
    _find_object(claim, body, lexicon)
    if claim.subject == "none" and claim.position in {"middle", "final"} and claim.verb:
        _find_subject(claim, body)
    return claim


def _is_span(token: Token) -> bool:
    """Whether a text begins with how long something takes: “Time to …”, “Zeit bis …”."""
    first, _, last = token.norm.rpartition(" ")
    return bool(first) and last in ENDS and token.classes.get("metric") == "n"


def _find_verb(claim: Claim, body: Sequence[Token], lexicon: Lexicon) -> None:
    first, last = body[0], body[-1]
    for particle in _particles(body, lexicon):
        if (stem := _stem(body, particle, lexicon)) is None:
            continue
        claim.verb = stem
        claim.verb_class = next(iter(lexicon.separable[particle.norm, stem.norm]))
        claim.position = "front" if stem is first else "middle"
        particle.zone = "particle"
        return
    helping = first.is_("aux") and first.classes.get("attain", "-") not in "bi"
    front = claim.subject != "we" and not helping and not _nominal(body, lexicon)
    if front and (cls := _verb_class(first)):
        claim.verb, claim.verb_class, claim.position = first, cls, _front(body, cls)
        return
    forms = "ip" if lexicon.family in {"dutch", "german"} else "p"
    if last.classes.get("guess") == "n":
        forms = "ipn"
    named = len(body) > 1 and last.is_(*NOUNS) and body[-2].is_("determiners", "skip")
    if len(body) > 1 and last.classes.get("guess") == "n":  # "aantal testdagen": no infinitive
        named = body[-2].is_("count", "numbers", "movenoun") or body[-2].kind in FIGURE_KINDS
    if len(body) > 1 and not named and (cls := _verb_class(last, forms=forms)):
        claim.verb, claim.verb_class, claim.position = last, cls, "final"
        return
    _find_middle(claim, body)
    if claim.verb is None and not first.classes and first.kind == "word" and len(body) > 1:
        claim.verb_class, claim.position = "unknown", _front(body, "unknown")


def _front(body: Sequence[Token], verb: str) -> str:
    """How sure a first word is the verb: one that a count or an article follows is.

    "Order 40 chairs" orders, "Order backlog" does not, "Order chairs" may.
    """
    first = body[0]
    if first.classes.get(verb) == "g":
        return "gerund"
    if len(body) > 1 and (body[1].kind in FIGURE_KINDS or body[1].is_(*OPENERS)):
        return "front"
    return "noun-like" if first.is_(*NOUNS, "duration") else "bare"


def _nominal(body: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the first word is a noun that looks like a verb (cierre de año, review of plans)."""
    if lexicon.family == "english" and _plural(body):
        return True
    if _rhythmic(body):
        return True
    if len(body) < 3 or not any(body[0].classes.get(v, "-") in "bf" for v in VERBS):
        return False
    return body[1].norm in OF and body[2].kind == "word"


def _rhythmic(body: Sequence[Token]) -> bool:
    """Things per time: “Besuche pro Woche von 3 auf 9”; “Bezoek per week drie klanten” is none."""
    if len(body) < 2 or not body[0].is_(*NOUNS) or not body[1].is_("rhythm"):
        return False
    behind = body[2] if len(body) > 2 else None
    return (
        behind is None or behind.is_("from", "to", "threshold") or behind.kind in {"cmp", "arrow"}
    )


def _compound(body: Sequence[Token]) -> bool:
    """Whether an English first word only says of what the measure is: Build failure rate."""
    first = body[0]
    if first.norm in MEASURING or not first.is_("work", "act", "make"):
        return False
    run = [first]
    for token in body[1:]:
        if token.kind != "word" or token.is_("prepositions", "determiners", *OPENERS):
            break
        run.append(token)
    return len(run) > 1 and run[-1].classes.get("metric") == "n"


def _plural(body: Sequence[Token]) -> bool:
    """Whether an English first word in -s is several things: Leads from the site, Upgrades a month.

    "Trains all staff" is a verb: something follows that it is done to.
    """
    first = body[0]
    if {first.classes[verb] for verb in VERBS if verb in first.classes} != {"f"}:
        return False
    if len(body) == 1 or body[1].is_("rhythm", "threshold") or body[1].norm in AFTER_NOUNS:
        return True
    if _verb_class(body[1], forms="p") is not None:  # questions answered, requests handled
        return True
    return first.is_(*NOUNS) and body[1].kind in FIGURE_KINDS


def _find_middle(claim: Claim, body: Sequence[Token]) -> None:
    weak: Token | None = None
    for place, token in enumerate(body):
        cls = _verb_class(token)
        if cls is None or (token.is_(*NOUNS) and claim.subject != "we"):
            continue
        if place and (body[place - 1].kind == "num" or body[place - 1].is_("determiners")):
            continue
        if token.is_("aux") or cls == "attain":
            weak = weak or token
            continue
        claim.verb, claim.verb_class, claim.position = token, cls, "middle"
        return
    if weak is not None:
        claim.verb, claim.verb_class, claim.position = weak, "attain", "middle"


def _particles(body: Sequence[Token], lexicon: Lexicon) -> Iterator[Token]:
    """Words that may be the parted half of a verb: the last one (voer … in), else one that
    a preposition follows (geef … uit aan): before a noun it is a preposition itself."""
    for place in range(len(body) - 1, 0, -1):
        token = body[place]
        last = place == len(body) - 1
        if token.norm in lexicon.particles and (last or body[place + 1].is_("prepositions")):
            yield token


def _stem(body: Sequence[Token], particle: Token, lexicon: Lexicon) -> Token | None:
    """The other half: among the first four words, and before the particle."""
    for token in body[:4]:
        if token is particle:
            return None
        if lexicon.separable.get((particle.norm, token.norm)):
            return token
    return None


def _noun_class(token: Token) -> str | None:
    for noun in NOUNS:
        if token.classes.get(noun) == "n":
            return noun
    return None


def _find_object(claim: Claim, body: Sequence[Token], lexicon: Lexicon) -> None:
    """The head of the first noun phrase after a front verb, else of the first of all."""
    start = 0
    if claim.verb and (claim.position in FRONT or _after_we(claim)):
        start = body.index(claim.verb) + 1
    run: list[Token] = []
    for token in body[start:]:
        if token is claim.verb or (token.is_("aux") and run):
            break
        if token.is_("count"):
            claim.noun, claim.object = claim.noun or token, claim.object
            run = []
            continue
        if token.is_("prepositions") and not token.is_("skip"):
            if any(_noun_class(t) for t in run) or (run and lexicon.head_last):
                break
            run = []
            continue
        if token.is_("determiners") and any(_noun_class(t) for t in run):
            break
        if token.kind == "word" and not token.is_("skip", "threshold", "all", "rhythm", "numbers"):
            run.append(token)
    if not run:
        return
    if claim.verb is None and (named := _measured(run, body)):
        claim.noun, claim.object = named, "metric"
        return
    ordered = list(reversed(run)) if lexicon.head_last else run
    for token in ordered:
        if cls := _behind(token, run, lexicon) or _noun_class(token):
            claim.noun, claim.object = token, _granted(token, cls, body)
            return
    work = claim.verb is None and ordered[0].is_("work", "act")
    cls = "worknoun" if work else "unknown"
    claim.noun, claim.object = ordered[0], _granted(ordered[0], cls, body)


def _behind(token: Token, run: Sequence[Token], lexicon: Lexicon) -> str | None:
    """What an English noun is only behind another one that names no people: account reviews."""
    if lexicon.family != "english" or token is run[0]:
        return None
    known = lexicon.behind(token.norm)
    before = run[run.index(token) - 1]
    return next(iter(known)) if known and not before.is_("people", "state", *GRANTED) else None


def _granted(token: Token, cls: str, body: Sequence[Token]) -> str:
    """The class of a noun with its adjectives: a doing that went wrong (missed appointments) or
    that others granted (accepted offers) is none of ours any more."""
    if cls not in OURS:
        return cls
    place = body.index(token)
    for other in body[max(0, place - 2) : place + 3]:
        for adjective, instead in GRANTED.items():
            if other is not token and other.is_(adjective):
                return instead
    return cls


def _measured(run: Sequence[Token], body: Sequence[Token]) -> Token | None:
    """The measure that a bare phrase begins with, where its figures say that it is one:
    Doorlooptijd offerte van 5 naar 2 dagen. Hours of something going wrong are one, too."""
    levels = any(t.kind in {"pct", "arrow", "cmp"} or t.is_("threshold", "from") for t in body)
    lost = run[0].is_("duration") and any(t.is_("flaw") for t in body)
    return run[0] if lost or (levels and run[0].classes.get("metric") == "n") else None


def _after_we(claim: Claim) -> bool:
    return claim.subject == "we" and claim.position == "middle"


def _find_subject(claim: Claim, body: Sequence[Token]) -> None:
    """Who or what stands before the verb; a passive verb's subject is what it is done to."""
    verb = claim.verb
    if verb is None:
        return
    before = body[: body.index(verb)]
    claim.subject = "unknown" if any(t.kind == "word" and not t.classes for t in before) else "none"
    for cls, name in SUBJECTS:
        claim.who = next((t for t in before if t.is_(cls)), None)
        if claim.who is not None:
            claim.subject = name
            break
    form = verb.classes.get(claim.verb_class)
    if form == "p" or (claim.position == "final" and form in {"i", "n"}):
        claim.subject = f"passive {claim.subject}"
