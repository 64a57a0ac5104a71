"""Rules about questions of several parts: TST-01, and the length of a scenario (STEM-03)."""

import ast
from collections.abc import Iterator
from itertools import permutations

from assessment.bank import parameters
from assessment.bank.lint.places import places
from assessment.bank.lint.reading import length
from assessment.bank.lint.stems import SCENARIO_LENGTH
from assessment.bank.question_types import numeric
from assessment.values import LANGUAGES, PartSpec, Problem, QuestionSpec, Text


def tst_01(spec: QuestionSpec) -> Iterator[Problem]:
    """No part computes with the answer of another one, and no part shows it."""
    derived = _derived(spec)
    answers = {n: _tree(str(p.data.get("answer", "")), derived) for n, p in enumerate(spec.parts, 1) if _is_number(p)}
    for one, other in permutations(answers, 2):
        wanted = _dump(answers[one])
        if wanted and any(_dump(node) == wanted for node in ast.walk(answers[other] or ast.Pass())):
            message = Text(f"The answer is computed from that of part {one}.", f"答案由第 {one} 小题的答案算出。")
            yield Problem("TST-01", message, f"part {other}, answer")
    for one, answer in answers.items():
        told = {name for name, tree in derived.items() if _dump(answer) and _dump(tree) == _dump(answer)}
        for where, text in _asked(spec, one):
            if told.intersection(parameters.PLACEHOLDER.findall(text.en + text.zh_hans)):
                message = Text(f"The text shows the answer of part {one}.", f"文本给出了第 {one} 小题的答案。")
                yield Problem("TST-01", message, where)


def scenario(spec: QuestionSpec) -> Iterator[Problem]:
    """STEM-03: a scenario has at most 150 English words or 300 Chinese characters."""
    for language in LANGUAGES:
        count, longest = length(spec.scenario[language], language), SCENARIO_LENGTH[language]
        if count > longest:
            message = Text(
                f"The scenario has {count} words or characters; at most {longest} are wanted.",
                f"情境长度为 {count}，不应超过 {longest}。",
            )
            yield Problem("STEM-03", message, "scenario", language, "W")


def _is_number(part: PartSpec) -> bool:
    return part.type == numeric.CODE and numeric.uses_names(part)


def _asked(spec: QuestionSpec, answered: int) -> Iterator[tuple[str, Text]]:
    """What is read before part `answered` is answered: the scenario and every stem, and the options of other parts."""
    yield "scenario", spec.scenario
    for number, part in enumerate(spec.parts, 1):
        for place in places(part):
            if place.kind == "stem" or (place.kind == "option" and number != answered):
                yield f"part {number}, {place.where}", place.text


def _derived(spec: QuestionSpec) -> dict[str, ast.AST]:
    """The formula of every derived number, over drawn ones alone."""
    found: dict[str, ast.AST] = {}
    for name, formula in spec.parameters.get("derived", ()):
        if tree := _tree(formula, found):
            found[name] = tree
    return found


def _tree(formula: str, derived: dict[str, ast.AST]) -> ast.AST | None:
    """`formula` with derived names written out; None for what is no formula or nothing but a name or number."""
    try:
        body: ast.AST = ast.parse(formula.strip(), mode="eval").body
        tree: ast.AST = _Expand(derived).visit(body)
    except (SyntaxError, RecursionError):
        return None  # NUM-01
    return None if isinstance(tree, ast.Name | ast.Constant) else tree


def _dump(tree: ast.AST | None) -> str:
    return ast.dump(tree) if tree else ""


class _Expand(ast.NodeTransformer):
    def __init__(self, derived: dict[str, ast.AST]) -> None:
        self.derived = derived

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return self.derived.get(node.id, node)
