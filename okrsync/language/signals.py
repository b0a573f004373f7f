"""What a text shows: named signals with their place, from its zones and word classes.

The claim is read as verb, subject, object and quantity; each slot is a signal, and so are the
pairs that decide together. Names are the same in every language: that is why weights learned
on one language hold in another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from okrsync.language.claim import NOUNS, Claim, read_claim
from okrsync.language.clauses import VERBS, divide
from okrsync.language.lexicon import Lexicon
from okrsync.language.tokens import Token, tokenise

AGENT_WORDS = {"by", "door", "von", "par", "por"}
TOGETHER = (("people", "state"), ("people", "react"), ("people", "attain"), ("done", "product"))
Span = tuple[int, int]
BAG = {*VERBS, *NOUNS} - {"improve"} | {
    "own",
    "state",
    "duration",
    "rhythm",
    "done",
    "all",
    "count",
    "threshold",
    "automatic",
    "marred",
    "given",
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


def read(text: str, lexicon: Lexicon) -> Signals:
    """All signals of a text in this lexicon's language."""
    tokens = tokenise(text, lexicon)
    divide(text, tokens, lexicon)
    words = [t for t in tokens if t.kind != "sym"]
    head = [t for t in words if t.zone == "head"]
    signals = Signals()
    if not head:
        return signals
    claim = read_claim(head, lexicon)
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
    _voice(signals, claim, head)
    _service(signals, claim, head)
    _bag(signals, words)
    _joined(signals, claim, words)
    if "percent" in quantities or "from-to" in quantities:
        for token in (t for t in words if t.is_("automatic")):
            signals.add("automatic share", token)
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


def _voice(signals: Signals, claim: Claim, head: Sequence[Token]) -> None:
    """Finished ("ist erstellt") or in use ("wird genutzt"): the auxiliary beside a participle."""
    if claim.verb is None or claim.verb.classes.get(claim.verb_class) != "p":
        return
    for name in ("is", "becomes"):
        for token in (t for t in head if t.is_(name)):
            signals.add(f"{name} participle", token, claim.verb)
            signals.add(f"{name} v={claim.verb_class}", token, claim.verb)


def _service(signals: Signals, claim: Claim, head: Sequence[Token]) -> None:
    """A time that is promised: answer all e-mails within one day."""
    for place, token in enumerate(head):
        if not token.is_("threshold"):
            continue
        span = next((t for t in head[place + 1 : place + 5] if t.is_("duration")), None)
        if span is not None:
            signals.add("in time", token, span)
            signals.add(f"v={claim.verb_class} in time", token, span)
            if any(t.is_("all") for t in head):
                signals.add("all in time", token, span)


def _joined(signals: Signals, claim: Claim, words: Sequence[Token]) -> None:
    """What kind of claim another one is joined to."""
    for token in words:
        if token.zone in JOINED:
            signals.add(f"v={claim.verb_class} {token.zone}", token)


def _bag(signals: Signals, words: Sequence[Token]) -> None:
    for token in words:
        if token.zone in SILENT:
            continue
        inside = token.zone in {"head", "second"}
        for cls in token.classes:
            if cls not in BAG:
                continue
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
    who = claim.who or head[0]
    form = claim.verb.classes.get(claim.verb_class, "n") if claim.verb else "n"
    if claim.verb_class != "improve":  # what is improved decides: only the pair below counts
        signals.add(f"v={claim.verb_class}", anchor)
        signals.add(f"v={claim.verb_class}@{claim.position}", anchor)
    if form == "p":
        signals.add(f"v={claim.verb_class} participle", anchor)
    signals.add(f"o={claim.object}", noun)
    signals.add(f"v={claim.verb_class} o={claim.object}", anchor, noun)
    if claim.subject not in {"none", "passive none"}:
        signals.add(f"s={claim.subject}", who)
        signals.add(f"s={claim.subject} v={claim.verb_class}", who, anchor)
    signals.add("short" if len(head) <= 3 else "long" if len(head) > 9 else "middling", *head)


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
        said = said or any(t.is_("instead") for t in between)
        if said or any(t.kind == "arrow" for t in between):
            found.setdefault("from-to", head[one])
    for token in words:
        if token.zone == "tail" and token.is_("from", "now"):
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
    elif token.is_("share"):
        names.append("percent")
    elif token.is_("numbers") and after is not None:
        names.append("count-first" if place == 0 else "count")
    figure = token.kind in {"num", "pct", "money"}
    if figure and before is not None and (before.is_("by") or before.norm in "+-–"):
        names.append("delta")
    if token.kind == "cmp" or (token.is_("threshold") and after and after.kind != "word"):
        names.append("threshold")
    if token.is_("rhythm") and not (before is not None and before.is_("threshold")):
        names.append("rhythm")
    return names
