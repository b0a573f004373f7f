"""Making entities whose fields are typed already, without checking each of them again."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from okrsync.model import Base

Made = TypeVar("Made", bound=Base)
_set = object.__setattr__


def trusted(model: type[Made], fields: dict[str, Any]) -> Made:
    """An entity from all of its fields, of the right types, as `model_construct` makes it.

    That one looks at every field's definition each time: for twenty thousand rows it takes
    longer than all of reading. The dictionary is the entity's own from then on.
    """
    made = model.__new__(model)
    _set(made, "__dict__", fields)
    _set(made, "__pydantic_fields_set__", _names(model))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


def blank(model: type[Base]) -> dict[str, Any]:
    """A model's fields in their order: the defaults, and None for those that must be given."""
    return _defaults(model).copy()


@cache
def _names(model: type[Base]) -> set[str]:
    return set(model.model_fields)


@cache
def _defaults(model: type[Base]) -> dict[str, Any]:
    return {
        name: None if field.is_required() or field.default_factory is not None else field.default
        for name, field in model.model_fields.items()
    }
