"""Rules that hold the two languages together: LANG-01 to LANG-05."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from assessment.bank.lint import words
from assessment.bank.lint.places import Place, asking
from assessment.bank.lint.reading import HAN, asks_for_all, has_negation, is_marked, length, numbers
from assessment.values import LANGUAGES, Language, PartSpec, Problem, QuestionSpec, Text

RATIO = (1.0, 3.0)
SHORT_TEXT = 15
NAME_WORDS = 3
_HALF_WIDTH = re.compile(r"(?<=[\u4e00-\u9fff”」）】])\s*[,;:!?()\"]\s*(?=[\u4e00-\u9fff“「（【]|$)")
_PLAIN_WORD = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")


def lang_01(places: Iterable[Place]) -> Iterator[Problem]:
    """The same numbers stand in both languages, each as often."""
    for place in places:
        english, chinese = Counter(numbers(place.text.en)), Counter(numbers(place.text.zh_hans))
        if english != chinese and place.text.en.strip() and place.text.zh_hans.strip():
            here, there = _listed(english - chinese), _listed(chinese - english)
            message = Text(
                f"Numbers differ. Only in English: {here}; only in Chinese: {there}.",
                f"两种语言的数字不一致。仅英文：{here}；仅中文：{there}。",
            )
            yield Problem("LANG-01", message, place.where)


def lang_02(places: Iterable[Place]) -> Iterator[Problem]:
    """Every field is filled in both languages, each in its own script, Chinese in Simplified forms."""
    for place in places:
        yield from _check_filled(place)
        english, chinese = place.text.en, place.text.zh_hans
        if chinese.strip() and not HAN.search(chinese) and not _is_name(place):
            message = Text("The Chinese text has no Chinese characters.", "中文文本中没有汉字。")
            yield Problem("LANG-02", message, place.where, "zh_hans")
        if HAN.search(english) and not re.search(r"[A-Za-z0-9]", english):
            yield Problem("LANG-02", Text("The English text is Chinese.", "英文文本写成了中文。"), place.where, "en")
        traditional = "".join(dict.fromkeys(words.TRADITIONAL.findall(chinese)))
        if traditional:
            message = Text(f"Traditional forms: {traditional}.", f"含繁体字：{traditional}。")
            yield Problem("LANG-02", message, place.where, "zh_hans")


def lang_03(places: Iterable[Place]) -> Iterator[Problem]:
    """Chinese characters and English words stay in proportion; very short texts say nothing."""
    for place in places:
        english, chinese = length(place.text.en, "en"), length(place.text.zh_hans, "zh_hans")
        if english >= SHORT_TEXT and chinese and not RATIO[0] <= chinese / english <= RATIO[1]:
            message = Text(
                f"{chinese} Chinese characters to {english} English words.",
                f"中文 {chinese} 字，英文 {english} 词，比例失衡。",
            )
            yield Problem("LANG-03", message, place.where, severity="W")


def lang_04(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """A negation or the ALL marker of the question stands in both languages."""
    if not all(part.stem[language].strip() for language in LANGUAGES):
        return
    negative: dict[Language, bool] = {lang: _turned_round(part, spec, lang) for lang in LANGUAGES}
    marker: dict[Language, bool] = {lang: asks_for_all(part.stem[lang], lang) for lang in LANGUAGES}
    for found, message in (
        (negative, Text("The question is negative in the other language only.", "只有另一种语言的提问含否定。")),
        (marker, Text("The ALL marker stands in the other language only.", "只有另一种语言标出了“所有”。")),
    ):
        for language in LANGUAGES:
            if not found[language] and any(found.values()):
                yield Problem("LANG-04", message, "stem", language)


def lang_05(places: Iterable[Place]) -> Iterator[Problem]:
    """Chinese characters have full-width punctuation between them."""
    for place in places:
        found = _HALF_WIDTH.search(place.text.zh_hans)
        if found:
            sign = found.group().strip()
            message = Text(f"Half-width “{sign}” after a Chinese character.", f"汉字之间使用了半角标点“{sign}”。")
            yield Problem("LANG-05", message, place.where, "zh_hans", "W")


def _listed(numbers: Counter[str]) -> str:
    return ", ".join(sorted(numbers.elements())) or "–"


def _check_filled(place: Place) -> Iterator[Problem]:
    empty: list[Language] = [language for language in LANGUAGES if not place.text[language].strip()]
    missing = len(empty) == len(LANGUAGES)
    # Feedback that is missing altogether is FB-01; a spelling that is accepted may exist in one language alone.
    optional = place.kind == "feedback" if missing else place.kind == "variant"
    if empty and not optional:
        for language in empty:
            yield Problem("LANG-02", Text("The text is missing.", "缺少文本。"), place.where, language)


def _is_name(place: Place) -> bool:
    """Names and formulas are the same in both languages; only an option or an accepted text can be nothing else."""
    text = place.text.zh_hans.strip()
    if place.kind not in ("option", "variant") or text != place.text.en.strip():
        return False
    return len(text.split()) <= NAME_WORDS or not _PLAIN_WORD.search(text)


def _turned_round(part: PartSpec, spec: QuestionSpec, language: Language) -> bool:
    stem = asking(part, language)
    return has_negation(stem, language) or (spec.negative and is_marked(stem, language))
