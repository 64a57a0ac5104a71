"""Every text of a question with the name of its place, so that rules need not know the shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assessment.bank.question_types.registry import question_type
from assessment.values import OptionSpec, PartSpec, Text

Kind = Literal["stem", "option", "feedback", "explanation"]


@dataclass(frozen=True, slots=True)
class Place:
    """One bilingual text and where it stands: ``stem``, ``option b``, ``option b, feedback``."""

    where: str
    kind: Kind
    text: Text


def row(option: OptionSpec) -> str:
    """How a finding names an option, a reason or a wrong value."""
    return f"{option.role} {option.key}"


def number_roles(part: PartSpec) -> frozenset[str]:
    """The roles of this part whose text is a number and not language."""
    return frozenset(role.name for role in question_type(part.type).ROLES if role.number)


def worded(part: PartSpec) -> tuple[OptionSpec, ...]:
    """The rows whose text is language."""
    numbers = number_roles(part)
    return tuple(option for option in part.options if option.role not in numbers)


def feedback_places(part: PartSpec) -> Iterator[Place]:
    """The feedback of every row, given or not."""
    for option in part.options:
        yield Place(f"{row(option)}, feedback", "feedback", option.feedback)


def places(part: PartSpec) -> Iterator[Place]:
    """Stem, worded rows and feedback of a part, in the order in which a reader meets them."""
    yield Place("stem", "stem", part.stem)
    numbers = number_roles(part)
    for option in part.options:
        if option.role not in numbers:
            yield Place(row(option), "option", option.text)
        yield Place(f"{row(option)}, feedback", "feedback", option.feedback)
    if part.explanation != Text():
        yield Place("explanation", "explanation", part.explanation)
