"""Natural keys for portable fixtures: a model names the fields, this reads and writes them."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.serializers.base import DeserializationError
from django.db import models

Record = Mapping[str, Any]
Known = dict[tuple[type[models.Model], tuple[Any, ...]], models.Model]
Row = TypeVar("Row", bound=models.Model)


class NaturalKeyManager(models.Manager[Row]):
    """Finds a row by the values of its model's NATURAL_KEY lookups."""

    def get_by_natural_key(self, *values: Any) -> Row:
        """The row with these values. Raises DoesNotExist."""
        return self.get(**dict(zip(_lookups(self.model), values, strict=True)))


def natural_key_of(row: models.Model, lookups: tuple[str, ...]) -> tuple[Any, ...]:
    """The values that `lookups` (with ``__`` across relations) reach from `row`."""
    return tuple(_reach(row, lookup.split("__")) for lookup in lookups)


def _reach(value: Any, names: list[str]) -> Any:
    for name in names:
        value = getattr(value, name)
    return value


def insert_records(records: Iterable[Record]) -> None:
    """Insert fixture records that name each other alone, in a few statements; tables follow in order of first mention.

    `loaddata` does the same by some queries a record: joins that PostgreSQL plans badly while a
    transaction fills tables it has never counted. Like it, this calls no `save`. Raises
    DeserializationError where a record names a row that is not among those before it or a value does
    not fit its column (SQLite would take one that is too long), and IntegrityError where a row is
    there already.
    """
    tables: dict[type[models.Model], list[Record]] = {}
    for record in records:
        tables.setdefault(apps.get_model(record["model"]), []).append(record["fields"])
    known: Known = {}
    for model, rows in tables.items():
        made = model._base_manager.bulk_create([model(**_values(model, fields, known)) for fields in rows])
        known |= {(model, natural_key_of(row, _lookups(model))): row for row in made}
        for field in model._meta.many_to_many:
            _link(field, zip(made, rows, strict=True), known)


def _lookups(model: type[models.Model]) -> tuple[str, ...]:
    return model.NATURAL_KEY  # type: ignore[attr-defined, no-any-return]


def _values(model: type[models.Model], fields: Record, known: Known) -> dict[str, Any]:
    """What makes an instance: the record's values, with rows in place of their names."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.name not in fields:
            continue
        value = fields[field.name]
        if isinstance(field, models.ForeignKey) and value is not None:
            values[field.name] = _named(field.related_model, value, known)
        else:
            values[field.name] = _fitting(field, value)
    return values


def _fitting(field: models.Field[Any, Any], value: Any) -> Any:
    """`value` as Python has it. Raises DeserializationError, naming the field, where it does not fit."""
    try:
        found = field.to_python(value)
        field.run_validators(found)
    except ValidationError as error:
        raise DeserializationError(f"{field}: {' '.join(error.messages)} ({str(value)[:60]!r})") from error
    return found


def _named(model: Any, name: Iterable[Any], known: Known) -> models.Model:
    row = known.get((model, tuple(name)))
    if row is None:
        raise DeserializationError(f"No {model._meta.model_name} before this one is named {name}.")
    return row


def _link(field: Any, rows: Iterable[tuple[models.Model, Record]], known: Known) -> None:
    """Insert what the records say of one many-to-many field, in both directions as they say it."""
    near, far = field.m2m_column_name(), field.m2m_reverse_name()
    field.remote_field.through._base_manager.bulk_create(
        field.remote_field.through(**{near: row.pk, far: _named(field.related_model, name, known).pk})
        for row, fields in rows
        for name in fields.get(field.name, ())
    )
