"""What all services share: how long is waited, how often is asked, and what is let through."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from okrsync.connector import Denied, Unconfigured, Unreachable
from okrsync.http import (
    ATTEMPTS,
    CERTIFICATES,
    OutOfTime,
    Trouble,
    Unclear,
    Waiter,
    ca_bundle,
    persist,
    reason,
    retry_after,
    timeouts,
    unreadable,
    using,
)
from okrsync.i18n import Message
from tests.servers.listener import certificate

NOON = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
DOWN = Unreachable(Message("down"))


@dataclass
class Time:
    """A clock that only waiting moves."""

    waits: list[float] = field(default_factory=list)

    def now(self) -> datetime:
        return NOON + timedelta(seconds=sum(self.waits))

    def monotonic(self) -> float:
        return sum(self.waits)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)


@pytest.fixture
def clock() -> Iterator[Time]:
    made = Time()
    with using(Waiter(600, made)):
        yield made


@dataclass
class Service:
    """Answers with these troubles in turn, then well; `asked` counts."""

    troubles: list[Exception]
    asked: int = 0

    def __call__(self) -> str:
        self.asked += 1
        if self.troubles:
            raise self.troubles.pop(0)
        return "well"


AFTER = {
    "30": 30,
    " 30 ": 30,
    "1.5": 1.5,
    "0": 0,
    "Fri, 01 May 2026 12:00:20 GMT": 20,
    "Fri, 01 May 2026 14:00:20 +0200": 20,
    "Fri, 01 May 2026 12:00:20 -0000": 20,
    "Fri, 01 May 2026 11:00:00 GMT": 0,
}


@pytest.mark.parametrize("text", AFTER)
def test_a_service_says_when_to_come_back(text: str) -> None:
    assert retry_after({"Retry-After": text}, NOON) == AFTER[text]
    assert retry_after({"retry-AFTER": text}, NOON) == AFTER[text]


@pytest.mark.parametrize("text", ["", "soon", "-5", "1e9", "12345678901", "1.2.3", "99 May"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert retry_after({"Retry-After": text}, NOON) is None
    assert retry_after({}, NOON) is None


def test_waits_grow_and_end(clock: Time) -> None:
    service = Service([Trouble(DOWN) for _ in range(99)])
    with pytest.raises(Unreachable, match="down"):
        persist(service, repeatable=True, what="the service")
    assert service.asked == ATTEMPTS
    assert len(clock.waits) == ATTEMPTS - 1
    for wait, full in zip(clock.waits, (1, 2, 4, 8), strict=True):
        assert full / 2 <= wait <= full


def test_a_quota_is_waited_for_as_long_as_there_is_time(clock: Time) -> None:
    service = Service([Trouble(DOWN, quota=True) for _ in range(ATTEMPTS + 1)])
    assert persist(service, repeatable=True, what="the service") == "well"
    assert all(61 <= wait <= 70 for wait in clock.waits)
    service = Service([Trouble(DOWN, quota=True) for _ in range(99)])
    with pytest.raises(OutOfTime):
        persist(service, repeatable=True, what="the service")
    assert sum(clock.waits) <= 600


def test_what_the_service_says_is_waited(clock: Time) -> None:
    service = Service([Trouble(DOWN, after=40), Trouble(DOWN, quota=True, after=90)])
    persist(service, repeatable=True, what="the service")
    first, second = clock.waits
    assert 40 <= first < 41
    assert 90 <= second < 91


def test_what_may_have_taken_effect_is_not_sent_again(clock: Time) -> None:
    service = Service([Trouble(DOWN, applied=True)])
    with pytest.raises(Unclear, match="down; whether it was written is not known"):
        persist(service, repeatable=False, what="the service")
    assert (service.asked, clock.waits) == (1, [])


def test_what_never_arrived_is_sent_again(clock: Time) -> None:
    service = Service([Trouble(DOWN), Trouble(DOWN)])
    assert persist(service, repeatable=False, what="the service") == "well"
    service = Service([Trouble(DOWN) for _ in range(99)])
    with pytest.raises(Unreachable) as caught:
        persist(service, repeatable=False, what="the service")
    assert not isinstance(caught.value, Unclear)


def test_a_no_is_not_asked_again(clock: Time) -> None:
    service = Service([Denied(Message("no"))])
    with pytest.raises(Denied):
        persist(service, repeatable=True, what="the service")
    assert (service.asked, clock.waits) == (1, [])


def test_no_request_waits_past_the_deadline() -> None:
    time = Time()
    with using(Waiter(20, time)):
        assert timeouts(5, 180) == (5, 20)
        time.sleep(17)
        assert timeouts(5, 180) == (3, 3)
        time.sleep(30)
        assert timeouts(5, 180) == (1, 1)
    with using(Waiter(600, Time(), scale=1000)):
        assert timeouts(5, 180) == (1, 2)


def test_a_reason_ends_where_a_value_begins() -> None:
    assert str(reason('Invalid value at row 3: "our plan"', ':"')) == "Invalid value at row 3"
    assert str(reason("Unknown property `our plan`", '`"')) == "Unknown property"
    assert str(reason('"our plan" is wrong', '`"')) == "it gave no reason"
    assert str(reason("no use for ntn_12345678901 here", '"')) == "no use for […] here"
    assert len(str(reason("long " * 100, '"'))) <= 120


def test_an_answer_that_cant_be_read_is_for_later() -> None:
    assert "no complete JSON" in str(unreadable("Notion"))


@pytest.mark.parametrize(
    "name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"]
)
def test_certificates_by_any_name(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for other in CERTIFICATES:
        monkeypatch.delenv(other, raising=False)
    assert ca_bundle() is None
    trusted, _ = certificate(tmp_path)
    for good in (trusted, tmp_path):
        monkeypatch.setenv(name, str(good))
        assert ca_bundle() == str(good)
    (tmp_path / "empty.pem").touch()
    for bad in ("server.key", "empty.pem", "none.pem", "a\tb"):
        monkeypatch.setenv(name, str(tmp_path / bad))
        with pytest.raises(Unconfigured, match=name):
            ca_bundle()


def test_the_first_name_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trusted, _ = certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted))
    assert ca_bundle() == str(trusted)
