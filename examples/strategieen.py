"""Drie strategieën van een eenpitter: doelen, kernresultaten, dagelijkse acties en KPI's."""

from __future__ import annotations

from pathlib import Path

from examples.sheet import Book

SOCIAL = "Verhoog de sales uit organische social media met 20% in Q2"
PRODUCT = "Verkoop 500 exemplaren van het digitale product in Q2"
TRAJECTEN = "Sluit 10 high ticket trajecten af in Q2"
ENGAGEMENT = "Bereik een engagement rate van 15% op alle geposte content"
VOLGERS = "Verdubbel het aantal volgers op de belangrijkste social media platformen"
LEADS = "Genereer 20% meer leads via social media kanalen"
CONVERSIE = "Bereik een conversieratio van 10% op de productlandingpagina"
GESPREKKEN = "Voer wekelijks 5 strategiegesprekken met gekwalificeerde leads"

KOP = ("Doel", "Kernresultaat", "Startwaarde", "Doelwaarde", "Huidige waarde", "Eenheid", "Status")
RESULTATEN = (
    (SOCIAL, ENGAGEMENT, "%0.09", "%0.15", "%0.11", "%", "loopt"),
    (None, VOLGERS, 1200, "verdubbel", 1650, "volgers", "loopt"),
    (None, LEADS, 50, "20% meer", 52, "leads", "zorg"),
    (PRODUCT, CONVERSIE, "%0.04", "%0.1", "%0.065", "%", "loopt"),
    (TRAJECTEN, GESPREKKEN, 0, 5, 3, "gesprekken", "loopt"),
)
ACTIES_KOP = ("Actie", "Kernresultaat", "Ritme", "Aantal", "Minuten", "Gedaan")
ACTIES = (
    (
        "Post interactieve content en deel twee klantverhalen per week",
        ENGAGEMENT,
        "dagelijks",
        1,
        30,
        None,
    ),
    (
        "Plan een Live sessie op Instagram waarin je vragen beantwoordt",
        ENGAGEMENT,
        "wekelijks",
        1,
        60,
        None,
    ),
    ("Benader 10 influencers om samen te werken", VOLGERS, "eenmalig", 10, 120, "nee"),
    ("Lanceer een social media challenge met onze hashtag", VOLGERS, "maandelijks", 1, 90, None),
    (
        "Ontwikkel een reeks educatieve video's met een inschrijfformulier",
        LEADS,
        "eenmalig",
        5,
        240,
        "nee",
    ),
    ("Promoot een aanbieding waarvoor je je moet aanmelden", LEADS, "wekelijks", 1, 30, None),
    (
        "Verstuur 20 gepersonaliseerde e-mails met een gratis sample",
        CONVERSIE,
        "dagelijks",
        20,
        45,
        None,
    ),
    ("Besteed 1 uur aan netwerken op LinkedIn", GESPREKKEN, "dagelijks", 1, 60, None),
)
KPI_KOP = ("KPI", "Ritme", "Doelwaarde", "Huidige waarde", "Eenheid", "Voedt")
KPIS = (
    ("Hoeveelheid geplaatste content", "wekelijks", 60, 34, "posts", None),
    ("Aantal volgers op social media platformen", "maandelijks", 2400, 1650, "volgers", None),
    ("Interactieratio per post", "wekelijks", "%0.15", "%0.11", "%", None),
    ("Aantal gegenereerde leads via social media", "wekelijks", 60, 52, "leads", None),
    ("Verstuurde uitnodigingen", "wekelijks", 400, 120, None, "Strategiegesprekken"),
    ("Strategiegesprekken", "wekelijks", 60, 30, None, "Verkochte trajecten"),
    ("Verkochte trajecten", "maandelijks", 10, 3, None, None),
)


def build(path: Path) -> None:
    """Schrijf de werkmap: het doel staat op de eerste rij van zijn kernresultaten."""
    book = Book(path, "Strategie en uitvoering")
    sheet = book.tab("OKR's", (34, 44, 12, 12, 14, 12, 10))
    sheet.write_string(0, 0, "Strategie en uitvoering, Q2 2026", book.title)
    sheet.write_string(1, 0, "Poolster: 100 vrije ondernemers", book.note)
    book.header(sheet, 3, KOP)
    book.rows(sheet, 4, RESULTATEN)
    acties = book.tab("Dagelijkse acties", (58, 58, 12, 10, 10, 10))
    book.header(acties, 0, ACTIES_KOP)
    book.rows(acties, 1, ACTIES)
    kpis = book.tab("KPI's", (44, 14, 12, 14, 12, 24))
    book.header(kpis, 0, KPI_KOP)
    book.rows(kpis, 1, KPIS)
    book.close()
