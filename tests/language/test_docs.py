"""What the page says about thresholds is what is shipped."""

from pathlib import Path

from okrsync.language.weigh import weights

PAGE = Path(__file__).resolve().parents[2] / "docs" / "outcome-or-output.md"


def test_the_page_names_the_thresholds() -> None:
    text = PAGE.read_text(encoding="utf-8")
    learned = weights()
    assert f"confidence of {learned.sure:.2f}" in text
    assert f"from {learned.two_sided:.2f} for both readings" in text
