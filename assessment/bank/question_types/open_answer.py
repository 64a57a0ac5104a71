"""Open answer with rubric: a text that a person marks, point by point.

Its mark is pending until then and stays out of every score. What somebody met is a set of rubric rows;
`rubric_score` makes a score of it, for the learner who compares the answer with the rubric as well as
for a reviewer.
"""

from collections.abc import Collection, Mapping, Sequence
from random import Random
from typing import Any

from assessment.bank.question_types.choices import check_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.texts import is_chinese, kept, units
from assessment.values import LANGUAGES, Draw, Language, Mark, OptionSpec, PartSpec, Problem, Response, Text

CODE = "open_answer"
NAME = Text("Open answer with rubric", "开放题（评分细则）")
SHORT = "SA"
RUBRIC, ERROR = "rubric", "common_error"
MAX_LENGTH = 10_000
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(
        RUBRIC, Text("Rubric, a point or points for each", "评分细则：每条的分值"), 3, 10, "share", feedback=False
    ),
    RoleSpec(ERROR, Text("Common errors", "常见错误"), 0, 6, feedback=False),
)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec("model_answer", Text("Model answer", "参考答案"), "prose"),
    FieldSpec(
        "words_en",
        Text("Length limit in English words", "英文字数上限（词）"),
        "integer",
        default=120,
        help=Text("Advised to the learner, never enforced.", "仅作提示，不强制。"),
    ),
    FieldSpec(
        "characters_zh_hans", Text("Length limit in Chinese characters", "中文字数上限（字）"), "integer", default=200
    ),
    FieldSpec(
        "maximum",
        Text("Points in all", "总分"),
        "integer",
        help=Text("Optional; the rubric must then sum to it.", "可留空；填写后，各条分值之和须与之相等。"),
    ),
)
_TOO_LONG = Text(
    f"An answer has at most {MAX_LENGTH:,} characters; the beginning is kept.",
    f"答案最多 {MAX_LENGTH:,} 个字符；已保留开头部分。",
)


def validate(part: PartSpec) -> list[Problem]:
    """SA-01: a rubric whose points sum to the maximum, and a model answer that keeps to the limits."""
    problems = [problem for role in ROLES for problem in check_rows(part, role)]
    rows = part.with_role(RUBRIC)
    for row in rows:
        if row.credit <= 0:
            message = Text("The points of this row are missing.", "缺少该条的分值。")
            problems.append(Problem("SA-01", message, f"{RUBRIC} {row.key}"))
    total, maximum = sum(row.credit for row in rows), _integer(part, "maximum")
    if maximum and abs(total - maximum) > 1e-9:
        message = Text(
            f"The points sum to {total:g}, not to {maximum}.", f"各条分值之和为 {total:g}，不等于 {maximum}。"
        )
        problems.append(Problem("SA-01", message, RUBRIC))
    for language in LANGUAGES:
        count, most = units(_model(part)[language]), _limit(part, language)
        if not count:
            message = Text("The model answer is missing.", "缺少参考答案。")
            problems.append(Problem("SA-01", message, "model_answer", language))
        elif most and count > most:
            message = Text(
                f"The model answer has {count}; the limit is {most}.", f"参考答案长度为 {count}，上限为 {most}。"
            )
            problems.append(Problem("SA-01", message, "model_answer", language))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """Nothing to order: a rubric is read from top to bottom."""
    return Draw(CODE)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``text``: what was written, with line ends as one sign."""
    text = kept(next(iter(fields.get("text", ())), ""), MAX_LENGTH)
    return Response({"text": (text,)}) if text else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """Pending where something is written; 0 where the part was left open."""
    return Mark(0.0, answered=bool(response), pending=bool(response))


def rubric_score(part: PartSpec, met: Collection[str]) -> float:
    """The share of the points, from 0 to 1, that the rubric rows called `met` are worth; unknown keys count nothing."""
    rows = part.with_role(RUBRIC)
    total = sum(row.credit for row in rows)
    return sum(row.credit for row in rows if row.key in met) / total if total > 0 else 0.0


def guess(part: PartSpec) -> float:
    """Nobody meets a rubric by chance."""
    return 0.0


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The answer as written; the model answer in the reader's language."""
    return _model(part)[language] if response.first("key") else response.first("text")


def remark(part: PartSpec, response: Response) -> Text:
    """That a text is longer than was asked for, or than can be kept."""
    text = response.first("text")
    if len(text) > MAX_LENGTH:
        return _TOO_LONG
    chinese, count = is_chinese(text), units(text)
    most = _limit(part, "zh_hans" if chinese else "en")
    if not most or count <= most:
        return Text()
    words = "Chinese characters" if chinese else "words"
    return Text(
        f"{count} {words}; at most {most} are asked for. Everything is kept.",
        f"已写 {count} {'字' if chinese else '词'}，要求不超过 {most}。内容全部保留。",
    )


def complete(response: Response, draw: Draw) -> bool:
    """Something is written."""
    return bool(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """The model answer; field ``key``, which is never posted, says that it is that."""
    model = _model(part).en
    return Response({"text": (model,), "key": ("model_answer",)}) if model else Response()


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """Length and limits for the count, and what the answer is compared with.

    The page that lets somebody score adds ``rubric_form``, which then stands in place of the plain rubric.
    """
    text = response.first("text")
    chinese = is_chinese(text) if text else language == "zh_hans"
    return {
        "count": units(text),
        "chinese": chinese,
        "words": _limit(part, "en"),
        "characters": _limit(part, "zh_hans"),
        "most": f"{MAX_LENGTH:,}",
        "limit": _limit(part, "zh_hans" if chinese else "en"),
        "rubric": [_row(row, language) for row in part.with_role(RUBRIC)],
        "points": sum(row.credit for row in part.with_role(RUBRIC)),
        "errors": [row.text[language] for row in part.with_role(ERROR)],
    }


def _row(row: OptionSpec, language: Language) -> dict[str, Any]:
    """A row of the rubric; ``number`` chooses between singular and plural, for which points may be halves."""
    return {
        "key": row.key,
        "points": row.credit,
        "number": 1 if row.credit == 1 else 2,
        "text": row.text[language],
    }


def _model(part: PartSpec) -> Text:
    stored = part.data.get("model_answer") or {}
    return Text(str(stored.get("en", "")).strip(), str(stored.get("zh_hans", "")).strip())


def _limit(part: PartSpec, language: Language) -> int:
    """The advised length in `language`, 0 for none."""
    return _integer(part, "words_en" if language == "en" else "characters_zh_hans")


def _integer(part: PartSpec, name: str) -> int:
    value = part.data.get(name)
    return int(value) if isinstance(value, int | float) else 0
