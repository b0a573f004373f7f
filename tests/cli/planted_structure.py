"""Planted defects of words and links: OUT, INI, STR."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cli.planted import NO, NUMBERS, Row, bad, plain, result, row


def in_structure() -> Iterator[Row]:
    """All of them; what hangs nowhere stands first, since a row above would have it."""
    yield row(
        "I",
        "BSTR05",
        "Print 100 posters",
        "Druk 100 posters",
        "STR05 for",
        due="2026-06-10",
        done=NO,
    )
    yield from bad(
        "OUT01",
        "Launch the new website",
        "Lanceer de nieuwe website",
        "OUT01 title",
        start=0,
        target=1,
        current=0,
    )
    yield from bad(
        "OUT02",
        "Make 120 outbound calls a week",
        "Bel 120 klanten per week",
        "OUT02 title",
        start=0,
        target=120,
        current=60,
    )
    yield from bad(
        "OUT03",
        "Spend €50K on advertising",
        "Geef €50K uit aan advertenties",
        "OUT03 title",
        start=0,
        target=50,
        current=25,
    )
    yield from bad(
        "OUT04",
        "Launch the app and reach 30% adoption",
        "Lanceer de app en bereik 30% adoptie",
        "OUT04 title",
        start=0,
        target=30,
        current=15,
    )
    yield from bad("OUT05", "Customer portal delivered", "Klantportaal opgeleverd", "OUT05 title")
    yield from bad(
        "OUT06",
        "Set up partnerships with 3 schools",
        "Voer wekelijks 5 strategiegesprekken",
        "OUT06 title",
        start=0,
        target=3,
        current=2,
    )
    yield from plain("INI01")
    yield row(
        "I",
        "BINI01",
        "Increase membership renewals from 40% to 60%",
        "Omzet verhogen van 100K naar 150K",
        "INI01 title",
        for_="RINI010",
        due="2026-06-10",
        done=NO,
    )
    yield row(
        "I",
        "BINI02",
        "Work on the newsletter",
        "Werken aan de nieuwsbrief",
        "INI02 title",
        for_="RINI010",
        done=NO,
    )
    yield row(
        "I", "BINI03", "Call the bakery", "Bel de bakker", "INI03 due", for_="RINI010", done=NO
    )
    yield from bad("STR01", "Happier neighbours", "Gelukkigere buren", "STR01 title")
    yield from bad(
        "STR02",
        "Share of neighbours who know us",
        "Aandeel buren dat ons kent",
        "STR02 target",
        target="80%",
    )
    yield row(
        "O",
        "OSTR03",
        "Win 20% of the street",
        "Win 20% van de straat",
        "STR03 title",
        team="STR03",
        theme="Welcome",
    )
    yield from result("RSTR030", "OSTR03")
    yield row(
        "O",
        "OSTR04",
        "Implement a new booking system",
        "Implementeer een nieuw boekingssysteem",
        "STR04 title",
        team="STR04",
        theme="Welcome",
    )
    yield from result("RSTR040", "OSTR04")
    yield row(
        "O",
        "OSTR06",
        "Children like to come",
        "Kinderen komen graag",
        "STR06 title",
        team="STR06",
        theme="Welcome",
    )
    yield row(
        "O",
        "OSTR07",
        "Evenings are calm",
        "De avonden zijn rustig",
        "STR07 title",
        team="STR07",
        theme="Welcome",
    )
    yield from result("RSTR070", "OSTR07")
    rows = list(plain("STR08", 6))
    yield Row(**{**rows[0].__dict__, "finds": "STR08 title"})
    yield from rows[1:]
    yield from plain("STR09")
    yield row(
        "K",
        "BSTR09",
        "Loans a week",
        "Uitleningen per week",
        "STR09 title",
        for_="OSTR09",
        **NUMBERS,
    )
    yield row(
        "O",
        "OSTR10",
        "Win 100 bakeries",
        "Win 100 bakkerijen",
        "STR10 title",
        team="STR10",
        theme="Welcome",
    )
    yield from result("RSTR100", "OSTR10")
    yield row(
        "K",
        "KSTR10",
        "Bakeries that buy from us",
        "Bakkerijen die bij ons kopen",
        for_="OSTR10",
        start=0,
        target=60,
        current=32,
    )
    yield row(
        "I",
        "ISTR10",
        "Visit a bakery",
        "Bezoek een bakker",
        for_="KSTR10",
        due="2026-06-10",
        done=NO,
    )
