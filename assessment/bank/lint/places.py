"""Every text of a question with the name of its place, so that rules need not know the shape."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assessment.bank.lint.reading import sentences
from assessment.bank.question_types import gap_fill, gaps, open_answer, short_text
from assessment.bank.question_types.registry import question_type
from assessment.values import Language, OptionSpec, PartSpec, Text

# A "variant" is one of the spellings of an answer, an "answer" what a whole answer is compared with.
Kind = Literal["stem", "option", "variant", "answer", "feedback", "explanation"]
_VARIANTS = frozenset({short_text.ACCEPTED, short_text.WRONG})
_ANSWERS = frozenset({open_answer.RUBRIC, open_answer.ERROR})


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
    """The rows whose text is language and stands beside others to choose from."""
    others = number_roles(part) | _VARIANTS | _ANSWERS | {gaps.ROLE}
    return tuple(option for option in part.options if option.role not in others)


def feedback_places(part: PartSpec, needed: bool = False) -> Iterator[Place]:
    """The feedback of every row, given or not; or only of those rows that need some."""
    quiet = quiet_roles(part) if needed else frozenset()
    spellings = _spellings(part) if needed else frozenset()
    for option in part.options:
        if option.role not in quiet and not (option.key in spellings and option.credit):
            yield Place(f"{row(option)}, feedback", "feedback", option.feedback)


def places(part: PartSpec) -> Iterator[Place]:
    """Stem, long settings, worded rows and feedback of a part, in the order in which a reader meets them."""
    yield Place("stem", "stem", part.stem)
    for field in question_type(part.type).FIELDS:
        if field.kind == "prose":
            stored = part.data.get(field.name) or {}
            yield Place(field.name, "answer", Text(str(stored.get("en", "")), str(stored.get("zh_hans", ""))))
    numbers, spellings = number_roles(part), _spellings(part)
    for option in part.options:
        if option.role not in numbers:
            yield Place(row(option), _kind(option, spellings), option.text)
        yield Place(f"{row(option)}, feedback", "feedback", option.feedback)
    if part.explanation != Text():
        yield Place("explanation", "explanation", part.explanation)


def asking(part: PartSpec, language: Language) -> str:
    """Where the stem asks something: all of it, but of a text with gaps only the instruction before it."""
    stem = part.stem[language]
    return sentences(stem, language)[0] if part.type == gap_fill.CODE and stem.strip() else stem


def _kind(option: OptionSpec, spellings: frozenset[str]) -> Kind:
    if option.role in _VARIANTS or option.key in spellings:
        return "variant"
    return "answer" if option.role in _ANSWERS else "option"


def _spellings(part: PartSpec) -> frozenset[str]:
    """The keys of the rows that are texts to fill into a gap."""
    filled = [gap.part for gap in gaps.gaps_of(part) if gap.kind == gaps.TEXT] if part.type == gap_fill.CODE else []
    return frozenset(row.key for gap in filled for row in gap.options)
