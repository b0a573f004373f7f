"""What a method of a service is handed: the request, who asks, and the spreadsheets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.servers.google.book import Book
from tests.servers.google.errors import JSON, bad_field
from tests.servers.google.requests import Request


@dataclass
class Call:
    """One authorised call. `parts` are the path's variables, unquoted."""

    request: Request
    parts: dict[str, str]
    who: str
    books: dict[str, Book]
    new_book: Callable[[str, str], Book]  # of a title and an owner, without tabs

    @property
    def body(self) -> JSON:
        """The JSON object of the body; {} without one, 400 where it is something else."""
        body: Any = self.request.body
        if body is None:
            return {}
        if not isinstance(body, dict):
            raise bad_field("", "Invalid JSON payload received. Root element must be a message.")
        return body
