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


def quiet_roles(part: PartSpec) -> frozenset[str]:
    """The roles of this part whose rows need no feedback."""
    return frozenset(role.name for role in question_type(part.type).ROLES if not role.feedback)


def alternatives(part: PartSpec) -> tuple[OptionSpec, ...]:
    """The worded rows among which some are right and others wrong, so that their looks may give the key away."""
    judged = {role.name for role in question_type(part.type).ROLES if role.credit != "none"}
    return tuple(option for option in worded(part) if option.role in judged)


def worded(part: PartSpec) -> tuple[OptionSpec, ...]:
    """The rows whose text is language."""
    numbers = number_roles(part)
    return tuple(option for option in part.options if option.role not in numbers)


def feedback_places(part: PartSpec, needed: bool = False) -> Iterator[Place]:
    """The feedback of every row, given or not; or only of those rows that need some."""
    quiet = quiet_roles(part) if needed else frozenset()
    for option in part.options:
        if option.role in quiet:
            continue
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
