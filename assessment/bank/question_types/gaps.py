"""How a gap of a text is written down and read.

The setting ``gaps`` gives each gap, by name, its kind in one line:

- ``choice``: the rows called ``<name>-…`` are what can be chosen;
- ``text``, or ``text; loose_spaces``: the rows are accepted texts, those without credit wrong ones;
- ``number: answer=2*N; tolerance=0.01 relative; unit=GB | 吉字节; decimals=1``: as a calculated question
  has them; the rows are recognised wrong values. Only the answer is needed; a unit that is the same in
  both languages is given once.

Each gap is a part of the type it is like, and is read and graded by that type.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from assessment.bank.question_types import numeric, short_text, single_choice
from assessment.bank.question_types.declarations import QuestionType
from assessment.values import LANGUAGES, Language, OptionSpec, PartSpec, Problem, Response, Text

ROLE = "gap"
MOST_NAME = 16
NAME = re.compile(rf"[a-z][a-z0-9_]{{0,{MOST_NAME - 1}}}")
PLACE = re.compile(rf"\[\[({NAME.pattern})\]\]")
CHOICE, TEXT, NUMBER = "choice", "text", "number"
TYPES: dict[str, QuestionType] = {CHOICE: single_choice, TEXT: short_text, NUMBER: numeric}
# The field of a response in which each of these types keeps its answer.
FIELD = {CHOICE: "choice", TEXT: "text", NUMBER: "number"}
_NUMBER_SETTINGS = ("answer", "tolerance", "unit", "decimals")


class GapError(ValueError):
    """A line of the setting that cannot be read; `message` says why in both languages."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap of a text: its place in each language from 1 on, its kind, and the part that it is by itself."""

    name: str
    place: Mapping[Language, int]
    kind: str
    part: PartSpec

    @property
    def type(self) -> QuestionType:
        """The type that reads and grades it."""
        return TYPES[self.kind]

    def answer(self, response: Response) -> Response:
        """What the whole response says about this gap, as the gap's type wants it."""
        given = response.fields.get(self.name, ())
        marker = response.fields.get(f"{self.name}-key", ())
        fields = {FIELD[self.kind]: given, "key": marker}
        return Response({name: values for name, values in fields.items() if values})


def gaps_of(part: PartSpec) -> list[Gap]:
    """The gaps of `part` in the order of the English text; those that cannot be read are left out."""
    order = {language: names_in(part, language) for language in LANGUAGES}
    found = []
    for name in order["en"]:
        try:
            kind, data = parse(_settings(part).get(name, ""))
        except GapError:
            continue
        place = {lang: names.index(name) + 1 if name in names else 0 for lang, names in order.items()}
        found.append(Gap(name, place, kind, _part(part, name, kind, data)))
    return found


def names_in(part: PartSpec, language: Language) -> list[str]:
    """The names of the gaps in the text, each once, in order."""
    return list(dict.fromkeys(PLACE.findall(part.stem[language])))


def rows_of(part: PartSpec, name: str) -> tuple[OptionSpec, ...]:
    """The rows of the gap called `name`."""
    return tuple(row for row in part.with_role(ROLE) if row.key.rpartition("-")[0] == name)


def _part(part: PartSpec, name: str, kind: str, data: dict[str, Any]) -> PartSpec:
    rows = tuple(replace(row, role=_role(kind, row)) for row in rows_of(part, name))
    return PartSpec(TYPES[kind].CODE, Text(), rows, data)


def _role(kind: str, row: OptionSpec) -> str:
    if kind == NUMBER:
        return numeric.ROLES[0].name
    if kind == CHOICE:
        return single_choice.ROLES[0].name
    return short_text.ACCEPTED if row.credit > 0 else short_text.WRONG


def parse(line: str) -> tuple[str, dict[str, Any]]:
    """Kind and settings of a gap from its line. Raises GapError."""
    head, *rest = (piece.strip() for piece in line.split(";"))
    kind, _colon, first = (piece.strip() for piece in head.partition(":"))
    settings = [piece for piece in (first, *rest) if piece]
    if kind == CHOICE and not settings:
        return kind, {}
    if kind == TEXT and settings in ([], [short_text.LOOSE.name]):
        return kind, {short_text.LOOSE.name: bool(settings)}
    if kind == NUMBER:
        return kind, _number(settings)
    message = Text(
        f"“{line[:60]}” is not a gap. Write choice, or text, or text; loose_spaces, or number: answer=…; "
        "tolerance=0.01 relative; unit=…; decimals=….",
        f"“{line[:60]}”不是有效的填空。请写 choice、text、text; loose_spaces，或 number: answer=…; "
        "tolerance=0.01 relative; unit=…; decimals=…。",
    )
    raise GapError(message)


def _number(settings: list[str]) -> dict[str, Any]:
    pairs = [setting.partition("=") for setting in settings]
    given = {name.strip(): value.strip() for name, _sign, value in pairs}
    unknown = [name for name in given if name not in _NUMBER_SETTINGS]
    if unknown or "answer" not in given:
        names = ", ".join(_NUMBER_SETTINGS)
        message = Text(
            f"A number has an answer and may have {names}, each as name=value with ; between them.",
            f"number 须有 answer，可有 {names}；各写作“名称=值”，以 ; 分隔。",
        )
        raise GapError(message)
    size, _space, how = given.get("tolerance", "").partition(" ")
    if how.strip() not in ("", numeric.RELATIVE, numeric.ABSOLUTE):
        message = Text("A tolerance is relative or absolute.", "容差须为 relative（相对）或 absolute（绝对）。")
        raise GapError(message)
    english, _bar, chinese = (piece.strip() for piece in given.get("unit", "").partition("|"))
    return {
        "answer": given["answer"],
        "unit": {"en": english, "zh_hans": chinese or english},
        "tolerance": size or str(numeric.FIELDS[3].default),
        "tolerance_kind": how.strip() or numeric.RELATIVE,
        "decimals": given.get("decimals", "0"),
    }


def check(part: PartSpec) -> Iterator[Problem]:
    """What is wrong with the names and the lines of the gaps, and with each gap by itself."""
    english, settings = names_in(part, "en"), _settings(part)
    if sorted(english) != sorted(names_in(part, "zh_hans")):
        message = Text("The two languages have different gaps.", "两种语言的空不一致。")
        yield Problem("GAP-01", message, "stem")
    for language in LANGUAGES:
        if len(PLACE.findall(part.stem[language])) != len(names_in(part, language)):
            message = Text("A gap stands twice in the text.", "同一个空在文本中出现了两次。")
            yield Problem("GAP-01", message, "stem", language)
        if len(PLACE.findall(part.stem[language])) != part.stem[language].count("[["):
            message = Text(
                f"A gap is written [[name]]: small letters, digits and _, at most {MOST_NAME}.",
                f"空须写作 [[名称]]：小写字母、数字和 _，最多 {MOST_NAME} 个字符。",
            )
            yield Problem("GAP-01", message, "stem", language)
    for name in sorted(set(english) ^ set(settings)):
        message = Text(f"The gap {name} is in the text or in the setting only.", f"空 {name} 只出现在文本或设置之一。")
        yield Problem("GAP-01", message, "gaps")
    for row in part.with_role(ROLE):
        if row.key.rpartition("-")[0] not in english:
            message = Text("The key of a row is the name of its gap, a hyphen and a letter, such as {}-a.",
                           "行的键须为空的名称加连字符和字母，例如 {}-a。")  # fmt: skip
            example = next(iter(english), "name")
            yield Problem("GAP-01", Text(message.en.format(example), message.zh_hans.format(example)), f"gap {row.key}")
    yield from chain.from_iterable(_check_gap(part, name) for name in english if name in settings)


def _check_gap(part: PartSpec, name: str) -> Iterator[Problem]:
    try:
        kind, data = parse(_settings(part)[name])
    except GapError as error:
        yield Problem("GAP-01", error.message, f"gaps, {name}")
        return
    alone = _part(part, name, kind, data)
    for problem in _check_choices(alone) if kind == CHOICE else TYPES[kind].validate(alone):
        # The unit of a number may stand in the text; the rest is what the type itself wants.
        if problem.where != "unit" or any(data["unit"].values()):
            yield replace(problem, where=f"gap {name}, {problem.where}")


def _check_choices(alone: PartSpec) -> Iterator[Problem]:
    rows = alone.options
    if not 2 <= len(rows) <= 6:
        message = Text(f"{len(rows)} choices; a gap takes 2 to 6.", f"现有 {len(rows)} 个选项；每个空需要 2 至 6 个。")
        yield Problem("OPT-07", message, "choices")
    if sum(row.credit >= 1 for row in rows) != 1 or not all(0 <= row.credit <= 1 for row in rows):
        message = Text("Exactly one choice must have full credit.", "必须恰有一个选项满分。")
        yield Problem("KEY-01", message, "choices")
    for language in LANGUAGES:
        texts = [row.text[language].strip() for row in rows]
        if len(set(texts)) != len(texts):
            yield Problem("OPT-04", Text("Two choices are the same.", "有两个相同的选项。"), "choices", language)


def _settings(part: PartSpec) -> dict[str, str]:
    stored = part.data.get("gaps")
    return {str(name): str(line) for name, line in stored.items()} if isinstance(stored, dict) else {}
