"""Scores and findings as cells: which cells should change, and to what.

Nothing here touches a document. `changes` only ever addresses columns of ours; everything else
in a table belongs to people, and `level_moves` only proposes to them.
"""

from okrsync.writeback.levels import LevelMoves, level_moves
from okrsync.writeback.plan import WritePlan, changes

__all__ = ["LevelMoves", "WritePlan", "changes", "level_moves"]
