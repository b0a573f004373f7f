"""The findings: one rule, one class, one code, its own documentation."""

from okrsync.rules.catalogue import catalogue
from okrsync.rules.context import Context
from okrsync.rules.engine import check, counted

__all__ = ["Context", "catalogue", "check", "counted"]
