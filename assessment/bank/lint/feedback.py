"""Rules about feedback and explanation: FB-01 to FB-03."""

from collections.abc import Iterable, Iterator

from assessment.bank.lint import words
from assessment.bank.lint.places import Place, feedback_places
from assessment.bank.lint.reading import folded, length
from assessment.values import LANGUAGES, Language, PartSpec, Problem, QuestionSpec, Text

LONGEST: dict[Language, int] = {"en": 40, "zh_hans": 70}


def fb_01(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Every row that needs feedback has it; one that lacks a single language is LANG-02."""
    for place in feedback_places(part, needed=True):
        if not any(place.text[language].strip() for language in LANGUAGES):
            yield Problem("FB-01", Text("Feedback is missing.", "缺少反馈。"), place.where)


def fb_02(places: Iterable[Place]) -> Iterator[Problem]:
    """Feedback and explanation name no letter and no position: the program shuffles the rows."""
    message = Text(
        "The text names an option by letter or position, but options are shuffled.",
        "文本用字母或位置指称选项，而选项会被打乱。",
    )
    for place in places:
        if place.kind not in ("feedback", "explanation"):
            continue
        for language in LANGUAGES:
            if any(pattern.search(place.text[language]) for pattern in words.POSITION[language]):
                yield Problem("FB-02", message, place.where, language)


def fb_03(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Feedback has at most 40 words or 70 characters, and no two rows have the same."""
    for language in LANGUAGES:
        seen: dict[str, str] = {}
        for place in feedback_places(part):
            text = place.text[language]
            count = length(text, language)
            if count > LONGEST[language]:
                message = Text(
                    f"{count} words or characters; at most {LONGEST[language]} are wanted.",
                    f"长度为 {count}，不应超过 {LONGEST[language]}。",
                )
                yield Problem("FB-03", message, place.where, language, "W")
            first = seen.setdefault(folded(text), place.where)
            if folded(text) and first != place.where:
                message = Text(f"The same as {first}.", f"与 {first} 相同。")
                yield Problem("FB-03", message, place.where, language, "W")
