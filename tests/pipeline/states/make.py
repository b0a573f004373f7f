"""Makes the states in this folder with another okrsync: `python make.py PATH_OF_ITS_COMMAND`.

Each is a sheet as that version left it and its state as SQL, with {FOLDER} for the folder in
which it ran. Made by commit c611043, the last of the first way of reading.
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
SHEETS = {
    "complaints": """Objective,Key Result,Baseline,Target,Current,Unit
Customers come back on their own,Customers who reorder within 90 days,20%,40%,30%,%
,Complaints per 100 orders,12,6,8,
,Reply time to a complaint,3 days,8 h,2 days,
New colleagues stay,Colleagues who leave in their first year,,5,9,
,Score of the first-month survey,6.1,8,6.9 (est.),
""",
    "streets": """Goal,Measure,Target 2026,Actual 2026,Initiative
Safe streets,Burglaries,100,140,More light in the parks
,Bicycle thefts,200,260,
Clean streets,Litter reports,300,350,Extra bins
""",
}
DAYS = ("2026-10-05", "2026-10-12")


def main(command: str) -> None:
    """Run it on two days, and write down what it left."""
    for name, sheet in SHEETS.items():
        with tempfile.TemporaryDirectory() as folder:
            place = Path(folder)
            (place / f"{name}.csv").write_text(sheet, encoding="utf-8")
            for day in DAYS:
                known = {"OKRSYNC_STATE": str(place / "state.db"), "OKRSYNC_TODAY": day}
                subprocess.run(
                    [command, "sync", f"{name}.csv", "--yes"],
                    cwd=place,
                    env={**os.environ, **known},
                    check=True,
                )
            (HERE / f"{name}.csv").write_bytes((place / f"{name}.csv").read_bytes())
            with closing(sqlite3.connect(place / "state.db")) as state:
                version = state.execute("PRAGMA user_version").fetchone()[0]
                lines = [*state.iterdump(), f"PRAGMA user_version = {version};"]
            text = "\n".join(lines).replace(str(place), "{FOLDER}")
            (HERE / f"{name}.sql").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
