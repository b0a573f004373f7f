"""What the page says about thresholds is what is shipped."""

from pathlib import Path

from okrsync.language.letters import letters
from okrsync.language.weigh import PLAIN, PLAIN_BOTH, weights

PAGE = Path(__file__).resolve().parents[2] / "docs" / "outcome-or-output.md"


def test_the_page_names_the_thresholds() -> None:
    text = PAGE.read_text(encoding="utf-8")
    learned = weights()
    assert f"confidence of {learned.sure:.2f}" in text
    assert f"from {learned.two_sided:.2f} for both readings" in text
    assert f"into *ask*, below {letters().sure:.2f}" in text
    assert f"leans with {PLAIN:.2f} or more" in text
    assert f"need {PLAIN_BOTH:.2f} there" in text
