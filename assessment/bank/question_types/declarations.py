"""What a question type declares about itself; the admin form and the lint read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Literal, Protocol

from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

_NO_HELP = Text()


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """One kind of row that a part of this type has.

    ``credit`` says how right rows are marked: ``one`` of them, ``some`` of them, ``share`` (each row
    carries its own credit), or ``none``. ``number`` means that the text is a number or a formula, the
    same in both languages. ``feedback`` is false for rows that need none. ``named`` means that the author
    chooses the keys of the rows, because they say what a row belongs to.
    """

    name: str
    label: Text
    minimum: int
    maximum: int
    credit: Literal["one", "some", "share", "none"] = "none"
    number: bool = False
    feedback: bool = True
    named: bool = False


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One language-neutral setting of a part, kept in its ``data``.

    A ``text`` setting (one line) or ``prose`` is bilingual and stored as ``{"en": …, "zh_hans": …}``;
    a ``formula`` is a number or a formula over the drawn numbers; a ``mapping`` is a text of lines
    ``name = value``, stored as an object.
    """

    name: str
    label: Text
    kind: Literal["truth", "flag", "number", "integer", "text", "prose", "choice", "formula", "mapping"]
    choices: tuple[tuple[str, Text], ...] = ()
    default: object = None
    help: Text = _NO_HELP


class QuestionType(Protocol):
    """The interface of a question type; each type is one module of this folder."""

    CODE: str
    NAME: Text
    SHORT: str
    ROLES: tuple[RoleSpec, ...]
    FIELDS: tuple[FieldSpec, ...]

    def validate(self, part: PartSpec) -> list[Problem]:
        """What is wrong with `part` as a part of this type; empty when it can be published."""

    def draw(self, part: PartSpec, rng: Random) -> Draw:
        """The order and numbers that one attempt will see."""

    def read(self, fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
        """The response in posted `fields`; unknown values are dropped, nothing raises."""

    def grade(self, part: PartSpec, response: Response, draw: Draw) -> Mark:
        """The mark of `response`; the same arguments always give the same mark."""

    def guess(self, part: PartSpec) -> float:
        """Expected score, from 0 to below 1, of somebody who answers at random."""

    def describe(self, part: PartSpec, response: Response, language: Language) -> str:
        """The response in words, for a list or a message."""

    def remark(self, part: PartSpec, response: Response) -> Text:
        """What a learner should know about a response as it stands; empty where all is well."""

    def complete(self, response: Response, draw: Draw) -> bool:
        """Whether nothing of the part is left open."""

    def key(self, part: PartSpec, draw: Draw) -> Response:
        """A response with full credit, for what was drawn."""

    def details(self, part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
        """What the template of the type needs besides the rows in drawn order: plain values.

        `part` has its drawn numbers filled in wherever texts are shown.
        """
