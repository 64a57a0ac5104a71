"""Matching: each left row has one right row, and at least one right row is spare.

A draw lists the left keys in stored order, an empty key, and the right keys in a random order. The empty
key, which no row can have, tells the two sides apart where only the draw is known.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from random import Random
from string import ascii_uppercase
from typing import Any

from assessment.bank.question_types.choices import check_rows
from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "matching"
NAME = Text("Matching", "配对题")
SHORT = "MAT"
MOST_SPARE = 3
# So much of a description stands in the list to choose from; all of it stands above.
BEGINNING = {"en": 56, "zh_hans": 28}
BETWEEN = ""
ROLES: tuple[RoleSpec, ...] = (
    RoleSpec("left", Text("What is matched, with why", "待配对项（附理由）"), 4, 6),
    RoleSpec("right", Text("Descriptions; spare ones with why", "描述（多余项附理由）"), 5, 9, feedback=False),
)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "pairs",
        Text("Pairs", "配对"),
        "mapping",
        help=Text(
            "One line for each row on the left, its key and the key of its description, such as a = q.",
            "每个待配对项一行，写明其键与对应描述的键，例如 a = q。",
        ),
    ),
)


def validate(part: PartSpec) -> list[Problem]:
    """Four to six rows with a description each, one to three descriptions to spare, which say why they are."""
    problems = check_rows(part, ROLES[0])
    spare = len(part.with_role("right")) - len(part.with_role("left"))
    if spare < 1:
        message = Text("At least one description must be spare.", "至少要有一个多余的描述。")
        problems.append(Problem("MAT-01", message, where="right"))
    if spare > MOST_SPARE:
        message = Text(
            f"{spare} descriptions are spare; at most {MOST_SPARE} are wanted.",
            f"有 {spare} 个多余的描述，不应超过 {MOST_SPARE} 个。",
        )
        problems.append(Problem("OPT-07", message, where="right"))
    problems += [Problem("MAT-01", message, where="pairs") for message in _check_pairs(part)]
    for row in part.with_role("right"):
        if row.key not in _pairs(part).values() and not (row.feedback.en.strip() or row.feedback.zh_hans.strip()):
            message = Text("A spare description says why it fits nothing.", "多余的描述须说明为何不与任何项配对。")
            problems.append(Problem("FB-01", message, where=f"right {row.key}, feedback"))
    return problems


def _check_pairs(part: PartSpec) -> Iterator[Text]:
    given, pairs = _given(part), _pairs(part)
    unknown = ", ".join(sorted(str(name) for name in given if name not in pairs))
    if unknown:
        yield Text(f"These pairs name no rows of this part: {unknown}.", f"以下配对指向不存在的行：{unknown}。")
    missing = ", ".join(row.key for row in part.with_role("left") if row.key not in pairs)
    if missing:
        yield Text(f"No description is given for: {missing}.", f"以下各项没有对应的描述：{missing}。")
    twice = ", ".join(_used_twice(pairs.values()))
    if twice:
        yield Text(f"A description is used twice: {twice}.", f"同一描述被使用两次：{twice}。")


def draw(part: PartSpec, rng: Random) -> Draw:
    """The left rows as stored and the right rows in a random order; see the head of this file."""
    right = [row.key for row in part.with_role("right")]
    rng.shuffle(right)
    return Draw(CODE, (*(row.key for row in part.with_role("left")), BETWEEN, *right))


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Fields ``match-<left key>``: the first value that is a drawn right key; the same one may come twice."""
    left, right = _sides(draw)
    chosen = {}
    for key in left:
        match = next((value for value in fields.get(f"match-{key}", ()) if value in right), None)
        if match is not None:
            chosen[key] = (match,)
    return Response(chosen)


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """The share of left rows that have their own description."""
    pairs, chosen = _pairs(part), _chosen(part, response)
    count = len(part.with_role("left"))
    right = sum(1 for left, match in chosen.items() if pairs.get(left) == match)
    return Mark(right / count if count else 0.0, answered=bool(chosen))


def guess(part: PartSpec) -> float:
    """One in the number of descriptions, whether a guesser uses each once or not."""
    return 1.0 / max(2, len(part.with_role("right")))


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The pairs, in stored order."""
    chosen = _chosen(part, response)
    dash, separator = (" – ", "; ") if language == "en" else ("——", "；")
    texts = {row.key: row.text[language] for row in part.options}
    return separator.join(f"{texts[left]}{dash}{texts[match]}" for left, match in chosen.items())


def remark(part: PartSpec, response: Response) -> Text:
    """A description that is chosen twice cannot be right both times; it is kept."""
    if _used_twice(_chosen(part, response).values()):
        return Text(
            "A description is chosen more than once; each belongs to one row at most.",
            "同一描述被选择了不止一次；每个描述至多与一项配对。",
        )
    return Text()


def complete(response: Response, draw: Draw) -> bool:
    """Every left row has a description."""
    left, _right = _sides(draw)
    return bool(left) and all(response.first(key) for key in left)


def key(part: PartSpec, draw: Draw) -> Response:
    """The right pairs."""
    return Response({left: (match,) for left, match in _pairs(part).items()})


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """`descriptions` in drawn order with a letter each, `rows` to match, and for review the `spare` ones.

    A description has letter, key, text and the beginning of the text. A row has key and text, key and text
    of what was chosen (empty where it is open), the text of the right description, whether they are
    the same, and its feedback.
    """
    pairs, chosen = _pairs(part), _chosen(part, response)
    texts = {row.key: row.text[language] for row in part.options}
    drawn = [key for key in _sides(draw)[1] if key in texts]
    return {
        "descriptions": [
            {"letter": letter, "key": key, "text": texts[key], "beginning": _beginning(texts[key], language)}
            for letter, key in zip(ascii_uppercase, drawn, strict=False)
        ],
        "rows": [
            {
                "key": row.key,
                "text": texts[row.key],
                "chosen": chosen.get(row.key, ""),
                "answer": texts.get(chosen.get(row.key, ""), ""),
                "right": texts.get(pairs.get(row.key, ""), ""),
                "is_right": row.key in chosen and chosen[row.key] == pairs.get(row.key),
                "feedback": row.feedback[language],
            }
            for row in part.with_role("left")
        ],
        "spare": [
            {"text": texts[row.key], "feedback": row.feedback[language]}
            for row in part.with_role("right")
            if row.key not in pairs.values()
        ],
    }


def _given(part: PartSpec) -> Mapping[str, Any]:
    pairs = part.data.get("pairs")
    return pairs if isinstance(pairs, Mapping) else {}


def _pairs(part: PartSpec) -> dict[str, str]:
    """The right key of every left key, in stored order, where both are rows of the part."""
    given = _given(part)
    right = {row.key for row in part.with_role("right")}
    found = ((row.key, str(given.get(row.key))) for row in part.with_role("left"))
    return {left: match for left, match in found if match in right}


def _chosen(part: PartSpec, response: Response) -> dict[str, str]:
    """The right key chosen for every left key that is not open, in stored order."""
    right = {row.key for row in part.with_role("right")}
    found = ((row.key, response.first(row.key)) for row in part.with_role("left"))
    return {left: match for left, match in found if match in right}


def _sides(draw: Draw) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The left and the right keys of a draw, each in drawn order."""
    between = draw.order.index(BETWEEN) if BETWEEN in draw.order else len(draw.order)
    return draw.order[:between], draw.order[between + 1 :]


def _used_twice(keys: Iterable[str]) -> list[str]:
    return sorted(key for key, times in Counter(keys).items() if times > 1)


def _beginning(text: str, language: Language) -> str:
    """As much of `text` as a list to choose from shows, cut between words where there are any."""
    most = BEGINNING[language]
    if len(text) <= most:
        return text
    cut = text[:most]
    return f"{cut.rpartition(' ')[0] if language == 'en' and ' ' in cut else cut}…"
