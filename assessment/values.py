"""The values that cross rooms: plain, frozen, without Django.

Everything a question type, a scoring policy or a report needs to know about a question or an
answer is one of these, so that the pure rooms never see a model.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Language = Literal["en", "zh_hans"]
LANGUAGES: tuple[Language, ...] = ("en", "zh_hans")
LEVELS: tuple[str, ...] = ("foundation", "practitioner", "architect")
COGNITIVE: tuple[str, ...] = ("R", "A", "E")


@dataclass(frozen=True, slots=True)
class Text:
    """One text in both languages."""

    en: str = ""
    zh_hans: str = ""

    def __getitem__(self, language: Language) -> str:
        return self.en if language == "en" else self.zh_hans


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """One row of a part: an option, a reason, a recognised wrong value.

    ``credit`` is 1 for a right row and 0 for a wrong one; types with partial credit may use
    anything between. ``key`` is stable and language-neutral; responses and draws refer to it.
    """

    key: str
    role: str
    text: Text
    feedback: Text = Text()
    credit: float = 0.0


@dataclass(frozen=True, slots=True)
class PartSpec:
    """One independently scored part of a question.

    ``data`` is language-neutral and belongs to the type, which validates it. ``explanation`` is its
    own in a question of several parts, and empty in a question of one.
    """

    type: str
    stem: Text
    options: tuple[OptionSpec, ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)
    explanation: Text = Text()

    def with_role(self, role: str) -> tuple[OptionSpec, ...]:
        """The options that play `role`, in stored order."""
        return tuple(option for option in self.options if option.role == role)

    def option(self, key: str) -> OptionSpec | None:
        """The option called `key`, or None."""
        return next((option for option in self.options if option.key == key), None)


# Characters of a place in a source: as wide as its column.
MAX_PLACE = 200


@dataclass(frozen=True, slots=True)
class SourceSpec:
    """Where the content of a question comes from: a lecture claim or a reference, and the place."""

    claim: str = ""
    reference: str = ""
    place: str = ""
    opened_on: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSpec:
    """The whole content of one version of a question.

    ``difficulty`` is on the logit scale; ``minutes`` is the expected answering time; ``notes``
    maps lint codes to the reason why their finding is accepted. ``scenario`` is the text that the
    parts of a testlet share, and ``parameters`` are the numbers that an attempt draws for all parts
    (`bank.parameters` says how they are written).
    """

    parts: tuple[PartSpec, ...]
    explanation: Text
    level: str
    cognitive: str
    skill: str
    difficulty: float
    difficulty_reason: str = ""
    minutes: float = 1.0
    negative: bool = False
    attributed: bool = False
    sources: tuple[SourceSpec, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)
    scenario: Text = Text()
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Draw:
    """What an attempt drew for one part: the order of its rows, and the numbers of its question by name.

    Numbers are decimal or fraction texts such as ``0.05`` or ``1/3``, so that none is ever rounded.
    """

    type: str
    order: tuple[str, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Response:
    """What a learner answered to one part: the values of its named fields, as read by its type.

    An empty mapping means unanswered.
    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return any(self.fields.values())

    def first(self, name: str) -> str:
        """The first value of field `name`, or the empty string."""
        values = self.fields.get(name, ())
        return values[0] if values else ""


@dataclass(frozen=True, slots=True)
class Mark:
    """The result of grading one part: a score from 0 to 1 and what was recognised on the way.

    A ``pending`` mark waits for a person: until then its part stays out of every score.
    """

    score: float
    answered: bool
    recognised: str = ""
    pending: bool = False

    @property
    def correct(self) -> bool:
        """Full credit."""
        return self.score >= 1.0


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a question from being published, and where it is.

    ``where`` names the field (``stem``, ``option b, feedback``); ``language`` is empty where both
    languages or neither are meant. ``severity`` is E (blocks) or W (needs a reason).
    """

    code: str
    message: Text
    where: str = ""
    language: Language | Literal[""] = ""
    severity: Literal["E", "W"] = "E"
