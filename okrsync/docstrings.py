"""What stands below a class's fields as docstrings, read from its source."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent


def of_fields(cls: type) -> dict[str, str]:
    """Each field that has a docstring of its own, inherited ones too, with its text."""
    own = (_own(each) for each in reversed(cls.__mro__))
    return {name: text for found in own for name, text in found.items()}


def _own(cls: type) -> dict[str, str]:
    """Those of one class; none where there is no source."""
    try:
        body = ast.parse(dedent(inspect.getsource(cls))).body[0]
    except (OSError, TypeError, SyntaxError):
        return {}
    found = {}
    for field, said in pairwise(body.body if isinstance(body, ast.ClassDef) else ()):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            text = said.value if isinstance(said, ast.Expr) else None
            if isinstance(text, ast.Constant) and isinstance(text.value, str):
                found[field.target.id] = inspect.cleandoc(text.value)
    return found
