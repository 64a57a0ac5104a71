"""The check of a question: everything that holds for any author's item. Pure.

The codes are those of the item-writing rules. E keeps a version from being published. W needs a
reason: it is dropped where `notes` gives one under its code, and so is LANG-01, the one E finding
that a note may accept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from math import isfinite

from assessment.bank.lint import feedback, languages, numbers, options, stems, testlets
from assessment.bank.lint.places import Place, places
from assessment.bank.question_types.registry import QUESTION_TYPES, question_type
from assessment.values import COGNITIVE, LEVELS, PartSpec, Problem, QuestionSpec, Text

WAIVABLE_ERRORS = frozenset({"LANG-01"})
LARGEST_DIFFICULTY = 4.0
LONGEST_MINUTES = 30.0
# What a page can wait for; the check of the seeds looks at more.
DRAWS = 400

PART_RULES: tuple[Callable[[PartSpec, QuestionSpec], Iterable[Problem]], ...] = (
    options.opt_01,
    options.opt_02,
    options.opt_03,
    options.opt_04,
    options.opt_05,
    options.opt_06,
    stems.stem_01,
    stems.stem_02,
    stems.stem_03,
    stems.stem_04,
    languages.lang_04,
    feedback.fb_01,
    feedback.fb_03,
    numbers.num_06,
    numbers.num_07,
    numbers.opt_07,
)
TEXT_RULES: tuple[Callable[[Iterable[Place]], Iterable[Problem]], ...] = (
    languages.lang_01,
    languages.lang_02,
    languages.lang_03,
    languages.lang_05,
    feedback.fb_02,
)


def check(spec: QuestionSpec, draws: int = DRAWS) -> list[Problem]:
    """What is wrong with `spec`, part by part; no finding of severity E means: can be published.

    `draws` is how many combinations of drawn numbers are looked at; where there are fewer, all of them.
    """
    known = {entry.CODE for entry in QUESTION_TYPES}
    found = list(_check_frame(spec))
    for number, part in enumerate(spec.parts, 1):
        if part.type in known:
            found += _placed(_check_part(part, spec), number if len(spec.parts) > 1 else 0)
    found += [*testlets.scenario(spec), *testlets.tst_01(spec)]
    shared = [Place("explanation", "explanation", spec.explanation)]
    if spec.scenario != Text():
        shared.append(Place("scenario", "stem", spec.scenario))
    for rule in TEXT_RULES:
        found += rule(shared)
    if known.issuperset(part.type for part in spec.parts):
        found += [*numbers.check_draws(spec, draws), *numbers.unused_parameters(spec)]
    return [problem for problem in found if not _is_accepted(problem, spec)]


def _check_part(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    yield from question_type(part.type).validate(part)
    for rule in PART_RULES:
        yield from rule(part, spec)
    texts = list(places(part))
    for text_rule in TEXT_RULES:
        yield from text_rule(texts)


def _check_frame(spec: QuestionSpec) -> Iterator[Problem]:
    """META-01: the settings of a question are among those that the program knows."""
    known = {entry.CODE for entry in QUESTION_TYPES}
    unknown = sorted({part.type for part in spec.parts} - known)
    checks = (
        (not spec.parts, "parts", Text("The question has no part.", "题目没有任何小题。")),
        (bool(unknown), "type", Text(f"Unknown type: {', '.join(unknown)}.", f"未知题型：{'、'.join(unknown)}。")),
        (spec.level not in LEVELS, "level", Text("Unknown level.", "未知的水平。")),
        (spec.cognitive not in COGNITIVE, "cognitive", Text("Unknown cognitive level.", "未知的认知层次。")),
        (not spec.skill.strip(), "skill", Text("The skill is missing.", "缺少技能点。")),
        (
            not (isfinite(spec.difficulty) and abs(spec.difficulty) <= LARGEST_DIFFICULTY),
            "difficulty",
            Text("The difficulty must lie between -4 and 4 logits.", "难度必须在 -4 与 4 logit 之间。"),
        ),
        (
            not 0 < spec.minutes <= LONGEST_MINUTES,
            "minutes",
            Text("The expected time must be over 0 and at most 30 minutes.", "预计用时必须大于 0 且不超过 30 分钟。"),
        ),
    )
    return (Problem("META-01", message, where) for wrong, where, message in checks if wrong)


def _placed(problems: Iterable[Problem], number: int) -> list[Problem]:
    """`problems` with the number of their part, where a question has several."""
    return [replace(p, where=f"part {number}, {p.where}") if number else p for p in problems]


def _is_accepted(problem: Problem, spec: QuestionSpec) -> bool:
    can_be = problem.severity == "W" or problem.code in WAIVABLE_ERRORS
    return can_be and bool(str(spec.notes.get(problem.code, "")).strip())
