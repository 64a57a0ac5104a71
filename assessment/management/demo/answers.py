"""How a simulated learner answers: by the model that the measurement assumes, whatever the type of question.

The expected score of an answer is `measurement.ability.probability`. A right answer is the type's own
key. Wrong ones are made by changing the key a little: another row, two rows exchanged, one left out.
Which of them is popular is a property of the question, as it is with people.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from assessment.bank.queries import AskableQuestion, guess_of
from assessment.bank.question_types.registry import question_type
from assessment.lib.numerals import read_number
from assessment.measurement.ability import probability
from assessment.measurement.certainty import CHANCES
from assessment.values import Draw, PartSpec, Response

# How far off a feeling of certainty is, in logits, and how often nothing is said about it.
_FEELING, _SILENT = 0.8, 0.15
# Of what is not right: how often a part is left open rather than answered wrongly.
_LEFT_OPEN = 0.07
_FACTORS = (Fraction(1, 1000), Fraction(1, 10), Fraction(1, 2), 2, 10, 1000)


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that is not right, its score, and how much it attracts."""

    fields: Mapping[str, tuple[str, ...]]
    score: float
    weight: float


class Respondent:
    """Answers questions; remembers what can be answered wrongly, which does not depend on who answers."""

    def __init__(self) -> None:
        self._choices: dict[tuple[int, int, str], list[Choice]] = {}

    def respond(
        self, question: AskableQuestion, draws: Sequence[Draw], theta: float, rng: Random
    ) -> tuple[Response, ...]:
        """The answer of somebody at `theta` (logits) to `question` as it was drawn."""
        expected = probability(theta, question.difficulty, guess_of(question.parts))
        return tuple(
            _answer(part, draw, self._wrong(question, place, part, draw), expected, rng)
            for place, (part, draw) in enumerate(zip(question.parts, draws, strict=True))
        )

    def _wrong(self, question: AskableQuestion, place: int, part: PartSpec, draw: Draw) -> list[Choice]:
        name = (question.version_id, place, repr(sorted(draw.numbers.items())))
        if name not in self._choices:
            self._choices[name] = wrong_choices(part, draw)
        return self._choices[name]


def _answer(part: PartSpec, draw: Draw, wrong: Sequence[Choice], expected: float, rng: Random) -> Response:
    kind = question_type(part.type)
    weights = [choice.weight for choice in wrong]
    partial = sum(c.score * c.weight for c in wrong) / sum(weights)
    # Partly right answers bring something as well; with them the expected score is the one asked for.
    if rng.random() < (expected - partial) / (1.0 - partial):
        return kind.key(part, draw)
    (choice,) = rng.choices(wrong, weights)
    return Response(choice.fields)


def felt(question: AskableQuestion, theta: float, rng: Random) -> int | None:
    """How sure somebody says to be who thinks of themselves as at `theta` (logits); None where they say nothing.

    The step whose chance is nearest to what they expect to score.
    """
    if rng.random() < _SILENT:
        return None
    expected = probability(rng.gauss(theta, _FEELING), question.difficulty, guess_of(question.parts))
    return min(CHANCES, key=lambda step: abs(CHANCES[step] - expected))


def wrong_choices(part: PartSpec, draw: Draw) -> list[Choice]:
    """What can be answered other than the key, leaving the part open included; never empty."""
    kind = question_type(part.type)
    key = kind.key(part, draw)
    found: dict[str, Choice] = {}
    for fields in _changed(part, draw, key.fields):
        response = _as_given(part, draw, key, fields)
        mark = kind.grade(part, response, draw)
        if response and mark.score < 1.0:
            name = repr(sorted((field, sorted(values)) for field, values in response.fields.items()))
            popularity = Random(f"{part.stem.en}:{name}").random() ** 2 + 0.1
            found.setdefault(name, Choice(response.fields, mark.score, popularity * (2.0 if mark.recognised else 1.0)))
    total = sum(choice.weight for choice in found.values())
    return [*found.values(), Choice({}, 0.0, total * _LEFT_OPEN / (1.0 - _LEFT_OPEN) or 1.0)]


def _as_given(part: PartSpec, draw: Draw, key: Response, fields: Mapping[str, tuple[str, ...]]) -> Response:
    """`fields` as the type would have read them: what cannot be answered is dropped."""
    kind = question_type(part.type)
    if kind.read(key.fields, draw) == key:
        return kind.read(fields, draw)
    # The fields of a page are called otherwise than what is stored: numbers of elements, matches of rows.
    known = {value for values in key.fields.values() for value in values} | set(draw.order)
    known -= {*key.fields, ""}
    return Response({name: values for name, values in fields.items() if values and known.issuperset(values)})


def _changed(part: PartSpec, draw: Draw, key: Mapping[str, tuple[str, ...]]) -> Iterator[Mapping[str, tuple[str, ...]]]:
    """The key with one thing changed, in every way that the type may understand."""
    for name, values in key.items():
        if len(key) > 1:
            yield {**key, name: ()}
        others = [value for value in _known_values(part, draw, key) if value not in values]
        for place, value in enumerate(values):
            before, after = values[:place], values[place + 1 :]
            for other in (*others, *_other_numbers(part, draw, value)):
                yield {**key, name: (*before, other, *after)}
            if len(values) > 1:
                yield {**key, name: (*before, *after)}
            if after:
                yield {**key, name: (*before, after[0], value, *after[1:])}
        if len(values) > 1:
            for other in others:
                yield {**key, name: (*values, other)}


def _known_values(part: PartSpec, draw: Draw, key: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Everything that a field might hold: rows, values of other fields, verdicts. The type drops the rest."""
    rows = [*draw.order, *(option.key for option in part.options)]
    in_key = [value for values in key.values() for value in values]
    return list(dict.fromkeys([*rows, *in_key, "true", "false"]))


def _other_numbers(part: PartSpec, draw: Draw, value: str) -> list[str]:
    """Where `value` is a number: the recognised wrong values, and slips of the unit or the decimal point."""
    number = read_number(value).value
    if number is None:
        return []
    wrong = question_type(part.type).details(part, Response(), draw, "en").get("wrong", ())
    slips = (f"{float(number * factor):.6g}" for factor in _FACTORS)
    return [*(row["value"] for row in wrong), *slips]
