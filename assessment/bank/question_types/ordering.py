"""Ordering: every element gets a number; what counts is how many pairs stand in the right order.

The score is max(0, 2 · share of pairs in the right order - 1): Kendall's tau (1938) with a floor at 0. A
pair counts where both of its elements have a number and the right one has the lower; two elements with
the same number are no pair in the right order, and neither is a pair with an element left open.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import combinations, pairwise
from math import factorial
from random import Random
from typing import Any

from assessment.bank.question_types.declarations import FieldSpec, RoleSpec
from assessment.lib.numerals import read_number
from assessment.values import Draw, Language, Mark, PartSpec, Problem, Response, Text

CODE = "ordering"
NAME = Text("Ordering", "排序题")
SHORT = "ORD"
ROLES: tuple[RoleSpec, ...] = (RoleSpec("element", Text("Elements, in the right order", "元素（按正确顺序）"), 4, 6),)
FIELDS: tuple[FieldSpec, ...] = (
    FieldSpec(
        "sort_keys",
        Text("What proves the order", "排序依据"),
        "mapping",
        help=Text(
            "Optional: one line for each element, its key and a number or year, such as a = 1950.",
            "选填：每个元素一行，写明其键与数值或年份，例如 a = 1950。",
        ),
    ),
)


def validate(part: PartSpec) -> list[Problem]:
    """Four to six elements; where numbers prove the order they are all there, all different, and in order."""
    role, count = ROLES[0], len(part.with_role("element"))
    problems = []
    if not role.minimum <= count <= role.maximum:
        message = Text(
            f"{count} elements; an order has {role.minimum} to {role.maximum}.",
            f"现有 {count} 个元素；排序题需要 {role.minimum} 至 {role.maximum} 个。",
        )
        problems.append(Problem("ORD-01", message, where="element"))
    given = part.data.get("sort_keys") or {}
    messages = _check_sort_keys(part, given if isinstance(given, Mapping) else {"": ""})
    return problems + [Problem("ORD-01", message, where="sort_keys") for message in messages]


def _check_sort_keys(part: PartSpec, given: Mapping[str, Any]) -> Iterator[Text]:
    if not given:
        return
    keys = _keys(part)
    if set(given) != set(keys):
        odd = ", ".join(sorted(map(str, set(given) ^ set(keys))))
        yield Text(f"Each element needs one sort key and nothing else: {odd}.", f"每个元素须恰有一个排序依据：{odd}。")
        return
    values = [read_number(str(given[key])).value for key in keys]
    read = [value for value in values if value is not None]
    if len(read) < len(values):
        yield Text("A sort key is no number.", "某个排序依据不是数值。")
    elif len(set(read)) < len(read):
        yield Text("Two elements have the same sort key, so their order cannot be proved.",
                   "两个元素的排序依据相同，无法证明其先后。")  # fmt: skip
    elif not (_rises(read) or _rises(read[::-1])):
        yield Text("The elements do not stand in the order of their sort keys.", "元素的顺序与排序依据不一致。")


def _rises(values: Sequence[Fraction]) -> bool:
    return all(one < other for one, other in pairwise(values))


def draw(part: PartSpec, rng: Random) -> Draw:
    """The elements in a random order, which may by chance be the right one."""
    keys = list(_keys(part))
    rng.shuffle(keys)
    return Draw(CODE, tuple(keys))


def read(fields: Mapping[str, Sequence[str]], draw: Draw) -> Response:
    """Fields ``rank-<number>``, by the drawn place of the element: the first value that is a place.

    Not by its key: keys are often given in the right order, and the page's source would tell it.
    """
    places = _places(len(draw.order))
    ranks = {}
    for number, key in enumerate(draw.order, 1):
        rank = next((value for value in fields.get(f"rank-{number}", ()) if value in places), None)
        if rank is not None:
            ranks[key] = (rank,)
    return Response(ranks)


def grade(part: PartSpec, response: Response, draw: Draw) -> Mark:
    """max(0, 2 · share of pairs in the right order - 1); see the head of this file."""
    right, pairs = _right_pairs(part, response), _pairs(len(_keys(part)))
    # One division, so that full credit is exactly 1 whatever the number of pairs is.
    score = max(0.0, (2 * right - pairs) / pairs) if pairs else 0.0
    return Mark(score, answered=bool(_ranks(part, response)))


def guess(part: PartSpec) -> float:
    """The mean score over all orders of the elements: 0.19 for four, 0.15 for six."""
    return _mean_of_all_orders(len(_keys(part)))


def describe(part: PartSpec, response: Response, language: Language) -> str:
    """The elements as they were ordered; those with the same number are joined by a sign of equality."""
    ranks = _ranks(part, response)
    places: dict[int, list[str]] = {}
    for element in part.with_role("element"):
        if element.key in ranks:
            places.setdefault(ranks[element.key], []).append(element.text[language])
    # Sorted within a place, because the stored order is the right one.
    return " → ".join(" = ".join(sorted(texts)) for _rank, texts in sorted(places.items()))


def remark(part: PartSpec, response: Response) -> Text:
    """Numbers that are given more than once; they are kept as they are."""
    twice = [str(rank) for rank in _given_twice(_ranks(part, response).values())]
    if not twice:
        return Text()
    return Text(
        f"Given more than once: {', '.join(twice)}. Each element needs a number of its own.",
        f"重复使用的序号：{'、'.join(twice)}。每一项应有各自的序号。",
    )


def complete(response: Response, draw: Draw) -> bool:
    """Every element has a number of its own."""
    given = {response.first(key) for key in draw.order}
    return bool(given) and given == _places(len(draw.order))


def key(part: PartSpec, draw: Draw) -> Response:
    """The elements numbered in stored order."""
    return Response({key: (str(place),) for place, key in enumerate(_keys(part), 1)})


def details(part: PartSpec, response: Response, draw: Draw, language: Language) -> Mapping[str, Any]:
    """`places` to choose from; `drawn` rows to answer; `right` rows in the right order, and how many pairs are.

    A row has key, text and `rank`, which is empty for an element left open; a row of the right order
    also its place, whether the rank is that place, and its feedback.
    """
    ranks = _ranks(part, response)
    elements = part.with_role("element")
    texts = {element.key: element.text[language] for element in elements}
    return {
        "places": [str(place) for place in range(1, len(elements) + 1)],
        "drawn": [
            {"key": key, "text": texts[key], "rank": str(ranks.get(key, ""))} for key in draw.order if key in texts
        ],
        "right": [
            {
                "place": str(place),
                "text": element.text[language],
                "rank": str(ranks.get(element.key, "")),
                "is_right": ranks.get(element.key) == place,
                "feedback": element.feedback[language],
            }
            for place, element in enumerate(elements, 1)
        ],
        "right_pairs": _right_pairs(part, response),
        "pairs": _pairs(len(elements)),
    }


def _keys(part: PartSpec) -> tuple[str, ...]:
    return tuple(element.key for element in part.with_role("element"))


def _places(count: int) -> set[str]:
    return {str(place) for place in range(1, count + 1)}


def _pairs(count: int) -> int:
    return count * (count - 1) // 2


def _ranks(part: PartSpec, response: Response) -> dict[str, int]:
    """The number of every element that has one."""
    keys = _keys(part)
    places = _places(len(keys))
    return {key: int(response.first(key)) for key in keys if response.first(key) in places}


def _right_pairs(part: PartSpec, response: Response) -> int:
    """How many of the pairs of elements stand in the right order."""
    ranks = _ranks(part, response)
    pairs = combinations(_keys(part), 2)
    return sum(1 for one, other in pairs if one in ranks and other in ranks and ranks[one] < ranks[other])


def _given_twice(ranks: Iterable[int]) -> list[int]:
    return sorted(rank for rank, times in Counter(ranks).items() if times > 1)


@cache
def _mean_of_all_orders(count: int) -> float:
    """The mean of max(0, 1 - 2 · wrong / pairs) over all orders of `count` elements.

    How many orders have how many wrong pairs follows from inserting one element after the other: an
    element put before j others adds j wrong pairs (the Mahonian numbers).
    """
    orders = [1]
    for size in range(2, count + 1):
        longer = [0] * (len(orders) + size - 1)
        for wrong, number in enumerate(orders):
            for added in range(size):
                longer[wrong + added] += number
        orders = longer
    pairs = _pairs(count)
    total = sum(number * max(0, pairs - 2 * wrong) for wrong, number in enumerate(orders))
    return total / (pairs * factorial(count)) if pairs else 0.0
