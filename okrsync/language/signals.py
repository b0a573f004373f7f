"""What a text shows: named signals with their place, from its zones and word classes.

The claim is read as verb, subject, object and quantity; each slot is a signal, and so are the
pairs that decide together. Names are the same in every language: that is why weights learned
on one language hold in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from okrsync.language.clauses import VERBS, divide
from okrsync.language.lexicon import Lexicon
from okrsync.language.tokens import Token, tokenise

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
AGENT_WORDS = {"by", "door", "von", "par", "por"}
OF = {"of", "de", "d", "del", "du", "des", "von", "van", "da", "do"}
FRONT = {"front", "bare", "noun-like", "gerund"}
FIGURE_KINDS = {"num", "pct", "money"}
OPENERS = ("determiners", "skip", "numbers", "count", "all", "threshold", "rhythm")
TOGETHER = (("people", "state"), ("people", "react"), ("people", "attain"), ("done", "product"))
Span = tuple[int, int]
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
BAG = {*VERBS, *NOUNS} - {"improve"} | {
    "own",
    "state",
    "duration",
    "rhythm",
    "done",
    "all",
    "count",
    "threshold",
}
SILENT = {"deadline", "prefix", "particle", "relative"}
JOINED = {"second", "with", "result"}
WORKS = ("work", "act", "product", "activity")
RESULTS = ("metric", "yield", "earn", "move", "react")


@dataclass(slots=True)
class Signals:
    """The signals of one text by name, each with the stretch of text that shows it."""

    found: dict[str, Span] = field(default_factory=dict)

    def add(self, name: str, *tokens: Token) -> None:
        """Note a signal; the first place it is seen at counts."""
        if tokens and name not in self.found:
            self.found[name] = (min(t.start for t in tokens), max(t.end for t in tokens))


@dataclass(slots=True)
class Claim:
    """The slots of the head claim."""

    verb: Token | None = None
    verb_class: str = "none"
    position: str = "none"
    subject: str = "none"
    object: str = "none"
    noun: Token | None = None


def read(text: str, lexicon: Lexicon) -> Signals:
    """All signals of a text in this lexicon's language."""
    tokens = tokenise(text, lexicon)
    divide(text, tokens, lexicon)
    words = [t for t in tokens if t.kind != "sym"]
    head = [t for t in words if t.zone == "head"]
    signals = Signals()
    if not head:
        return signals
    claim = _claim(head, lexicon)
    _slots(signals, claim, head)
    quantities = _quantities(head, words)
    for name, token in quantities.items():
        signals.add(f"q={name}", token)
        signals.add(f"v={claim.verb_class} q={name}", token, claim.verb or token)
        if claim.noun is not None:
            signals.add(f"o={claim.object} q={name}", token, claim.noun)
    if not quantities:
        signals.add("q=none", *head)
        signals.add(f"o={claim.object} q=none", *head)
    _agent(signals, head)
    _capability(signals, head)
    _bag(signals, words)
    _two_claims(signals, words)
    _together(signals, head)
    return signals


def _agent(signals: Signals, head: Sequence[Token]) -> None:
    """Who does it, behind "by": used by five teams, von Hausärzten empfohlen."""
    for place, token in enumerate(head):
        if token.norm in AGENT_WORDS:
            for other in head[place + 1 : place + 4]:
                if other.is_("people", "others"):
                    signals.add("agent=others", token, other)


def _capability(signals: Signals, head: Sequence[Token]) -> None:
    """Somebody "can" do something: a feature of ours, and a change for them."""
    for place, token in enumerate(head):
        if token.is_("can") and any(t.is_("people", "own", "others") for t in head[:place]):
            signals.add("others can", token)


def _bag(signals: Signals, words: Sequence[Token]) -> None:
    for token in words:
        if token.zone in SILENT:
            continue
        inside = token.zone in {"head", "second"}
        for cls in BAG & token.classes.keys():
            if inside:
                signals.add(f"has {cls}", token)
            if token.zone != "head":
                signals.add(f"{token.zone} has {cls}", token)
        if token.zone != "head":
            signals.add(token.zone, token)


def _together(signals: Signals, head: Sequence[Token]) -> None:
    """Classes that mean more beside each other: customers who are happy, a page that is live."""
    for one, two in TOGETHER:
        first = next((t for t in head if t.is_(one)), None)
        second = next((t for t in head if t.is_(two)), None)
        if first and second:
            signals.add(f"{one} and {two}", first, second)


def _two_claims(signals: Signals, words: Sequence[Token]) -> None:
    """One work and one result in a text: in the head, and behind "and", "with" or a comma."""
    head = [t for t in words if t.zone == "head"]
    rest = [t for t in words if t.zone in JOINED]
    for one, two in ((head, rest), (rest, head)):
        work = next((t for t in one if t.is_(*WORKS)), None)
        result = next((t for t in two if t.is_(*RESULTS)), None)
        if work and result:
            signals.add("work and result", work, result)


def _slots(signals: Signals, claim: Claim, head: Sequence[Token]) -> None:
    anchor = claim.verb or head[0]
    noun = claim.noun or anchor
    form = claim.verb.classes.get(claim.verb_class, "n") if claim.verb else "n"
    if claim.verb_class != "improve":  # what is improved decides: only the pair below counts
        signals.add(f"v={claim.verb_class}", anchor)
        signals.add(f"v={claim.verb_class}@{claim.position}", anchor)
    if form == "p":
        signals.add(f"v={claim.verb_class} participle", anchor)
    signals.add(f"o={claim.object}", noun)
    signals.add(f"v={claim.verb_class} o={claim.object}", anchor, noun)
    if claim.subject not in {"none", "passive none"}:
        signals.add(f"s={claim.subject}", head[0])
        signals.add(f"s={claim.subject} v={claim.verb_class}", head[0], anchor)
    signals.add("short" if len(head) <= 3 else "long" if len(head) > 9 else "middling", *head)


def _verb_class(token: Token, *, forms: str = "bifpg") -> str | None:
    for verb in VERBS:
        if token.classes.get(verb, "-") in forms:
            return verb
    return None


def _claim(head: Sequence[Token], lexicon: Lexicon) -> Claim:
    claim = Claim()
    start = 0
    while start < len(head) - 1 and (head[start].is_("we") or head[start].norm in "i"):
        claim.subject = "we"
        start += 1
    body = head[start:]
    _find_verb(claim, body, lexicon)
    _find_object(claim, body, lexicon)
    if claim.subject == "none" and claim.position in {"middle", "final"} and claim.verb:
        _find_subject(claim, body)
    return claim


def _find_verb(claim: Claim, body: Sequence[Token], lexicon: Lexicon) -> None:
    first, last = body[0], body[-1]
    if (cls := _separated(body, lexicon)) is not None:
        stem = next(t for t in body if _separable_stem(t, last, lexicon))
        claim.verb, claim.verb_class = stem, cls
        claim.position = "front" if stem is first else "middle"
        last.zone = "particle"
        return
    helping = first.is_("aux") and first.classes.get("attain", "-") not in "bi"
    front = claim.subject != "we" and not helping and not _nominal(body)
    if front and (cls := _verb_class(first)):
        claim.verb, claim.verb_class, claim.position = first, cls, _front(body, cls)
        return
    forms = "ip" if lexicon.family in {"dutch", "german"} else "p"
    if last.classes.get("guess") == "n":
        forms = "ipn"
    named = len(body) > 1 and last.is_(*NOUNS) and body[-2].is_("determiners", "skip")
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


def _nominal(body: Sequence[Token]) -> bool:
    """Whether the first word is a noun that looks like a verb (cierre de año, review of plans)."""
    if len(body) < 3 or not any(body[0].classes.get(v, "-") in "bf" for v in VERBS):
        return False
    return body[1].norm in OF and body[2].kind == "word"


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


def _separable_stem(token: Token, last: Token, lexicon: Lexicon) -> bool:
    return (last.norm, token.norm) in lexicon.separable


def _separated(body: Sequence[Token], lexicon: Lexicon) -> str | None:
    """The class of a verb whose particle stands at the end (voer … in, führen … ein)."""
    last = body[-1]
    if last.norm not in lexicon.particles or len(body) < 2:
        return None
    for token in body[:4]:
        classes = lexicon.separable.get((last.norm, token.norm))
        if classes:
            return next(iter(classes))
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
    ordered = list(reversed(run)) if lexicon.head_last else run
    for token in ordered:
        if cls := _noun_class(token):
            claim.noun, claim.object = token, cls
            return
    work = claim.verb is None and ordered[0].is_("work", "act")
    claim.noun, claim.object = ordered[0], "worknoun" if work else "unknown"


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
        if any(t.is_(cls) for t in before):
            claim.subject = name
            break
    form = verb.classes.get(claim.verb_class)
    if form == "p" or (claim.position == "final" and form in {"i", "n"}):
        claim.subject = f"passive {claim.subject}"


def _quantities(head: Sequence[Token], words: Sequence[Token]) -> dict[str, Token]:
    found: dict[str, Token] = {}
    kinds = [t.kind for t in head]
    for place, token in enumerate(head):
        for name in _quantity(head, place):
            found.setdefault(name, token)
    figures = [i for i, k in enumerate(kinds) if k in {"num", "pct", "money"}]
    for one, two in pairwise(figures):
        between = head[one + 1 : two]
        said = any(t.is_("to") for t in between) and any(t.is_("from") for t in head[:one])
        if said or any(t.kind == "arrow" for t in between):
            found.setdefault("from-to", head[one])
    for token in words:
        if token.zone == "tail" and (token.is_("from") or token.norm in {"actual", "current"}):
            found.setdefault("from-to", token)
    return found


def _quantity(head: Sequence[Token], place: int) -> list[str]:
    token = head[place]
    after = head[place + 1] if place + 1 < len(head) else None
    before = head[place - 1] if place else None
    names: list[str] = []
    if token.kind == "pct":
        names.append("whole" if token.norm.startswith("100") else "percent")
    elif token.kind == "money":
        names.append("money")
    elif token.kind == "num":
        timed = after is not None and after.is_("duration")
        names.append("time" if timed else "count-first" if place == 0 else "count")
        if timed and after is not None and place + 2 < len(head) and place == 0:
            names.append("time-first")
    elif token.is_("numbers") and after is not None:
        names.append("count-first" if place == 0 else "count")
    figure = token.kind in {"num", "pct", "money"}
    if figure and before is not None and (before.is_("by") or before.norm in "+-–"):
        names.append("delta")
    if token.kind == "cmp" or (token.is_("threshold") and after and after.kind != "word"):
        names.append("threshold")
    if token.is_("rhythm"):
        names.append("rhythm")
    return names
