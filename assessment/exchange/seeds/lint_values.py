"""What the rules for seeds are given and what they give back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from assessment.bank.lint.places import places
from assessment.exchange.seeds.reader import QuestionSeed
from assessment.values import LANGUAGES, Language, Problem, Text

ADJACENT = "ADJ"


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of the glossary, as seeds/glossary.yaml has it; ``english`` is without what stands in brackets."""

    english: str
    chinese: tuple[str, ...]
    never: tuple[str, ...] = ()
    enforced: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with the seeds: in which item, in which text, and how badly."""

    code: str
    message: Text
    item: str = ""
    where: str = ""
    language: Language | Literal[""] = ""
    severity: Literal["E", "W"] = "E"


@dataclass(frozen=True, slots=True)
class Context:
    """What questions are held against.

    ``slots``: rows of the blueprint by slot. ``claims``: use of every lecture claim (OK, ATTR, FIX,
    NO), adjacent statements as ADJ. ``claim_treatments``: which treatments belong to a claim.
    ``references``: key and the day on which somebody last opened the source, or nothing.
    ``copied``: hashes of every run of the lecture's text. ``glossary``: the words of the project.
    """

    slots: Mapping[str, Mapping[str, str]]
    claims: Mapping[str, str]
    claim_treatments: Mapping[str, frozenset[str]] = field(default_factory=dict)
    treatments: frozenset[str] = frozenset()
    references: Mapping[str, str] = field(default_factory=dict)
    skills: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()
    glossary: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class SeedText:
    """One text in one language and where it stands."""

    item: str
    where: str
    language: Language
    text: str


def from_problem(problem: Problem, item: str) -> Finding:
    """A finding of the bank's own check, for the seed called `item`."""
    return Finding(problem.code, problem.message, item, problem.where, problem.language, problem.severity)


def question_places(seed: QuestionSeed) -> Iterator[tuple[str, Text]]:
    """Every bilingual text of a question that a learner may see, with the name of its place."""
    several = len(seed.spec.parts) > 1
    yield "scenario", seed.spec.scenario
    for number, part in enumerate(seed.spec.parts, 1):
        for place in places(part):
            yield f"part {number}, {place.where}" if several else place.where, place.text
    yield "explanation", seed.spec.explanation


def question_texts(seed: QuestionSeed) -> Iterator[SeedText]:
    """The same, one language at a time."""
    for where, text in question_places(seed):
        for language in LANGUAGES:
            yield SeedText(seed.slug, where, language, text[language])


def nested_texts(item: str, value: Any, where: str = "", language: Language = "en") -> Iterator[SeedText]:
    """Every string below `value`; entries of a list are named by their code, ``zh`` means Chinese."""
    if isinstance(value, str):
        yield SeedText(item, where, language, value)
    elif isinstance(value, Mapping):
        for name, entry in value.items():
            if name in ("en", "zh"):
                yield from nested_texts(item, entry, where, "en" if name == "en" else "zh_hans")
            else:
                yield from nested_texts(item, entry, f"{where} {name}".strip(), language)
    elif isinstance(value, list):
        for number, entry in enumerate(value, 1):
            name = entry.get("code", number) if isinstance(entry, Mapping) else number
            yield from nested_texts(item, entry, f"{where} {name}".strip(), language)
