"""One request that writes cells, and what its answer says about where they landed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from connectors.google_sheets.write.cell_targets import CellTarget
from connectors.google_sheets.write.match_columns import TableLayout
from connectors.google_sheets.write.request_part import Block, Json, RequestPart
from okrsync.table import Address, Table

MetadataIds = Mapping[str, Mapping[int, int]]
"""By table: column index → the id of the developer metadata on it."""


class WriteRequest:
    """What is written to each table, and how the answer is read.

    Where all columns of a table bear marks, they are addressed by these: whatever people do to
    the columns meanwhile, no cell of another column can be hit. Else they are addressed by where
    they were when they were read.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        layouts: Mapping[str, TableLayout],
        targets: Sequence[CellTarget],
        marks: MetadataIds,
    ) -> None:
        self.formulas = any(target.formula for target in targets)
        by_table: dict[str, list[CellTarget]] = defaultdict(list)
        for target in targets:
            by_table[target.table].append(target)
        self.parts = [
            RequestPart(tables[name], layouts[name], found, marks.get(name, {}))
            for name, found in by_table.items()
        ]
        self.marked = {part.table.key for part in self.parts if part.marks}

    def body(self) -> Json:
        """The request: null in every cell that is not written.

        RAW: nothing we write is ever read as a formula. Only a person's own formula goes back
        as one, in a request of its own.
        """
        return {
            "valueInputOption": "USER_ENTERED" if self.formulas else "RAW",
            "includeValuesInResponse": True,
            "responseValueRenderOption": "UNFORMATTED_VALUE",
            "responseDateTimeRenderOption": "SERIAL_NUMBER",
            "data": [data for part in self.parts for data in self._data(part)],
        }

    def owner(self, number: int | None) -> str | None:
        """The table that one of the request's ranges is of, by its place."""
        owners = [
            part.table.key for part in self.parts for _ in range(len(part.marks) + len(part.blocks))
        ]
        return owners[number] if number is not None and number < len(owners) else None

    def _data(self, part: RequestPart) -> Iterator[Json]:
        if not self.marked:
            yield from part.rows()
        elif part.marks:
            yield from part.columns()
            yield from part.looks()
        else:
            for each in part.rows():
                over = {"a1Range": each["range"]}
                yield {k: v for k, v in each.items() if k != "range"} | {"dataFilter": over}

    def landed_well(self, answer: Json) -> bool:
        """Whether every value stands on the row, and in the column, that it was meant for.

        The answer holds each row as it is after the write: a row that says something else in
        its identity columns, or a header that moved, shows that the sheet did. An answer that
        lacks a range proves nothing, and so is a no.
        """
        responses = list(answer.get("responses") or ())
        wanted: list[tuple[RequestPart, Block | None]] = []
        for part in self.parts:
            # Of a marked column the rows say all that is to be known.
            wanted += [(part, None) for _ in part.marks]
            wanted += [(part, block) for block in part.blocks]
        return len(responses) == len(wanted) and all(
            block is None or part.well(block, response)
            for (part, block), response in zip(wanted, responses, strict=True)
        )

    def edited(self, answer: Json) -> Iterator[tuple[str, Address]]:
        """Cells that a value was computed from and that hold another one by now, with their
        table. Only to be asked of an answer that shows that all landed well."""
        responses = iter(answer.get("responses") or ())
        for part in self.parts:
            for _ in part.marks:
                next(responses)
            for block, response in zip(part.blocks, responses, strict=False):
                yield from ((part.table.key, found) for found in part.edited(block, response))
