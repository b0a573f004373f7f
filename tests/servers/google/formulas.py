"""Results of formulas: sums, averages and arithmetic; anything else is given by the test."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Iterator

from tests.servers.google import a1
from tests.servers.google.cells import CellError, Effective

Look = Callable[[str | None, a1.Area], Iterator[Effective]]

_CALL = re.compile(r"=\s*(SUM|AVERAGE|COUNT|MIN|MAX|SOM|GEMIDDELDE)\s*\(([^()]*)\)", re.IGNORECASE)
_REFERENCE = re.compile(r"((?:'(?:[^']|'')+'|\w+)!)?(\$?[A-Z]{1,3}\$?[1-9]\d*)(?![\w(])")
_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
NAME = CellError("#NAME?", "Unknown function.")


def evaluate(text: str, look: Look) -> Effective:
    """The value of a formula; `look` answers the cells of a tab's area."""
    if "#REF!" in text:
        return CellError("#REF!", "Reference does not exist.")
    call = _CALL.fullmatch(text.strip())
    if call:
        return _aggregate(call[1].upper(), call[2], look)
    try:
        expression = _REFERENCE.sub(lambda m: str(_number(m[0], look)), text.strip()[1:])
        return _clean(_arithmetic(ast.parse(expression.strip(), mode="eval").body))
    except ZeroDivisionError:
        message = "Function DIVIDE parameter 2 cannot be zero."
        return CellError("#DIV/0!", message)
    except (SyntaxError, ValueError):
        return NAME


def _clean(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def _cells(reference: str, look: Look) -> list[Effective]:
    title, cells = a1.split(reference.strip().replace("$", ""))
    area = a1.parse_cells(cells or "")
    if area is None:
        raise ValueError(reference)
    return list(look(title, area))


def _number(reference: str, look: Look) -> float:
    value = _cells(reference, look)[0]
    if value is None:
        return 0
    if isinstance(value, (str, CellError)):
        raise ValueError(reference)
    return float(value)


def _aggregate(name: str, arguments: str, look: Look) -> Effective:
    try:
        found = [v for part in re.split("[,;]", arguments) for v in _cells(part, look)]
    except ValueError:
        return NAME
    errors = [v for v in found if isinstance(v, CellError)]
    numbers = [float(v) for v in found if isinstance(v, (int, float)) and not isinstance(v, bool)]
    if errors:
        return errors[0]
    if name in {"AVERAGE", "GEMIDDELDE"}:
        if not numbers:
            return CellError("#DIV/0!", "Evaluation of function AVERAGE caused a divide by zero.")
        return _clean(sum(numbers) / len(numbers))
    if name == "COUNT":
        return len(numbers)
    if name in {"MIN", "MAX"}:
        return _clean((min if name == "MIN" else max)(numbers, default=0.0))
    return _clean(sum(numbers))


def _arithmetic(node: ast.expr) -> float:
    if isinstance(node, ast.BinOp) and type(node.op) in _OPERATORS:
        left, right = _arithmetic(node.left), _arithmetic(node.right)
        return _OPERATORS[type(node.op)](left, right)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_arithmetic(node.operand)
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        return node.value
    raise ValueError(ast.dump(node))


def shifted(text: str, by: Callable[[int, int], tuple[int, int] | None]) -> str:
    """The formula after cells have moved: `by` gives a cell's new place, None where it is gone."""

    def move(match: re.Match[str]) -> str:
        if match[1]:
            return match[0]  # another tab's cells have not moved
        area = a1.parse_cells(match[2])
        assert area is not None
        place = by(area.top, area.left)
        if place == (area.top, area.left):
            return match[0]
        return "#REF!" if place is None else a1.cell_name(*place)

    return _REFERENCE.sub(move, text)
