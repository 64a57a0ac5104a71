"""Rules about stems: STEM-01 to STEM-04."""

import re
from collections.abc import Iterator

from assessment.bank.lint import words
from assessment.bank.lint.places import asking
from assessment.bank.lint.reading import asks_for_all, has_negation, is_marked, length, sentences
from assessment.bank.question_types import multiple_response
from assessment.values import LANGUAGES, Language, PartSpec, Problem, QuestionSpec, Text

STEM_LENGTH: dict[Language, tuple[int, int]] = {"en": (15, 80), "zh_hans": (25, 160)}
SCENARIO_LENGTH: dict[Language, int] = {"en": 150, "zh_hans": 300}
LONGEST_SENTENCE = 35
_CLOSING_NOTE = re.compile(r"(?:\s*[(（][^()（）]*[)）])+\s*$")


def stem_01(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """A negative question says so: ``negative`` is set and the word is marked in both languages."""
    for language in LANGUAGES:
        stem = asking(part, language)
        marked, negative = is_marked(stem, language), has_negation(stem, language)
        if spec.negative and not marked and (negative or len(spec.parts) == 1):
            message = Text(
                "The item is negative, but the negative word is not marked (NOT, EXCEPT, LEAST, AGAINST).",
                "本题为否定式提问，但否定词没有用【】标出。",
            )
            yield Problem("STEM-01", message, "stem", language)
        if not spec.negative and (negative or _marked_as_negative(stem, language)):
            message = Text(
                "The question is negative: word it positively, or set negative and mark the word.",
                "提问含否定：请改为肯定表述，或设为否定题并标出否定词。",
            )
            yield Problem("STEM-01", message, "stem", language)


def stem_02(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Multiple response says "Select ALL" and 【所有】; nothing else does."""
    wanted = part.type == multiple_response.CODE
    for language in LANGUAGES:
        if not part.stem[language].strip() or asks_for_all(part.stem[language], language) == wanted:
            continue
        marker = words.ALL_MARKER[language]
        message = (
            Text(f"Multiple response needs “{marker}”.", f"多选题的题干须写明“{marker}”。")
            if wanted
            else Text(f"“{marker}” belongs to multiple response only.", f"“{marker}”只用于多选题。")
        )
        yield Problem("STEM-02", message, "stem", language)


def stem_03(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """A stem has 15–80 English words or 25–160 Chinese characters; no sentence has over 35 words."""
    for language in LANGUAGES:
        shortest, longest = STEM_LENGTH[language]
        if len(spec.parts) > 1:
            shortest, longest = 1, SCENARIO_LENGTH[language]
        count = length(part.stem[language], language)
        if count and not shortest <= count <= longest:
            message = Text(
                f"The stem has {count} words or characters; {shortest} to {longest} are wanted.",
                f"题干长度为 {count}，应在 {shortest} 至 {longest} 之间。",
            )
            yield Problem("STEM-03", message, "stem", language, "W")
    counts = [length(sentence, "en") for sentence in sentences(part.stem.en, "en")]
    if counts and max(counts) > LONGEST_SENTENCE:
        message = Text(f"A sentence has {max(counts)} words.", f"英文题干中有一句长达 {max(counts)} 词。")
        yield Problem("STEM-03", message, "stem", "en", "W")


def stem_04(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """A stem ends with a question or an instruction; a note in brackets may follow. Gap texts begin with one."""
    message = Text("The stem does not end with a question or an instruction.", "题干没有以提问或作答要求结尾。")
    for language in LANGUAGES:
        found = sentences(_CLOSING_NOTE.sub("", asking(part, language)).rstrip('"”'), language)
        if found and not found[-1].endswith(("?", "？")) and not words.INSTRUCTION[language].match(found[-1]):
            yield Problem("STEM-04", message, "stem", language, "W")


def _marked_as_negative(stem: str, language: Language) -> bool:
    """A marked word that is negative: 【】 also marks other words."""
    if language == "en":
        return is_marked(stem, language)
    return any(re.search(r"[不除非未没无反错]", mark) for mark in words.MARKED[language].findall(stem))
