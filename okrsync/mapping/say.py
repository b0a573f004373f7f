"""What is said to people about what was found, left out or missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from okrsync.mapping.header_row import Head
from okrsync.mapping.layout import Layout, Unknown
from okrsync.mapping.reading import MappingError
from okrsync.mapping.rowfilter import Left
from okrsync.table import a1
from okrsync.text import Text
from okrsync.values import safe

COUNTED = {
    "objective": (Text("objective", "doel"), Text("objectives", "doelen")),
    "key_result": (Text("key result", "kernresultaat"), Text("key results", "kernresultaten")),
    "initiative": (Text("initiative", "initiatief"), Text("initiatives", "initiatieven")),
    "kpi": (Text("KPI", "KPI"), Text("KPIs", "KPI's")),
}
FOUND = Text(
    en="{tab}: header in row {row}, {counts} ({sure} sure).",
    nl="{tab}: koppen in rij {row}, {counts} ({sure} zeker).",
)
FOUND_DATABASE = Text(en="{tab}: {counts} ({sure} sure).", nl="{tab}: {counts} ({sure} zeker).")
NOTHING_YET = Text(en="no rows yet", nl="nog geen rijen")
FOUND_LOG = Text(
    en="{tab}: a log with {count} check-ins.", nl="{tab}: een logboek met {count} metingen."
)
LOST_LINES = Text(
    en="{tab}: lines of the log that belong to no row that was read: {count}.",
    nl="{tab}: regels van het logboek die bij geen enkele gelezen rij horen: {count}.",
)
NO_OBJECTIVES = Text(
    en="There are no objectives here, so what was found hangs under none.",
    nl="Hier staan geen doelen, dus wat gevonden is hangt nergens onder.",
)
HIDDEN_LEFT = Text(
    en="The hidden tab {tab} was left out. Name it to read it: {location}#{tab}.",
    nl="Het verborgen tabblad {tab} is overgeslagen. Noem het om het te lezen: {location}#{tab}.",
)
HIDDEN_READ = Text(
    en="Only the hidden tab {tab} holds OKRs, so it was read.",
    nl="Alleen het verborgen tabblad {tab} bevat OKR's, dus dat is gelezen.",
)
UNREAD_RELATION = Text(
    en="{tab}: the relation “{column}” leads to a database that was not read; share that one with "
    "the integration and name it too, or go without it.",
    nl="{tab}: de relatie “{column}” leidt naar een database die niet is gelezen; deel die ook met "
    "de integratie en noem hem erbij, of laat hem weg.",
)
UNREAD_ROW = Text(
    en="It leads to a page that can't be read: not shared with the integration, or deleted.",
    nl="Hij leidt naar een pagina die niet te lezen is: niet gedeeld met de integratie, of weg.",
)
UNSURE_LEFT = Text(
    en="{tab}: left out, too little says what its rows are ({sure} sure).",
    nl="{tab}: overgeslagen, te weinig zegt wat de rijen zijn ({sure} zeker).",
)
DOUBLED = Text(
    en="{tab}: more than once in the header: {headers}; the first column counts.",
    nl="{tab}: meer dan eens in de koppen: {headers}; de eerste kolom telt.",
)
SERIES = Text(
    en="{tab}: the current value is the last one filled in of {headers}.",
    nl="{tab}: de huidige waarde is de laatste die is ingevuld van {headers}.",
)
LEFT = {
    "totals": Text("{tab}: {rows} left out as totals.", "{tab}: {rows} overgeslagen als totalen."),
    "template": Text(
        "{tab}: {rows} left out, a template that nobody filled in.",
        "{tab}: {rows} overgeslagen, een sjabloon dat niemand heeft ingevuld.",
    ),
    "header": Text(
        "{tab}: {rows} left out, the header again.",
        "{tab}: {rows} overgeslagen, de koppen opnieuw.",
    ),
    "remark": Text(
        "{tab}: {rows} left out as remarks below the table.",
        "{tab}: {rows} overgeslagen als opmerkingen onder de tabel.",
    ),
    "section": Text(
        "{tab}: {rows} left out as headings between the others.",
        "{tab}: {rows} overgeslagen als tussenkopjes.",
    ),
    "untitled": Text(
        "{tab}: {rows} left out, without a title.", "{tab}: {rows} overgeslagen, zonder titel."
    ),
    "no level": Text(
        "{tab}: {rows} left out, nothing says whether they are objectives or key results.",
        "{tab}: {rows} overgeslagen, nergens blijkt of het doelen of kernresultaten zijn.",
    ),
}
UNKNOWN_LEVEL = Text(
    en="It should say which level this is, such as objective or key result.",
    nl="Hier hoort het niveau te staan, zoals doel of kernresultaat.",
)
NO_OKRS = Text(
    en="No objectives, key results, initiatives or KPIs were found in {where}. {seen}",
    nl="Er zijn geen doelen, kernresultaten, initiatieven of KPI's gevonden in {where}. {seen}",
)
SEEN = Text(
    en="Seen: {what}. Missing: {missing}.", nl="Wel gezien: {what}. Wat ontbreekt: {missing}."
)
SEEN_NOTHING = Text(
    en="No row looks like a header, such as Objective, Key result, Target, Owner.",
    nl="Geen enkele rij lijkt op koppen zoals Doel, Kernresultaat, Doelwaarde, Eigenaar.",
)
EMPTY = Text(en="It is empty.", nl="Het is leeg.")
MISSING_TITLE = Text(
    en="a column that says what each row is called",
    nl="een kolom die zegt hoe elke rij heet",
)
MISSING_KIND = Text(
    en="something that says whether rows are objectives, key results, initiatives or KPIs",
    nl="iets dat zegt of de rijen doelen, kernresultaten, initiatieven of KPI's zijn",
)
MISSING_SUBJECTS = Text(
    en="the key results or KPIs that this log speaks of; name their file too",
    nl="de kernresultaten of KPI's waar dit logboek over gaat; noem ook dat bestand",
)
MISSING_ROWS = Text(en="rows with a title", nl="rijen met een titel")
HINT = Text(
    en='Say in okrsync.toml which column is which: columns = {{ key_result = "…" }}; '
    "okrsync init {location} writes that file.",
    nl='Zeg in okrsync.toml welke kolom wat is: columns = {{ key_result = "…" }}; '
    "okrsync init {location} schrijft dat bestand.",
)
NO_HEADER = Text(
    en="The mapping of source {source} names the column “{header}” for {field}, and no tab has "
    "it.{near}",
    nl="De koppeling van bron {source} noemt de kolom “{header}” voor {field}, en geen tabblad "
    "heeft die.{near}",
)
NEAR = Text(
    en=" The nearest is “{near}” ({cell}).", nl=" Het dichtst in de buurt is “{near}” ({cell})."
)


def filled(text: Text, **values: object) -> Text:
    """The text with its places filled, in every language."""
    spoken = {
        language: {
            name: value.say(language) if isinstance(value, Text) else value
            for name, value in values.items()
        }
        for language in ("en", "nl")
    }
    return Text(en=text.say("en", **spoken["en"]), nl=text.say("nl", **spoken["nl"]))


def counts(numbers: Mapping[str, int]) -> Text:
    """ "3 objectives, 9 key results" in every language."""

    def said(language: str) -> str:
        parts = [
            f"{count} {COUNTED[name][count != 1].say(language)}"
            for name, count in numbers.items()
            if count
        ]
        return ", ".join(parts) or NOTHING_YET.say(language)

    return Text(en=said("en"), nl=said("nl"))


def found(layout: Layout, numbers: Mapping[str, int]) -> Text:
    """What a table turned out to be."""
    text = FOUND if layout.head.row else FOUND_DATABASE
    values = {"tab": safe(layout.table.name), "row": layout.head.row, "counts": counts(numbers)}
    return filled(text, **values, sure=f"{layout.sureness * 100:.0f} %")


def left_out(layout: Layout, left: Left) -> list[Text]:
    """Which rows were left out, and why."""
    return [
        filled(
            LEFT[reason], tab=safe(layout.table.name), rows=_rows(layout, left.first[reason], count)
        )
        for reason, count in left.counts.items()
        if reason in LEFT
    ]


def _rows(layout: Layout, first: Sequence[int], count: int) -> Text:
    if not layout.head.row:  # a database: its rows have no numbers
        return Text("1 row", "1 rij") if count == 1 else Text(f"{count} rows", f"{count} rijen")
    listed = ", ".join(map(str, first))
    if count == 1:
        return Text(en=f"row {listed}", nl=f"rij {listed}")
    if count > len(first):
        return Text(en=f"{count} rows ({listed} …)", nl=f"{count} rijen ({listed} …)")
    return Text(en=f"rows {listed}", nl=f"rijen {listed}")


def nothing_found(unknown: Sequence[Unknown | Layout]) -> MappingError:
    """The refusal: what was seen, with cells, and what is missing."""
    where = ", ".join(dict.fromkeys(safe(each.source.location) for each in unknown)) or "-"
    location = next((each.source.location for each in unknown), "")
    nearest = max(unknown, key=_nearness, default=None)
    return MappingError(
        filled(NO_OKRS, where=where, seen=_seen(nearest)),
        values={},
        hint=filled(HINT, location=safe(location)),
    )


def _nearness(each: Unknown | Layout) -> float:
    return each.head.score if each.head else -1.0 + bool(each.table.rows)


def _seen(nearest: Unknown | Layout | None) -> Text:
    if nearest is None or not any(row.values for row in nearest.table.rows):
        return EMPTY if nearest is None or nearest.head is None else SEEN_NOTHING
    if nearest.head is None:
        return SEEN_NOTHING
    return filled(SEEN, what=_headers(nearest.table.name, nearest.head), missing=_missing(nearest))


def _missing(nearest: Unknown | Layout) -> Text:
    if isinstance(nearest, Layout):
        return MISSING_SUBJECTS if nearest.verdict.check_ins else MISSING_ROWS
    titled = nearest.columns is not None and nearest.columns.titled
    return MISSING_KIND if titled else MISSING_TITLE


def _headers(tab: str, head: Head) -> str:
    shown = [
        f"{safe(cell.text)[:40]}{f' ({a1(cell.row, cell.index)})' if cell.row else ''}"
        for cell in head.cells[:12]
    ]
    more = " …" if len(head.cells) > len(shown) else ""
    return f"{safe(tab)}: {', '.join(shown)}{more}"
