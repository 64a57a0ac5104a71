"""Rules for single seeds: ID-01 (place in the blueprint) and NUM-04 (second computation)."""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from assessment.bank import parameters
from assessment.bank.question_types import numeric
from assessment.exchange.seeds.lint_values import Context, Finding
from assessment.exchange.seeds.reader import QuestionSeed, Sample, Seeds
from assessment.lib.arithmetic import FormulaError, agree
from assessment.lib.numerals import read_number
from assessment.values import PartSpec, Text

# Seeds give the second result to three figures or more.
SAMPLE_AGREES = 0.005


def id_01(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """Slot, competency, type, origin and levels agree with the blueprint; skill and enemies exist."""
    row = context.slots.get(seed.slot)
    if row is None:
        message = Text(f"{seed.slot} is not a slot of the blueprint.", f"蓝图中没有题位 {seed.slot}。")
        yield Finding("ID-01", message, seed.slug, "slot")
        return
    if not seed.slug.startswith(seed.slot):
        message = Text(f"The id does not begin with its slot {seed.slot}.", f"题号没有以题位 {seed.slot} 开头。")
        yield Finding("ID-01", message, seed.slug, "id")
    for column, mine in (
        ("competency", seed.competency),
        ("type", seed.short_type),
        ("origin", seed.origin),
        ("cognitive", seed.spec.cognitive),
        ("level", seed.spec.level),
    ):
        planned = row.get(column, "")
        if planned.casefold() != mine.casefold():
            message = Text(f"{mine} here, {planned} in the blueprint.", f"此处为 {mine}，蓝图为 {planned}。")
            yield Finding("ID-01", message, seed.slug, column)
    yield from _check_names(seed, context)


def _check_names(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    if seed.spec.skill not in context.skills or not seed.spec.skill.startswith(f"{seed.competency}."):
        message = Text(
            f"{seed.spec.skill} is not a skill of {seed.competency}.",
            f"{seed.spec.skill} 不是 {seed.competency} 的技能点。",
        )
        yield Finding("ID-01", message, seed.slug, "skill")
    for enemy in seed.enemies:
        if enemy not in context.slots:
            message = Text(f"{enemy} is not a slot of the blueprint.", f"蓝图中没有题位 {enemy}。")
            yield Finding("ID-01", message, seed.slug, "enemies")


def id_01_unique(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """No two questions share an id, no two quizzes a slug, and quizzes name questions that exist."""
    slugs = Counter(seed.slug for seed in seeds.questions)
    quizzes = Counter(quiz.slug for quiz in seeds.quizzes)
    for slug in [slug for counts in (slugs, quizzes) for slug, count in counts.items() if count > 1]:
        yield Finding("ID-01", Text("The id is used twice.", "编号重复。"), slug, "id")
    for quiz in seeds.quizzes:
        for slug in quiz.questions:
            if slug not in slugs:
                message = Text(f"There is no question {slug}.", f"没有题目 {slug}。")
                yield Finding("ID-01", message, quiz.slug, "questions")


def num_04(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """The answer of every calculated part agrees with a second computation, which it must have."""
    samples = {sample.part: sample for sample in seed.samples}
    for index, part in enumerate(seed.spec.parts):
        if part.type != numeric.CODE:
            continue
        where = f"part {index + 1}, answer" if len(seed.spec.parts) > 1 else "answer"
        if index not in samples:
            message = Text("The answer has no second computation.", "答案缺少第二次计算。")
            yield Finding("NUM-04", message, seed.slug, where)
            continue
        yield from _check_sample(seed, part, samples[index], where)


def _check_sample(seed: QuestionSeed, part: PartSpec, sample: Sample, where: str) -> Iterator[Finding]:
    expected = read_number(sample.answer).value
    try:
        numbers = parameters.derived(
            {name: Fraction(value) for name, value in sample.numbers.items()}, seed.spec.parameters
        )
        computed = numeric.answer_of(part, numbers)
    except (FormulaError, ValueError) as error:
        message = Text(f"The sample cannot be evaluated: {error}.", f"样例无法求值：{error}。")
        yield Finding("NUM-01", message, seed.slug, where)
        return
    if expected is None or not agree(expected, computed, relative=SAMPLE_AGREES):
        message = Text(
            f"The second computation gives {sample.answer}, the formula {float(computed):.6g}.",
            f"第二次计算得 {sample.answer}，公式得 {float(computed):.6g}。",
        )
        yield Finding("NUM-04", message, seed.slug, where)
