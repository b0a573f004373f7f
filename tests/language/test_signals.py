"""What the sentence itself shows, before anything is weighed."""

from __future__ import annotations

import pytest

from okrsync.language.lexicons import load
from okrsync.language.signals import read


@pytest.mark.parametrize(
    ("text", "lang", "names"),
    [
        ("Reply to all e-mails within one day", "en", {"in time", "all in time"}),
        ("Beantwoord alle mails binnen een dag", "nl", {"in time", "all in time"}),
        ("Introduce a card with 30% of guests enrolled", "en", {"v=make with"}),
        ("Das Portal wird genutzt", "de", {"becomes participle"}),
        ("Das Portal ist gebaut", "de", {"is participle"}),
        ("75% of invoices handled automatically", "en", {"automatic share"}),
        ("Leads from the fair", "en", {"o=yield", "v=none"}),
        ("Bookings a month", "en", {"v=none", "q=rhythm"}),
        ("Half of the members return", "en", {"q=percent"}),
        ("The run takes 1 hour rather than 6", "en", {"q=from-to"}),
        ("Backlog down to 40 (now 90)", "en", {"q=from-to"}),
    ],
)
def test_a_signal_is_seen(text: str, lang: str, names: set[str]) -> None:
    assert names <= read(text, load(lang)).found.keys()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Reply to all e-mails", "in time"),
        ("Trains all staff", "v=none"),
        ("Cut by 6", "q=from-to"),
    ],
)
def test_a_signal_is_not_made_up(text: str, name: str) -> None:
    assert name not in read(text, load("en")).found
