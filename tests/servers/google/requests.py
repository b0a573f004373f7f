"""A request as it came in, the answer, and the log of both."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

Effect = Literal["read", "write", "other"]


@dataclass
class Request:
    """`effect` counts against Google's quotas; `other` is Drive and sign-in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    raw: bytes
    number: int = 0
    when: float = 0
    name: str = ""  # Google's name of the method: sheets.spreadsheets.values.update
    effect: Effect = "other"
    body: Any = None  # JSON, a form's fields, or text
    who: str = ""
    status: int = 0  # of the answer; 0 where the connection was dropped
    fault: str = ""
    answer: Any = None  # the JSON that was answered, kept where the server is told to

    def first(self, name: str) -> str:
        """A query parameter's first value, empty without one."""
        return self.query.get(name, [""])[0]


@dataclass
class Reply:
    """An answer on its way out. `cut` is the length that is promised but not sent."""

    status: int
    payload: bytes = b""
    content_type: str = "application/json; charset=UTF-8"
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    json: Any = None


class Log(list[Request]):
    """All requests in order, retries and faults included."""

    def counts(self, since: int = 0) -> dict[Effect, int]:
        """Requests by effect, after the request of that number."""
        counted = Counter(request.effect for request in self if request.number > since)
        return {"read": counted["read"], "write": counted["write"], "other": counted["other"]}

    def named(self, name: str) -> list[Request]:
        """Requests to one method, by its name or the name's end: `values.batchUpdate`."""
        return [request for request in self if request.name.endswith(name)]

    def writes(self) -> list[Request]:
        return [request for request in self if request.effect == "write"]
