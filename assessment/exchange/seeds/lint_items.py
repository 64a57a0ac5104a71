"""Rules for single seeds: ID-01 (place in the blueprint) and NUM-04 (second computation)."""

from collections import Counter
from collections.abc import Iterator

from assessment.bank.question_types import numeric
from assessment.exchange.seeds.lint_values import Context, Finding
from assessment.exchange.seeds.reader import QuestionSeed, Seeds
from assessment.lib.arithmetic import FormulaError, agree, evaluate
from assessment.lib.numerals import read_number
from assessment.values import PartSpec, Text


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
    """Answer and wrong values agree with a second computation, which the answer must have."""
    for part in seed.spec.parts:
        if part.type != numeric.CODE:
            continue
        if "answer" not in seed.computed:
            message = Text("The answer has no second computation.", "答案缺少第二次计算。")
            yield Finding("NUM-04", message, seed.slug, "answer")
        for key, formula in seed.computed.items():
            yield from _check_computed(seed, part, key, formula)


def _check_computed(seed: QuestionSeed, part: PartSpec, key: str, formula: str) -> Iterator[Finding]:
    where = "answer" if key == "answer" else f"wrong_value {key}"
    row = part.option(key)
    written = str(part.data.get("answer", "")) if key == "answer" else row.text.en if row else ""
    stored = read_number(written).value
    try:
        computed = evaluate(formula)
    except FormulaError as error:
        message = Text(f"“{formula}” cannot be evaluated: {error}.", f"无法计算“{formula}”：{error}。")
        yield Finding("NUM-01", message, seed.slug, where)
        return
    # A stored value that is not a number is NUM-01 of its type.
    if stored is not None and not agree(stored, computed):
        message = Text(
            f"{written} is stored, {float(computed):.6g} is computed.",
            f"存储值为 {written}，计算值为 {float(computed):.6g}。",
        )
        yield Finding("NUM-04", message, seed.slug, where)
