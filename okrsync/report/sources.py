"""With several sources, what belongs to each stands under its name beside the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from okrsync.report.findings import findings_json
from okrsync.report.status import status_json
from okrsync.report.view import View

if TYPE_CHECKING:
    from okrsync.pipeline.results import Evaluation


def by_source(found: Evaluation, view: View) -> dict[str, Any]:
    """`{"sources": [{name, status}]}` where there are several, else nothing."""
    if len(found.job.sources) < 2:
        return {}
    whole = status_json(view)
    homes = _homes(found)
    parts = []
    for name in found.job.sources:
        mine = [o for o in whole["objectives"] if homes.get(o["id"]) == name]
        kpis = [k for k in whole["kpis"] if homes.get(k["id"]) == name]
        loose = {
            kind: [each for each in each_kind if homes.get(each["id"]) == name]
            for kind, each_kind in whole["unassigned"].items()
        }
        part = {"objectives": mine, "kpis": kpis, "unassigned": loose}
        parts.append({"name": name, **whole, **part})
    return {"sources": parts}


def findings_by_source(found: Evaluation) -> dict[str, Any]:
    """The same for findings."""
    if len(found.job.sources) < 2:
        return {}
    return {
        "sources": [
            {
                "name": name,
                **findings_json([f for f in found.findings if f.location.source == name]),
            }
            for name in found.job.sources
        ]
    }


def _homes(found: Evaluation) -> dict[str, str]:
    """Source of each entity; an objective without a row of its own is where its first row is."""
    tables = found.reading.tables
    above = {o: t.source for t in reversed(tables) for o in t.objective_rows.values()}
    return above | {row.entity_id: table.source for table in tables for row in table.rows}
