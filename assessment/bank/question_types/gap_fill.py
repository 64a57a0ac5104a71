"""Gap fill: one text with two to six gaps, each a choice, a text or a number; the score is the mean of the gaps.

`gaps` says how they are written down. A gap is graded by the type it is like, so that a number here
is read as everywhere else.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from assessment.bank.question_types import short_text
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.bank.question_types.gaps import CHOICE, FIELD, PLACE, ROLE, Gap, check, gaps_of, names_in
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "gap_fill"
NAME = Text("Gap fill", "填空题")
SHORT = "GAP"
FEWEST, MOST = 2, 6
_CLOSING = ".,;:!?)%。，、；：！？）”"
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec(
        ROLE, Text("Choices and accepted texts of the gaps", "各空的选项与可接受文本"), 0, 36, "share", named=True
    ),
)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "gaps",
        Text("Gaps", "空"),
        "mapping",
        help=Text(
            "One line for each [[name]] in the text: name = choice; name = text; name = text; loose_spaces; or "
            "name = number: answer=2*N; tolerance=0.01 relative; unit=GB | 吉字节; decimals=1.",
            "文本中每个 [[名称]] 一行：名称 = choice；名称 = text；名称 = text; loose_spaces；或 "
            "名称 = number: answer=2*N; tolerance=0.01 relative; unit=GB | 吉字节; decimals=1。",
        ),
    ),
)


def validate(part: PartSpec) -> list[Problem]:
    """Two to six gaps, the same in both languages, and each right by itself."""
    count = len(names_in(part, "en"))
    problems = list(check(part))
    if not FEWEST <= count <= MOST:
        message = Text(
            f"{count} gaps; a text takes {FEWEST} to {MOST}.", f"现有 {count} 个空；需要 {FEWEST} 至 {MOST} 个。"
        )
        problems.insert(0, Problem("GAP-01", message, "stem"))
    return problems


def draw(part: PartSpec, rng: Random) -> Draw:
    """The names of the gaps, then for each gap with choices those in a random order."""
    gaps = gaps_of(part)
    choices = []
    for gap in gaps:
        keys = [row.key for row in gap.part.options] if gap.kind == CHOICE else []
        rng.shuffle(keys)
        choices += keys
    return Draw(CODE, (*(gap.name for gap in gaps), *choices))


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """A field for each gap: a drawn key where there are choices, else what was written."""
    found = {}
    for name in _names(draw):
        choices = [key for key in draw.order if key.startswith(f"{name}-")]
        given = next((value for value in fields.get(name, ()) if not choices or value in choices), "")
        # A text may be longer than a number; `short_text` and `numeric` both say what is too long.
        text = given if choices else short_text.read({"text": [given]}, draw).first("text")
        if text:
            found[name] = (text,)
    return Response(found)


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """The mean of the gaps; an open gap counts 0."""
    gaps = gaps_of(part)
    total = sum(_mark(gap, response, draw).score for gap in gaps)
    # Thirds must still add up to a whole.
    return Mark(round(total / len(gaps), 9) if gaps else 0.0, answered=bool(response))


def guess(part: PartSpec) -> float:
    """The mean of the gaps: of choices the mean credit, of texts and numbers 0."""
    gaps = gaps_of(part)
    return sum(_guess(gap) for gap in gaps) / len(gaps) if gaps else 0.0


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """Every filled gap with its number, in the order of the text."""
    gaps = sorted(gaps_of(part), key=lambda gap: gap.place[language])
    words = [(gap.place[language], gap.type.describe(gap.part, gap.answer(response), language)) for gap in gaps]
    separator = "; " if language == "en" else "；"
    return separator.join(f"({place}) {text}" for place, text in words if text)


def remark(part: PartSpec, response: Response) -> Text:
    """Which gaps are still open once one is filled, and which cannot be read."""
    return Text(_remark(part, response, "en"), _remark(part, response, "zh_hans")) if response else Text()


def _remark(part: PartSpec, response: Response, language: Language) -> str:
    gaps = sorted(gaps_of(part), key=lambda gap: gap.place[language])
    waiting = [str(gap.place[language]) for gap in gaps if not gap.answer(response)]
    troubles = [(gap.place[language], gap.type.remark(gap.part, gap.answer(response))[language]) for gap in gaps]
    if language == "en":
        found = [f"Still open: gap {', '.join(waiting)}."] if waiting else []
        return " ".join([*found, *(f"Gap {place}: {trouble}" for place, trouble in troubles if trouble)])
    found = [f"尚未填写：第 {'、'.join(waiting)} 空。"] if waiting else []
    return "".join([*found, *(f"第 {place} 空：{trouble}" for place, trouble in troubles if trouble)])


def complete(response: Response, draw: Draw) -> bool:
    """No gap is open."""
    return all(response.first(name) for name in _names(draw))


def key(part: PartSpec, draw: Draw) -> Response:
    """The right answer of every gap; field ``<name>-key``, which is never posted, names the row of a text."""
    found: dict[str, tuple[str, ...]] = {}
    for gap in gaps_of(part):
        right = _right(gap, draw)
        values = {gap.name: right.first(FIELD[gap.kind]), f"{gap.name}-key": right.first("key")}
        found |= {name: (value,) for name, value in values.items() if value}
    return Response(found)


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """The gaps in the order of the text, and the text as paragraphs of pieces: each a ``text`` or a ``gap``."""
    gaps = sorted(gaps_of(part), key=lambda gap: gap.place[language])
    views = {gap.name: _view(gap, response, draw, language) for gap in gaps}
    paragraphs = (paragraph.strip() for paragraph in part.stem[language].split("\n\n"))
    return {
        "gaps": list(views.values()),
        "paragraphs": [_pieces(paragraph, views) for paragraph in paragraphs if paragraph],
    }


def _names(draw: Draw) -> list[str]:
    """The names of the gaps of a draw; the keys of choices have a hyphen."""
    return [name for name in draw.order if "-" not in name]


def _mark(gap: Gap, response: Response, draw: Draw) -> Mark:
    """The mark of one gap; a choice has the credit of its row."""
    answer = gap.answer(response)
    if gap.kind != CHOICE:
        return gap.type.grade(gap.part, answer, draw)
    row = gap.part.option(answer.first("choice"))
    return Mark(min(1.0, max(0.0, row.credit)), True, row.key) if row else Mark(0.0, answered=False)


def _right(gap: Gap, draw: Draw) -> Response:
    return gap.type.key(gap.part, draw)


def _guess(gap: Gap) -> float:
    credits = [min(1.0, max(0.0, row.credit)) for row in gap.part.options] if gap.kind == CHOICE else []
    return sum(credits) / len(credits) if credits else 0.0


def _pieces(paragraph: str, views: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Texts and gaps in turn; punctuation behind a gap goes with it as its ``tail``, so that no line begins with it."""
    texts = PLACE.split(paragraph)
    pieces: list[dict[str, Any]] = [{"text": texts[0]}] if texts[0] else []
    for name, text in zip(texts[1::2], texts[2::2], strict=True):
        rest = text.lstrip(_CLOSING)
        if name in views:
            pieces.append({"gap": views[name], "tail": text[: len(text) - len(rest)]})
        else:
            rest = f"[[{name}]]{text}"
        if rest:
            pieces.append({"text": rest})
    return pieces


def _view(gap: Gap, response: Response, draw: Draw, language: Language) -> dict[str, Any]:
    """One gap as the page shows it: to fill, and with what was right."""
    answer, mark = gap.answer(response), _mark(gap, response, draw)
    row = gap.part.option(mark.recognised)
    details = gap.type.details(gap.part, answer, draw, language)
    return {
        "name": gap.name,
        "place": gap.place[language],
        "kind": gap.kind,
        "given": answer.first(FIELD[gap.kind]),
        "choices": _choices(gap, answer, draw, language),
        "unit": details.get("unit", ""),
        "answer": gap.type.describe(gap.part, answer, language),
        "right": gap.type.describe(gap.part, _right(gap, draw), language),
        "tolerance": details.get("tolerance", ""),
        "state": "open" if not answer else "right" if mark.correct else "partly" if mark.score else "wrong",
        "feedback": row.feedback[language] if row else "",
        "remark": gap.type.remark(gap.part, answer)[language],
    }


def _choices(gap: Gap, answer: Response, draw: Draw, language: Language) -> list[dict[str, Any]]:
    """The choices of a gap in drawn order, or as stored where nothing was drawn."""
    if gap.kind != CHOICE:
        return []
    drawn = [row for key in draw.order if (row := gap.part.option(key))] or gap.part.options
    return [{"key": r.key, "text": r.text[language], "chosen": r.key == answer.first("choice")} for r in drawn]
