"""How draws, responses and marks are kept in JSON columns: one entry a part, in order. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from assessment.values import Draw, Mark, Response


def dump_draws(draws: Sequence[Draw]) -> list[dict[str, Any]]:
    """Draws as JSON values."""
    return [{"type": d.type, "order": list(d.order), "numbers": dict(d.numbers)} for d in draws]


def load_draws(stored: Sequence[Mapping[str, Any]]) -> tuple[Draw, ...]:
    """Draws from JSON values."""
    return tuple(Draw(row["type"], tuple(row["order"]), row["numbers"]) for row in stored)


def dump_responses(responses: Sequence[Response]) -> list[dict[str, list[str]]]:
    """Responses as JSON values."""
    return [{name: list(values) for name, values in r.fields.items()} for r in responses]


def load_responses(stored: Sequence[Mapping[str, Sequence[str]]], parts: int) -> tuple[Response, ...]:
    """`parts` responses from JSON values; what is not stored is unanswered."""
    found = tuple(Response({name: tuple(values) for name, values in row.items()}) for row in stored)
    return found + (Response(),) * (parts - len(found))


def dump_marks(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    """Marks as JSON values."""
    return [
        {"score": m.score, "answered": m.answered, "recognised": m.recognised}
        | ({"pending": True} if m.pending else {})
        for m in marks
    ]


def load_marks(stored: Sequence[Mapping[str, Any]]) -> tuple[Mark, ...]:
    """Marks from JSON values."""
    return tuple(Mark(row["score"], row["answered"], row["recognised"], row.get("pending", False)) for row in stored)
