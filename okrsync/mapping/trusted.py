"""Making entities whose fields are typed already, without checking each of them again."""

from __future__ import annotations

from functools import cache
from typing import Any, TypeVar

from okrsync.model import Base

Made = TypeVar("Made", bound=Base)
_set = object.__setattr__


def trusted(model: type[Made], fields: dict[str, Any]) -> Made:
    """An entity from fields of the right types, as `model_construct` makes it.

    That one looks at every field's definition each time: for twenty thousand rows it takes
    longer than all of reading. A field with a default factory must be given.
    """
    made = model.__new__(model)
    _set(made, "__dict__", _defaults(model) | fields)
    _set(made, "__pydantic_fields_set__", set(fields))
    _set(made, "__pydantic_extra__", None)
    _set(made, "__pydantic_private__", None)
    return made


@cache
def _defaults(model: type[Base]) -> dict[str, Any]:
    return {
        name: field.default
        for name, field in model.model_fields.items()
        if not field.is_required() and field.default_factory is None
    }
