"""Rules about calculated parts and drawn numbers that a type cannot check alone: NUM-01 to NUM-07, OPT-07.

They look at every draw where there are at most `draws` combinations of the parameters, else at the good
ones of `draws` combinations taken at random with a fixed seed; the caller says how many.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from random import Random

from assessment.bank import parameters
from assessment.bank.lint.places import places
from assessment.bank.question_types import gap_fill, gaps, numeric
from assessment.lib.arithmetic import FormulaError, names_in
from assessment.values import LANGUAGES, PartSpec, Problem, QuestionSpec, Text

FEWEST_WRONG_VALUES = 2
FEWEST_ANSWERS = 5
# A wrong value that is right for more than this share of the draws says little.
MOST_SILENT = 0.25
_BYTES = re.compile(r"^[KMGTP]B\b")
_CONVENTION = re.compile(r"10\^\d|2\^\d0|1[0-9e]{3,}|[KMGTP]iB")


def check_draws(spec: QuestionSpec, draws: int) -> Iterator[Problem]:
    """Whatever is drawn, every calculated part has one good answer, and enough different ones turn up."""
    if not parameters.is_drawn(spec.parameters):
        yield from _nothing_drawn(spec)
        return
    try:
        drawn = list(parameters.sampled_draws(spec.parameters, Random(1), draws))
    except (FormulaError, ValueError, ZeroDivisionError) as error:
        message = Text(f"The numbers cannot be drawn: {error}.", f"无法抽取数值：{error}。")
        yield Problem("NUM-01", message, "parameters")
        return
    if not drawn:
        message = Text("No combination of the parameters is accepted.", "没有任何参数组合满足接受条件。")
        yield Problem("NUM-02", message, "parameters")
        return
    for where, part in _calculated(spec):
        for problem in _check_part(part, drawn):
            yield replace(problem, where=where + problem.where)


def _nothing_drawn(spec: QuestionSpec) -> Iterator[Problem]:
    """A formula over names that nobody draws."""
    for where, part in _calculated(spec):
        for problem in numeric.check_numbers(part, {}):
            yield replace(problem, where=where + problem.where)


def _calculated(spec: QuestionSpec) -> Iterator[tuple[str, PartSpec]]:
    """Every part and every gap whose answer is a formula over drawn numbers, and where it stands."""
    for number, part in enumerate(spec.parts, 1):
        where = f"part {number}, " if len(spec.parts) > 1 else ""
        for name, alone in _numbers_of(part):
            if numeric.uses_names(alone):
                yield where + name, alone


def _numbers_of(part: PartSpec) -> Iterator[tuple[str, PartSpec]]:
    """A part that asks for a number, or the gaps that do, each as a part by itself."""
    if part.type == numeric.CODE:
        yield "", part
    if part.type == gap_fill.CODE:
        yield from ((f"gap {gap.name}, ", gap.part) for gap in gaps.gaps_of(part) if gap.kind == gaps.NUMBER)


def _check_part(part: PartSpec, drawn: list[dict[str, Fraction]]) -> Iterator[Problem]:
    answers: set[Fraction] = set()
    silent: Counter[str] = Counter()
    for numbers in drawn:
        for problem in numeric.check_numbers(part, numbers):
            if problem.code == "NUM-03":
                silent[problem.where] += 1
                continue
            shown = ", ".join(f"{name} = {parameters.shown(value)}" for name, value in numbers.items())
            yield replace(
                problem, message=Text(f"{problem.message.en} ({shown})", f"{problem.message.zh_hans}（{shown}）")
            )
            return
        answers.add(numeric.answer_of(part, numbers))
    if len(answers) < FEWEST_ANSWERS:
        message = Text(f"Only {len(answers)} different answers.", f"只有 {len(answers)} 种不同的答案。")
        yield Problem("NUM-02", message, "answer")
    for where, count in sorted(silent.items()):
        if count > MOST_SILENT * len(drawn):
            message = Text(
                f"This wrong value is right in {count} of {len(drawn)} draws.",
                f"这个错误值在 {len(drawn)} 次抽取中有 {count} 次其实是对的。",
            )
            yield Problem("NUM-03", message, where)


def num_06(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """An answer in bytes needs the convention in the stem: 10^9 and 2^30 differ by 7 %."""
    if part.type != numeric.CODE:
        return
    unit = part.data.get("unit") or {}
    if not _BYTES.match(str(unit.get("en", ""))):
        return
    for language in LANGUAGES:
        stem = f"{spec.scenario[language]} {part.stem[language]}"
        if part.stem[language].strip() and not _CONVENTION.search(stem):
            message = Text(
                "Say what the unit means, for example 1 GB = 10^9 bytes.", "请写明单位的约定，例如 1 GB = 10^9 字节。"
            )
            yield Problem("NUM-06", message, "stem", language)


def num_07(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """No placeholder is left without a value."""
    known = _names(spec)
    for place in places(part):
        for language in LANGUAGES:
            for name in parameters.PLACEHOLDER.findall(place.text[language]):
                if name not in known:
                    message = Text(f"{{{name}}} has no value.", f"占位符 {{{name}}} 没有取值。")
                    yield Problem("NUM-07", message, place.where, language)


def unused_parameters(spec: QuestionSpec) -> Iterator[Problem]:
    """NUM-07: a parameter that no text and no formula uses is a mistake."""
    texts = [spec.scenario, spec.explanation]
    formulas = [formula for _name, formula in spec.parameters.get("derived", ())]
    formulas += spec.parameters.get("accept", ())
    for part in spec.parts:
        texts += [place.text for place in places(part)] + [part.explanation]
        for _name, alone in _numbers_of(part):
            formulas += [str(alone.data.get("answer", ""))]
            formulas += [row.text.en for row in alone.with_role("wrong_value")]
    used = {name for text in texts for name in parameters.PLACEHOLDER.findall(text.en + text.zh_hans)}
    for formula in formulas:
        try:
            used |= names_in(formula)
        except FormulaError:
            continue  # a number as people write it, or NUM-01
    for name in sorted(_names(spec) - used):
        message = Text(f"{name} is drawn or derived and never used.", f"参数 {name} 抽取或推导后没有用到。")
        drawn = name in spec.parameters.get("sets", {})
        yield Problem("NUM-07", message, "parameters", severity="E" if drawn else "W")


def opt_07(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Calculated parts should recognise two or more wrong values."""
    rows = part.with_role("wrong_value")
    if part.type == numeric.CODE and len(rows) < FEWEST_WRONG_VALUES:
        message = Text(
            f"{len(rows)} recognised wrong values; two or more are wanted.",
            f"只有 {len(rows)} 个可识别的错误值，应不少于两个。",
        )
        yield Problem("OPT-07", message, "wrong_value", severity="W")


def _names(spec: QuestionSpec) -> set[str]:
    return set(spec.parameters.get("sets", {})) | {name for name, _formula in spec.parameters.get("derived", ())}
