"""What other rooms and the views may ask of checklists."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessment.values import Text


@dataclass(frozen=True, slots=True)
class Claim:
    """What a person says of themselves in one competency, in their latest closed self-rating.

    ``level`` is a level of `values.LEVELS` or "below"; ``position`` is the place on the drawn scale
    in percent, whose bands all have the same width.
    """

    competency: str
    level: str
    position: float
    rated_at: datetime


@dataclass(frozen=True, slots=True)
class OpenStatement:
    """A statement of the latest closed review of a system whose closing would raise a level.

    ``missing`` is how many statements, this one included, still keep the competency from its next
    level; ``weakest`` tells whether this competency is the one that limits its domain.
    """

    system_key: UUID
    system_name: str
    competency: str
    code: str
    level: str
    text: Text
    missing: int
    weakest: bool


def claims_of(user_id: int) -> dict[str, Claim]:
    """The claims of one person by competency code; at most two queries."""
    return {}


def open_statements(user_id: int) -> list[OpenStatement]:
    """What to close next in each system of one person, most telling first; at most three queries."""
    return []
