"""Scores and findings as cells: which managed cells should change, and to what.

Nothing here touches a document. Only columns of ours are ever addressed; everything else in a
table belongs to people.
"""

from okrsync.writeback.plan import WritePlan, changes

__all__ = ["WritePlan", "changes"]
