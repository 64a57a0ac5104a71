"""Which models refer to a person, directly or through others, and by which path."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model


def paths() -> dict[type[Model], set[str]]:
    """For every model from which keys lead to the user, the look-ups that find the rows of one user."""
    found: dict[type[Model], set[str]] = {}
    for model, path in _walk(get_user_model(), "", (get_user_model(),)):
        found.setdefault(model, set()).add(path)
    return found


def _walk(model: type[Model], path: str, seen: tuple[type[Model], ...]) -> Iterator[tuple[type[Model], str]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if not relation.auto_created or relation.concrete or relation.many_to_many:
            continue
        owner: Any = relation.related_model
        if owner in seen:
            continue
        longer = f"{relation.field.name}__{path}" if path else relation.field.name
        yield owner, longer
        yield from _walk(owner, longer, (*seen, owner))


def rows_of(user_id: int) -> dict[str, int]:
    """How many rows lead to one user, by model and path."""
    return {
        f"{model._meta.label} by {path}": model._base_manager.filter(**{path: user_id}).count()
        for model, by in paths().items()
        for path in by
    }
