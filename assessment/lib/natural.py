"""Natural keys for portable fixtures: a model names the fields, this reads and writes them."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class NaturalKeyManager(models.Manager[Row]):
    """Finds a row by the values of its model's NATURAL_KEY lookups."""

    def get_by_natural_key(self, *values: Any) -> Row:
        """The row with these values. Raises DoesNotExist."""
        lookups: tuple[str, ...] = self.model.NATURAL_KEY  # type: ignore[attr-defined]
        return self.get(**dict(zip(lookups, values, strict=True)))


def natural_key_of(row: models.Model, lookups: tuple[str, ...]) -> tuple[Any, ...]:
    """The values that `lookups` (with ``__`` across relations) reach from `row`."""
    return tuple(_reach(row, lookup.split("__")) for lookup in lookups)


def _reach(value: Any, names: list[str]) -> Any:
    for name in names:
        value = getattr(value, name)
    return value
