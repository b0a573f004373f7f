"""Which part of a text is its claim: prefix, deadline, means and purpose are set apart.

Every token gets a zone: `head` is the claim that is judged, `second` a second claim joined by
"and", `with` and `result` what the claim is to bring, and `prefix`, `tail` (in brackets),
`deadline`, `means`, `purpose`, `while` what is left out of the judgement.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from okrsync.language.lexicon import Lexicon
from okrsync.language.tokens import Token

PREFIX = re.compile(
    r"""\s*(?:[-*•–·]\s+|\[\s?[x ]?\]\s*)?
    (?:(?:kr|o|okr|kpi|ini|init|i|ki|objective|key\ result|initiative|goal|action|doel|
      kernresultaat|resultaat|initiatief|actie|ziel|schlüsselergebnis|initiative|massnahme|maßnahme|objectif|
      résultat\ clé|objetivo|resultado(?:\ clave)?|iniciativa|acción)
      \s*[-#]?\s*(?:\d+(?:\.\d+)*)?\s*[:.)–—-]\s+
    |(?:kr|o|kpi)\s?\d+(?:\.\d+)*\s+
    |\d{1,2}(?:\.\d+)*[.)]\s+)""",
    re.VERBOSE | re.IGNORECASE,
)
VERBS = (
    "make",
    "work",
    "act",
    "move",
    "improve",
    "attain",
    "win",
    "earn",
    "react",
    "spend",
    "guess",
)
FIGURES = {"num", "pct", "money", "cmp", "arrow"}
NOT_PURPOSE = {
    "able", "need", "needs", "want", "wants", "way", "time", "going", "aim", "prefer", "easy",
    "easier", "trying", "how", "help", "ability", "ready", "up", "due", "continue", "closer",
    "committed", "willing", "access", "agree", "right", "likely", "commit", "begin", "start",
}  # fmt: skip
CAUSATIVES = {"get", "allow", "convince", "encourage", "persuade", "want", "cause", "motivate"}
RELATIVE = {"die", "dat", "waarin", "welche", "welcher", "which", "that", "qui", "que"}
YEAR = re.compile(r"20[2-4]\d$")


def divide(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> None:
    """Give every token its zone, in place."""
    match = PREFIX.match(text)
    if match and match.end() < len(text):
        for token in tokens:
            if token.start < match.end():
                token.zone = "prefix"
    _brackets(tokens)
    _deadlines(tokens)
    _subordinate([t for t in tokens if t.zone == "head"], lexicon)


def _brackets(tokens: Sequence[Token]) -> None:
    depth = 0
    for token in tokens:
        if token.norm in "([" and token.kind == "sym":
            depth += 1
        if depth and token.zone == "head":
            token.zone = "tail"
        if token.norm in ")]" and token.kind == "sym":
            depth = max(0, depth - 1)


def _dated(token: Token) -> bool:
    return (token.is_("deadline") and not token.is_("means", "prepositions")) or (
        token.kind == "num" and bool(YEAR.match(token.norm))
    )


def _deadlines(tokens: Sequence[Token]) -> None:
    """Set dates apart, with the small words and day numbers around them."""
    heads = [t for t in tokens if t.zone == "head"]
    for place, token in enumerate(heads):
        if not _dated(token):
            continue
        token.zone = "deadline"
        before = place - 1
        while before > 0 and _goes_with_date(heads[before]):
            heads[before].zone = "deadline"
            before -= 1
        after = place + 1
        while after < len(heads) and heads[after].kind == "num" and _day(heads[after]):
            heads[after].zone = "deadline"
            after += 1


def _day(token: Token) -> bool:
    return len(token.norm.rstrip(".,")) <= 2 or bool(YEAR.match(token.norm))


def _goes_with_date(token: Token) -> bool:
    if token.kind == "num":
        return len(token.norm.rstrip(".")) <= 2 and token.norm.rstrip(".").isdigit()
    return token.is_("deadline", "prepositions", "skip") and not token.is_(*VERBS)


def _subordinate(heads: Sequence[Token], lexicon: Lexicon) -> None:
    zone, initial = "head", False
    for place, token in enumerate(heads):
        opened = _opens(heads, place, lexicon)
        if initial and (token.norm == "," or (place > 1 and _main_verb(token, lexicon))):
            zone, initial = "head", False
        elif opened and zone != opened and (opened != "second" or zone == "head"):
            zone, initial = opened, place == 0
        token.zone = zone
    if not any(t.zone == "head" for t in heads):
        for token in heads:
            token.zone = "head"


def _main_verb(token: Token, lexicon: Lexicon) -> bool:
    """In Dutch and German the main verb follows an initial clause at once."""
    if lexicon.family not in {"dutch", "german"}:
        return False
    return token.is_("aux") or any(token.classes.get(v, "n") in "bf" for v in VERBS)


def _opens(heads: Sequence[Token], place: int, lexicon: Lexicon) -> str | None:
    """The zone that this token opens, if it opens one."""
    token = heads[place]
    following = heads[place + 1] if place + 1 < len(heads) else None
    if following is None:
        return None
    if token.is_("result") and place:
        return "result"
    if token.is_("while") and place:
        return "while"
    if token.is_("purpose") and _is_purpose(heads, place, following, lexicon):
        return "purpose"
    if token.is_("means") and not _figure_next(heads, place):
        return None if _agent(heads, place) else "means"
    if token.is_("gerund_means") and any(following.classes.get(v) == "g" for v in VERBS):
        return "means"
    if token.is_("with") and place and _promises(heads[place + 1 : place + 7]):
        return "with"
    if token.norm in RELATIVE and place > 1 and _describes_work(heads, place):
        return "result" if any(t.kind in FIGURES for t in heads[place:]) else "relative"
    if token.is_("and") and place and (_is_verb(following) or _both_end_in_verbs(heads, place)):
        return "second"
    if token.norm == "," and place > 1 and _second_figure(heads, place):
        return "second"
    return None


def _describes_work(heads: Sequence[Token], place: int) -> bool:
    """Whether a relative clause tells what a made thing is for (content die aanzet tot …)."""
    front = heads[0].is_("work", "act") and not heads[0].is_("move", "attain", "earn", "win")
    return front and heads[place - 1].kind == "word"


def _both_end_in_verbs(heads: Sequence[Token], place: int) -> bool:
    """Verb-final languages join two claims so: Kunden gewinnen und eine Tagung organisieren.

    Dutch lets a level follow the last verb: … en conversie verhogen naar 4%.
    """
    last = len(heads) - 1
    while last > place and (heads[last].kind in FIGURES or heads[last].is_("prepositions", "to")):
        last -= 1
    return all(
        any(t.classes.get(v, "n") in "ip" for v in VERBS) for t in (heads[place - 1], heads[last])
    )


def _second_figure(heads: Sequence[Token], place: int) -> bool:
    """Whether a comma parts two claims: a figure or a finished work on both sides."""
    before, after = heads[:place], heads[place + 1 :]
    counted = any(t.kind in FIGURES for t in after[:4]) or any(t.is_("threshold") for t in after)
    return counted and any(t.kind in FIGURES or t.is_("done") for t in before)


def _agent(heads: Sequence[Token], place: int) -> bool:
    """Whether "by" names who does it (recommended by doctors), not by what means."""
    before = heads[place - 1] if place else None
    participle = before is not None and any(before.classes.get(v) == "p" for v in VERBS)
    return participle and any(t.is_("people", "others") for t in heads[place + 1 : place + 4])


def _figure_next(heads: Sequence[Token], place: int) -> bool:
    following = [t for t in heads[place + 1 : place + 3] if not t.is_("skip", "threshold")]
    return bool(following) and following[0].kind in FIGURES


def _is_verb(token: Token) -> bool:
    return any(token.classes.get(v, "n") in "bipg" for v in VERBS)


def _is_purpose(heads: Sequence[Token], place: int, following: Token, lexicon: Lexicon) -> bool:
    token = heads[place]
    if lexicon.family == "english" and token.norm == "to":
        before = heads[place - 1].norm if place else ""
        verb = any(following.classes.get(v, "n") == "b" for v in VERBS)
        causative = any(t.norm in CAUSATIVES for t in heads[:place])
        return verb and before not in NOT_PURPOSE and not causative
    if token.is_("infinitive_purpose"):
        return any(following.classes.get(v, "n") == "i" for v in VERBS)
    if token.is_("noun_purpose"):
        return following.is_("movenoun", "worknoun")
    if token.norm in {"um", "om"}:
        return any(_marked(t) for t in heads[place + 1 :])
    return True


def _marked(token: Token) -> bool:
    """Dutch and German mark the infinitive of a purpose (om te groeien, um zu wachsen)."""
    return token.norm in {"te", "zu"} or "zu" in token.norm[1:]


def _promises(tokens: Sequence[Token]) -> bool:
    """Whether "with …" names a level: a figure and something that others move."""
    figure = any(t.kind in {"pct", "money", "cmp", "num"} for t in tokens)
    active = any(t.is_("people") for t in tokens) and any(t.is_("state") for t in tokens)
    moved = any(t.is_("metric", "yield") or t.kind == "pct" for t in tokens)
    return figure and (moved or active)  # 500 active users, but not 20 trainers
