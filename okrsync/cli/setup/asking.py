"""`okrsync init` in a terminal: the table as it was read, then what is uncertain, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap
from typing import TYPE_CHECKING

from okrsync.cli.output import print_text, say, width
from okrsync.i18n import Message
from okrsync.values import safe

if TYPE_CHECKING:
    from okrsync.cli.dialogue import Keyboard
    from okrsync.evaluate.suggest_mapping import Proposed
    from okrsync.mapping.asking.conversation import Conversation, Questions
    from okrsync.mapping.asking.question import Question

REFUSED = Message("{reason} A few questions make it readable; Ctrl-C stops, nothing is written.")


def tell(found: Proposed) -> None:
    """Each table as it was read, and the first of the tree, on stdout."""
    from okrsync.mapping.account import account  # noqa: PLC0415 -- only when it works
    from okrsync.report.understood import table_lines  # noqa: PLC0415

    proposal = found.conversation.proposal
    if proposal is None:
        return
    said = account.account(proposal.work, proposal.reading, found.language)
    for line in (
        *table_lines(proposal, said, found.language, width()),
        *_tree(found.conversation, found.language),
    ):
        print_text(line)


def converse(found: Proposed, person: Keyboard) -> None:
    """Ask what is uncertain, and at the end whether it is right so; `agreed` tells the answer.

    Where everything is certain nothing is asked."""
    conversation = found.conversation
    person.language = found.language
    if conversation.refusal is not None:
        told = safe(REFUSED.say(found.language, reason=conversation.refusal.message))
        say("\n".join(wrap(told, width())))
    asked = _ask(conversation, conversation.questions(), found.language, person)
    if person.asks and (asked or not found.certain):
        _ask(conversation, conversation.review(), found.language, person)


def _ask(conversation: Conversation, questions: Questions, language: str, person: Keyboard) -> bool:
    """Ask each, show after each answer how it is read now; whether anything was asked."""
    shown = conversation.proposal
    question = next(questions, None)
    asked = question is not None
    while question is not None:
        if question.trouble is not None:
            person.say(question.trouble.say(language))
        labels = [each.label.say(language) for each in question.options]
        picked = person.pick(question.text.say(language), labels, question.default)
        if picked is None:
            break
        question = _sent(questions, picked)
        if conversation.proposal is not shown:
            shown = conversation.proposal
            for line in _tree(conversation, language):
                say(line)
    return asked


def _sent(questions: Questions, picked: int) -> Question | None:
    """The next question after an answer, None where that was the last."""
    try:
        return questions.send(picked)
    except StopIteration:
        return None


def _tree(conversation: Conversation, language: str) -> Iterator[str]:
    from okrsync.report.understood import tree_lines  # noqa: PLC0415 -- only when it works

    if conversation.proposal is not None and not conversation.proposal.reading.plan.empty:
        yield from tree_lines(conversation.proposal, language, width())
