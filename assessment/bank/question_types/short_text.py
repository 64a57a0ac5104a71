"""Short answer: a word or a phrase, compared with the texts that are accepted.

An answer in either language is taken whatever language the page is in. Of several accepted texts that
fit, the best counts; only where none fits is a wrong text recognised. `lib.texts` says what counts as
the same text and what ``*`` means.
"""

from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import Any

from assessment.bank.parameters import filled
from assessment.bank.question_types.choices import check_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.texts import MAX_LENGTH, has_wildcard, kept, matches, plain, says_nothing
from assessment.values import LANGUAGES, Draw, Language, Mark, OptionSpec, PartSpec, Problem, Response, Text

CODE = "short_text"
NAME = Text("Short answer", "简答题（短文本）")
SHORT = "TXT"
ACCEPTED, WRONG = "accepted", "wrong_text"
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(ACCEPTED, Text("Accepted texts", "可接受的文本"), 1, 12, credit="share", feedback=False),
    RoleSpec(WRONG, Text("Recognised wrong texts", "可识别的错误文本"), 0, 8),
)
LOOSE = FieldSpec(
    "loose_spaces",
    Text("Spaces and hyphens do not matter", "忽略空格和连字符"),
    "flag",
    default=False,
    help=Text(
        "“check point”, “check-point” and “checkpoint” are then the same.",
        "此时“check point”“check-point”与“checkpoint”视为相同。",
    ),
)
FIELDS: tuple[FieldSpec, ...] = (LOOSE,)
TOO_LONG = Text(
    f"An answer has at most {MAX_LENGTH} characters here; the beginning is kept, and what is longer is not right.",
    f"此处答案最多 {MAX_LENGTH} 个字符；已保留开头部分，超长的答案不会判为正确。",
)


def validate(part: PartSpec) -> list[Problem]:
    """The rows, a full answer that can be shown as the right one, and no wrong text that is accepted."""
    problems = [problem for role in ROLES for problem in check_rows(part, role)]
    for row in part.options:
        problems += _check_row(part, row)
    if _shown(part) is None:
        message = Text(
            "One accepted text needs full credit, both languages and no *: it is shown as the right answer.",
            "须有一个可接受文本满分、两种语言齐全且不含 *：它将作为正确答案显示。",
        )
        problems.append(Problem("KEY-01", message, where=ACCEPTED))
    return problems


def _check_row(part: PartSpec, row: OptionSpec) -> Iterator[Problem]:
    where = f"{row.role} {row.key}"
    if any(says_nothing(text) for text in _texts(row)) or not _texts(row):
        message = Text("The text has nothing but punctuation or *.", "文本除标点或 * 外没有内容。")
        yield Problem("KEY-01", message, where)
    if any(len(text) > MAX_LENGTH for text in _texts(row)):
        message = Text(
            f"Over {MAX_LENGTH} characters: nobody can answer that.", f"超过 {MAX_LENGTH} 个字符，无人能答出。"
        )
        yield Problem("KEY-01", message, where)
    if row.role == ACCEPTED and not 0 < row.credit <= 1:
        message = Text("The credit must be over 0 and at most 1.", "得分必须大于 0 且不超过 1。")
        yield Problem("KEY-01", message, where)
    if row.role == WRONG and any(_best(part, plain(text)) for text in _texts(row)):
        message = Text("This wrong text is accepted as an answer.", "该错误文本同时被视为可接受。")
        yield Problem("KEY-01", message, where)


def draw(part: PartSpec, rng: Random) -> Draw:
    """No rows to order: none is shown."""
    return Draw(CODE)


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Field ``text``: what was written, so that nothing a learner typed is lost."""
    text = kept(next(iter(fields.get("text", ())), ""), MAX_LENGTH)
    return Response({"text": (text,)}) if text else Response()


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """The credit of the best accepted text that fits, else 0; ``recognised`` is the row that was met."""
    part, text = filled(part, draw), response.first("text")
    row = _best(part, text) or next((row for row in part.with_role(WRONG) if _fits(part, row, text)), None)
    if row is None:
        return Mark(0.0, answered=bool(response))
    score = min(1.0, row.credit) if row.role == ACCEPTED else 0.0
    return Mark(score, answered=bool(response), recognised=row.key)


def guess(part: PartSpec) -> float:
    """Nobody hits a text by chance."""
    return 0.0


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The text as written; the key in the reader's language."""
    shown = part.option(response.first("key"))
    return plain(shown.text[language]) if shown else response.first("text")


def remark(part: PartSpec, response: Response) -> Text:
    """That a text is too long, where it is."""
    return TOO_LONG if len(response.first("text")) > MAX_LENGTH else Text()


def complete(response: Response, draw: Draw) -> bool:
    """Something is written."""
    return bool(response)


def key(part: PartSpec, draw: Draw) -> Response:
    """The first full answer that can be written as it is; field ``key``, which is never posted, names its row."""
    row = _shown(filled(part, draw))
    return Response({"text": (plain(row.text.en),), "key": (row.key,)}) if row else Response()


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """What else is accepted with full credit, and the wrong texts with where they come from."""
    shown = _shown(part)
    full = [row for row in part.with_role(ACCEPTED) if row.credit >= 1 and row != shown and not _is_pattern(row)]
    others = dict.fromkeys(plain(row.text[language]) for row in full if row.text[language].strip())
    wrong = [{"text": plain(row.text[language]), "feedback": row.feedback[language]} for row in part.with_role(WRONG)]
    return {
        "limit": MAX_LENGTH,
        "also": [text for text in others if not shown or text != plain(shown.text[language])],
        "wrong": [row for row in wrong if row["text"]],
    }


def _best(part: PartSpec, text: str) -> OptionSpec | None:
    """The accepted row with the most credit that `text` fits."""
    found = [row for row in part.with_role(ACCEPTED) if row.credit > 0 and _fits(part, row, text)]
    return max(found, key=lambda row: row.credit, default=None)


def _fits(part: PartSpec, row: OptionSpec, text: str) -> bool:
    return any(matches(accepted, text, bool(part.data.get(LOOSE.name))) for accepted in _texts(row))


def _texts(row: OptionSpec) -> list[str]:
    return [row.text[language] for language in LANGUAGES if row.text[language].strip()]


def _is_pattern(row: OptionSpec) -> bool:
    return any(has_wildcard(text) for text in _texts(row))


def _shown(part: PartSpec) -> OptionSpec | None:
    """The row that is shown as the right answer."""
    whole = (row for row in part.with_role(ACCEPTED) if row.credit >= 1 and len(_texts(row)) == len(LANGUAGES))
    return next((row for row in whole if not _is_pattern(row) and not any(map(says_nothing, _texts(row)))), None)
