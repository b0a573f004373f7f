"""Which rules there are: found by looking through the modules of `okrsync.rules.families`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from inspect import isabstract
from pkgutil import iter_modules

from okrsync.rules import families
from okrsync.rules.options import Option
from okrsync.rules.rule import Rule


@cache
def catalogue() -> Mapping[str, type[Rule]]:
    """Code → rule class, every rule there is. Raises TypeError where two have one code."""
    rules: dict[str, type[Rule]] = {}
    for rule in _everywhere():
        if rules.setdefault(rule.code, rule) is not rule:
            raise TypeError(f"{rule.code} is both {rules[rule.code].__name__} and {rule.__name__}")
    return dict(sorted(rules.items()))


@cache
def options() -> Mapping[str, Option[int] | Option[float]]:
    """Name in `[rules]` → option, of all rules."""
    return {option.name: option for rule in catalogue().values() for option in rule.options()}


def _everywhere() -> Iterator[type[Rule]]:
    for module in iter_modules(families.__path__, f"{families.__name__}."):
        for value in vars(import_module(module.name)).values():
            if isinstance(value, type) and issubclass(value, Rule) and not isabstract(value):
                yield value
