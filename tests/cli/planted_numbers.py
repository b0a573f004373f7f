"""Planted defects of numbers, rhythm and learning: KPI, THM, PRG, DAT."""

from __future__ import annotations

from collections.abc import Iterator

from tests.cli.planted import NO, NUMBERS, WEEKLY, YES, Row, bad, plain, result, row


def in_numbers() -> Iterator[Row]:
    """All of them."""
    yield row(
        "P",
        "BKPI01",
        "Open invoices",
        "Openstaande facturen",
        "KPI01 every",
        target=400,
        current=380,
        team="Desk",
    )
    for n in range(6):
        yield row(
            "P",
            f"BKPI02{n}",
            f"Repairs on floor {n}",
            f"Reparaties op verdieping {n}",
            "" if n else "KPI02 title",
            target=40,
            current=38,
            every=WEEKLY,
            team="Repairs",
        )
    yield from bad(
        "KPI03",
        "Keep the queue below ten people",
        "Houd de rij onder tien mensen",
        "KPI03 title",
        target="≤ 10",
        current=8,
    )
    yield row(
        "O", "OKPI04", "The street knows us", "De straat kent ons", team="KPI04", theme="Welcome"
    )
    yield row(
        "K",
        "BKPI04",
        "Followers",
        "Volgers",
        "KPI04 title",
        for_="OKPI04",
        start=0,
        target=900,
        current=480,
    )
    yield row(
        "I", "IKPI04", "Post a picture", "Plaats een foto", for_="BKPI04", due="2026-06-10", done=NO
    )
    yield row(
        "P",
        "BKPI05",
        "Late returns",
        "Te laat ingeleverd",
        "KPI05 current",
        target=40,
        every=WEEKLY,
        team="Returns",
    )
    yield from bad(
        "KPI06",
        "Final exam results",
        "Eindexamenresultaten",
        "KPI06 title",
        start=6,
        target=7,
        current=6.5,
    )
    yield row("O", "OTHM1", "Lunch is calm", "De lunch is rustig", team="Kitchen", theme="Calm")
    yield from result("RTHM1", "OTHM1")
    yield row(
        "O",
        "OTHM2",
        "Teachers stay",
        "Leraren blijven",
        "THM01 theme",
        team="Kitchen",
        theme="Hire",
    )
    yield from result("RTHM2", "OTHM2")
    yield from plain("PRG01")
    yield row(
        "K",
        "BPRG01",
        "Guests a week",
        "Gasten per week",
        "PRG01 progress",
        for_="OPRG01",
        progress='=COUNTIF(K{next1}:K{next2},"x")/2',
        **NUMBERS,
    )
    yield row(
        "I", "IPRG01", "Write to guests", "Schrijf gasten", for_="BPRG01", due="2026-06-10", done=NO
    )
    yield row("I", "JPRG01", "Phone guests", "Bel gasten", for_="BPRG01", due="2026-06-10", done=NO)
    yield from plain("PRG02")
    yield row(
        "K",
        "BPRG02",
        "Guests a week on floor two",
        "Gasten per week op twee",
        "PRG02 current",
        for_="OPRG02",
        start=100,
        target=200,
        current=100,
    )
    yield row(
        "I",
        "IPRG02",
        "Hand out flyers",
        "Deel flyers uit",
        for_="BPRG02",
        due="2026-06-10",
        done=YES,
    )
    yield row(
        "I",
        "JPRG02",
        "Give a free lesson",
        "Geef een gratis les",
        for_="BPRG02",
        due="2026-06-10",
        done=NO,
    )
    yield from plain("PRG03")
    yield row(
        "K",
        "BPRG03",
        "Guests a week on floor three",
        "Gasten per week op drie",
        "PRG03 current",
        for_="OPRG03",
        start=100,
        target=200,
        current=105,
    )
    yield from bad(
        "PRG04",
        "Guests a week on floor four",
        "Gasten per week op vier",
        "PRG04 current",
        **NUMBERS,
    )
    yield from bad(
        "DAT01",
        "Readers a week",
        "Lezers per week",
        "DAT01 current",
        start=100,
        target=200,
        current={"en": "about half, I think", "nl": "ongeveer de helft, denk ik"},
    )
    yield from bad(
        "DAT02", "Readers in May", "Lezers in mei", "DAT02 target", start=40, target=40, current=40
    )
    yield from bad("DAT06", "Readers on Monday", "Lezers op maandag", "", **NUMBERS)
    yield row(
        "I",
        "JDAT06",
        "Call the readers",
        "Bel de lezers",
        "DAT06 for",
        for_="K-99",
        due="2026-06-10",
        done=NO,
    )
    yield row(
        "O",
        "ODAT7A",
        "Mornings are calm",
        "De ochtenden zijn rustig",
        "DAT07 for",
        for_="ODAT7B",
        team="DAT07",
        theme="Welcome",
    )
    yield from result("RDAT7A", "ODAT7A")
    yield row(
        "O",
        "ODAT7B",
        "Afternoons are calm",
        "De middagen zijn rustig",
        for_="ODAT7A",
        team="DAT07",
        theme="Welcome",
    )
    yield from result("RDAT7B", "ODAT7B")
    yield from bad(
        "DAT08", "Readers on Tuesday", "Lezers op dinsdag", "DAT08 due", due="2026-09-01", **NUMBERS
    )
    yield from bad(
        "DAT09",
        "Readers on Friday",
        "Lezers op vrijdag",
        "DAT09 status",
        start=100,
        target=200,
        current=105,
        status={"en": "on track", "nl": "op schema"},
    )
    yield from bad(
        "DAT10",
        "Readers on Sunday",
        "Lezers op zondag",
        "DAT10 progress",
        start=100,
        target=200,
        current=155,
        progress="70%",
    )
    yield from bad(
        "DAT11",
        "Readers on Saturday",
        "Lezers op zaterdag",
        "DAT11 current",
        start=100,
        target=200,
        current="#REF!",
    )
    yield from bad(
        "DAT12",
        "Readers at night",
        "Lezers in de nacht",
        "DAT12 notes",
        notes="STR03: agreed",
        **NUMBERS,
    )
    yield from bad(
        "DAT13",
        "Money from fines",
        "Geld uit boetes",
        "DAT13 current",
        start="€ 100",
        target="€ 200",
        current="$ 155",
    )
    yield from bad(
        "DAT14",
        "Readers by bus",
        "Lezers met de bus",
        "DAT14 current",
        start=100,
        target=200,
        current="=100+55",
    )
    yield row(
        "K", "BSAME", "Readers by tram", "Lezers met de tram", "DAT05 id", for_="ODAT06", **NUMBERS
    )
    yield row(
        "K",
        "BSAME",
        "Readers by train",
        "Lezers met de trein",
        for_="ODAT06",
        start=100,
        target=200,
        current=155,
    )
