"""The loopback Google answers recorded requests with the recorded answers."""

from __future__ import annotations

import pytest

from tests.servers.conftest import GOOGLE
from tests.servers.google.server import GoogleServer
from tests.servers.recorded import Replay, cases, takes

CASES = cases(GOOGLE / "recorded.jsonl")
# Drive's old upload turns a CSV file into a spreadsheet: nothing here needs it.
NOT_COVERED = {"ClientTest.test_import_csv": "uploads through Drive v2"}
MALFORMED = {"WorksheetTest.test_add_validation"}  # asks for a 400 with a body of the wrong type


@pytest.mark.shared
@pytest.mark.parametrize("case", sorted(CASES) or ["recorded traffic"])
def test_answers_as_recorded(case: str) -> None:
    if case not in CASES:
        pytest.skip("the recorded traffic beside the project (../shared) is not here")
    if case in NOT_COVERED:
        pytest.skip(NOT_COVERED[case])
    pytest.importorskip("jsonschema")
    for take in takes(CASES[case]):
        with GoogleServer(contract=GOOGLE) as server:
            replay = Replay(server)
            replay.run(take)
        assert replay.differences == []
        assert server.crashes == []
        assert server.contract is not None
        assert bool(server.contract.violations) == (case in MALFORMED)


@pytest.mark.shared
def test_nearly_all_of_the_traffic_is_covered() -> None:
    if not CASES:
        pytest.skip("the recorded traffic beside the project (../shared) is not here")
    left_out = sum(len(CASES[case]) for case in NOT_COVERED)
    assert left_out / sum(map(len, CASES.values())) < 0.02


def test_a_replay_notices_a_difference(google: GoogleServer) -> None:
    """Else agreement would say nothing."""
    book = google.book("Plan", {"Sheet1": [["1"]]})
    exchange = {
        "case": "made up",
        "n": 0,
        "method": "GET",
        "uri": f"https://sheets.googleapis.com/v4/spreadsheets/{book.id}/values/A1",
        "request": None,
        "status": 200,
        "response": {"range": "Sheet1!A1", "majorDimension": "ROWS", "values": [["2"]]},
    }
    replay = Replay(google)
    replay.run([exchange])
    assert replay.differences == ["made up 0/values/0/0: '1' for '2'"]
