"""Every address under which people find a page or database is one id."""

from __future__ import annotations

import pytest

from okrsync.connector import Location, UnknownLocation, locate

BARE = "1f8e2c4a5b6d4e0f8a9bc0d1e2f30405"
ID = "1f8e2c4a-5b6d-4e0f-8a9b-c0d1e2f30405"
VIEW = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.mark.parametrize(
    "text",
    [
        f"https://www.notion.so/{BARE}",
        f"https://www.notion.so/{BARE.upper()}",
        f"https://notion.so/acme/{BARE}?v={VIEW}",
        f"https://www.notion.so/acme/Company-OKRs-{BARE}?v={VIEW}&pvs=4",
        f"https://www.notion.so/acme/Company-OKRs-{BARE}/",
        f"https://www.notion.so/acme/{ID}",
        f"https://www.notion.so/acme/K%C3%A9y-results-{BARE}",
        f"https://www.notion.so/acme/Cafe-{BARE}",
        f"https://www.notion.so/acme/OKRs-{BARE}?v={VIEW}&p={VIEW}",
        f"https://app.notion.com/p/OKRs-{BARE}",
        f"https://app.notion.com/p/acme/OKRs-{BARE}?v={VIEW}",
        f"https://acme.notion.site/OKRs-{BARE}",
        f"https://acme.notion.site/{BARE}?v={VIEW}",
        f"notion:{BARE}",
        f"notion:{ID}",
        f"notion:{ID.upper()}",
        f"notion:OKRs-{BARE}",
    ],
)
def test_one_place_whatever_the_address(text: str) -> None:
    assert locate(text) == Location(text, "notion", ID)


@pytest.mark.parametrize(
    ("text", "tab"),
    [
        (f"notion:{BARE}#Key results", "Key results"),
        (f"notion:{BARE}#{BARE}", ID),
        (f"notion:{BARE}#", None),
        (f"https://www.notion.so/acme/OKRs-{BARE}?v={VIEW}#Key%20results", "Key results"),
    ],
)
def test_a_data_source_is_named_after_the_address(text: str, tab: str | None) -> None:
    found = locate(text)
    assert (found.address, found.tab) == (ID, tab)


@pytest.mark.parametrize(
    "text",
    [
        "notion:",
        "notion:Company OKRs",
        f"notion:{BARE[:-1]}",
        f"notion:{BARE}0",
        "https://www.notion.so/acme",
        "https://www.notion.so/",
        f"https://www.notion.so/acme?v={VIEW}",
        "https://acme.notion.site/OKRs",
    ],
)
def test_an_address_without_an_id_is_none(text: str) -> None:
    with pytest.raises(UnknownLocation, match="no Notion id"):
        locate(text)


def test_another_site_is_not_ours() -> None:
    with pytest.raises(UnknownLocation):
        locate(f"https://notion.site.example.org/{BARE}")
