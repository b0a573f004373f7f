"""The mark of a tab of our own: a hidden name in the workbook that points to it.

Excel, LibreOffice and Google Sheets keep it, and let it follow its tab when that is renamed or
moved. A copy of the tab gets a name of its own at best, which holds for that tab only: no mark.
"""

from __future__ import annotations

NAME = "okrsync_summary"


def reference(tab: str) -> str:
    """What the name stands for: the tab's first cell."""
    return f"{in_formulas(tab)}!$A$1"


def in_formulas(tab: str) -> str:
    """A tab's name as formulas write it."""
    return "'" + tab.replace("'", "''") + "'"


def tab_of(text: str, parting: str = "!") -> str | None:
    """The tab to which a name points, None where that was deleted. OpenDocument writes
    `$'OKR summary'.$A$1`, parted by a dot."""
    tab, found, _ = text.strip().lstrip("=$").rpartition(parting)
    if not found or not tab or tab.startswith("#"):
        return None
    if len(tab) > 1 and tab[0] == tab[-1] == "'":
        return tab[1:-1].replace("''", "'")
    return tab
