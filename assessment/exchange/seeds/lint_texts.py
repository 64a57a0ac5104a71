"""Rules about the wording of all seeds: COPY-01 (the lecture's sentences) and TERM-01 (its slips)."""

import hashlib
import re
import unicodedata
from collections.abc import Iterator

from assessment.exchange.seeds.lint_values import Context, Finding, SeedText, nested_texts, question_texts
from assessment.exchange.seeds.reader import Seeds
from assessment.values import LANGUAGES, Text

RUN = 12
DIGITS = 10
_ERROR_FORMS = re.compile(
    r"算例|易购|\bGTP|PAL ?平台|应用性(?!能)"
    r"|含量(?=的?(?:业务|设备|数据|计算|用户|请求|样本|图像|文本))"
    r"|高校(?=的?(?:执行|训练|推理|运行|计算|部署|利用|算法|地))"
)


def run_hash(run: str) -> str:
    """The hash under which a run of the lecture is kept; scripts/hash_lecture_runs.py makes the same."""
    return hashlib.sha256(run.encode()).hexdigest()[:DIGITS]


def fold(text: str) -> str:
    """`text` as runs are compared: NFKC, without white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def copy_01(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """No text shares a run of 12 characters with the lecture."""
    for place in _all_texts(seeds):
        run = _copied_run(place.text, context.copied)
        if run:
            message = Text(f"Copied from the lecture: “{run}”.", f"照搬了讲座原文：“{run}”。")
            yield Finding("COPY-01", message, place.item, place.where, place.language)


def term_01(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """No slip of the transcript is used; the lecture map alone may speak of them."""
    for place in _all_texts(seeds):
        found = _ERROR_FORMS.search(place.text)
        if found and place.item != "lecture_map":
            word = found.group()
            message = Text(f"“{word}” is an error of the transcript.", f"“{word}”是转写错误。")
            yield Finding("TERM-01", message, place.item, place.where, place.language)


def _all_texts(seeds: Seeds) -> Iterator[SeedText]:
    for seed in seeds.questions:
        yield from question_texts(seed)
        yield SeedText(seed.slug, "difficulty_reason", "en", seed.spec.difficulty_reason)
    for quiz in seeds.quizzes:
        for name in ("title", "description"):
            yield SeedText(quiz.slug, name, "en", str(quiz.fields.get(f"{name}_en") or ""))
            yield SeedText(quiz.slug, name, "zh_hans", str(quiz.fields.get(f"{name}_zh_hans") or ""))
    for statement in (statement for checklist in seeds.checklists for statement in checklist.statements):
        for language in LANGUAGES:
            yield SeedText(statement.code, "text", language, statement.text[language])
            yield SeedText(statement.code, "evidence", language, statement.evidence[language])
    yield from nested_texts("competencies", seeds.competencies)
    yield from nested_texts("lecture_map", seeds.lecture)


def _copied_run(text: str, copied: frozenset[str]) -> str:
    """The first run shared with the lecture, at its full length, or nothing."""
    folded = fold(text)
    starts = range(len(folded) - RUN + 1) if copied and not folded.isascii() else range(0)
    first = next((i for i in starts if _is_copied(folded, i, copied)), None)
    if first is None:
        return ""
    last = first
    while _is_copied(folded, last + 1, copied):
        last += 1
    return folded[first : last + RUN]


def _is_copied(folded: str, start: int, copied: frozenset[str]) -> bool:
    run = folded[start : start + RUN]
    # Runs of plain ASCII are names and addresses; they are not among the hashes.
    return len(run) == RUN and not run.isascii() and run_hash(run) in copied
