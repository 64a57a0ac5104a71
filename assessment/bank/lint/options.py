"""Rules about options and reasons: OPT-01 to OPT-06."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher
from itertools import combinations

from assessment.bank.lint import words
from assessment.bank.lint.places import alternatives, number_roles, row, worded
from assessment.bank.lint.reading import HAN, numbers
from assessment.lib.numerals import read_number
from assessment.values import LANGUAGES, Language, OptionSpec, PartSpec, Problem, QuestionSpec, Text

KEY_LONGER = 1.15
SPREAD = 1.8
SHORT_OPTION = 12
SIMILAR = 0.9


def opt_01(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """No "all of the above", no "none of the above", no combinations of letters."""
    message = Text(
        "An option must not speak of all, none or lettered other options.",
        "选项不得使用“以上都是”“以上都不是”或字母组合。",
    )
    for option in worded(part):
        for language in LANGUAGES:
            if any(pattern.search(option.text[language].strip()) for pattern in words.ABOVE[language]):
                yield Problem("OPT-01", message, row(option), language)


def opt_02(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """The one right option should not be the longest by more than 15 %."""
    right, wrong = _sides(part)
    if len(right) != 1:
        # One of several right options is often the longest by chance, and gives the others away no more.
        return
    for language in LANGUAGES:
        longest = max((len(option.text[language]) for option in wrong), default=0)
        length = len(right[0].text[language])
        if longest and length > KEY_LONGER * longest:
            message = Text(
                f"The right option has {length} characters, the longest wrong one {longest}.",
                f"正确选项有 {length} 个字符，最长的错误选项只有 {longest} 个。",
            )
            yield Problem("OPT-02", message, row(right[0]), language, "W")


def opt_03(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """The longest option should not be over 1.8 times the shortest, unless that one is very short."""
    options = alternatives(part)
    for language in LANGUAGES:
        lengths = [len(option.text[language]) for option in options]
        if lengths and min(lengths) >= SHORT_OPTION and max(lengths) > SPREAD * min(lengths):
            longest = options[lengths.index(max(lengths))]
            message = Text(
                f"Options run from {min(lengths)} to {max(lengths)} characters.",
                f"选项长度从 {min(lengths)} 到 {max(lengths)} 个字符不等。",
            )
            yield Problem("OPT-03", message, row(longest), language, "W")


def opt_04(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """No two options say the same; of two equal wrong values only the first one's feedback is ever shown."""
    options = worded(part)
    for language in LANGUAGES:
        for first, second in combinations(options, 2):
            if _alike(first.text[language], second.text[language]):
                message = Text(f"Nearly the same as {row(first)}.", f"与 {row(first)} 几乎相同。")
                yield Problem("OPT-04", message, row(second), language)
    numbers_only = [option for option in part.options if option.role in number_roles(part)]
    for first, second in combinations(numbers_only, 2):
        value = read_number(first.text.en).value
        if value is not None and value == read_number(second.text.en).value:
            message = Text(f"The same number as {row(first)}.", f"与 {row(first)} 是同一个数。")
            yield Problem("OPT-04", message, row(second), severity="W")


def opt_05(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """Absolutes should not mark wrong options alone, nor hedges right ones alone."""
    right, wrong = _sides(part)
    absolute = Text("Absolute words stand in wrong options only.", "绝对化用语只出现在错误选项中。")
    hedged = Text("Hedging words stand in right options only.", "留有余地的措辞只出现在正确选项中。")
    for language in LANGUAGES:
        for pattern, there, elsewhere, message in (
            (words.ABSOLUTE[language], wrong, right, absolute),
            (words.HEDGE[language], right, wrong, hedged),
        ):
            found = [option for option in there if pattern.search(option.text[language])]
            if found and elsewhere and not any(pattern.search(option.text[language]) for option in elsewhere):
                yield Problem("OPT-05", message, row(found[0]), language, "W")


def opt_06(part: PartSpec, spec: QuestionSpec) -> Iterator[Problem]:
    """A content word of the stem should not come back in the right options alone."""
    right, wrong = _sides(part)
    if not right or not wrong:
        return
    for language in LANGUAGES:
        content = _CONTENT[language]
        shared = content(part.stem[language]).intersection(*(content(option.text[language]) for option in right))
        clues = shared.difference(*(content(option.text[language]) for option in wrong))
        if clues:
            listed = ", ".join(sorted(clues))
            message = Text(
                f"Words of the stem stand in no wrong option: {listed}.", f"题干中的词语只在正确选项中重复：{listed}。"
            )
            yield Problem("OPT-06", message, row(right[0]), language, "W")


def _sides(part: PartSpec) -> tuple[list[OptionSpec], list[OptionSpec]]:
    """The right and the wrong rows among which one chooses."""
    options = alternatives(part)
    return [o for o in options if o.credit >= 1.0], [o for o in options if o.credit < 1.0]


def _alike(first: str, second: str) -> bool:
    """Equal but for case, width and punctuation, or nearly so."""
    # Formulas fold to the same letters: n+1 and n-1 are two options, and so are 17.5 and 175.
    if not first.strip() or numbers(first) != numbers(second) or _signs(first) != _signs(second):
        return False
    one, other = _units(first), _units(second)
    if not one or not other:
        return first.strip() == second.strip()
    return one == other or SequenceMatcher(None, one, other, autojunk=False).ratio() > SIMILAR


def _units(text: str) -> list[str]:
    """English words or Chinese characters: parallel options that differ in one long word are no duplicates."""
    return re.findall(r"[a-z0-9]+|[^\W_]", unicodedata.normalize("NFKC", text).casefold())


def _signs(text: str) -> str:
    """The signs that change what a formula says; a hyphen inside a word is none of them."""
    plain = re.sub(r"(?<=[A-Za-z])-(?=[A-Za-z])", "", unicodedata.normalize("NFKC", text))
    return "".join(sign for sign in plain if sign in "-*/^%()" or unicodedata.category(sign) == "Sm")


def _english_content(text: str) -> frozenset[str]:
    found = re.findall(r"[a-z][a-z'-]{3,}", text.lower())
    return frozenset(_stem(word) for word in found if word not in words.STOP_WORDS)


def _stem(word: str) -> str:
    """Singular and plural as one; more than that would need a dictionary."""
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _chinese_content(text: str) -> frozenset[str]:
    """Runs of three characters without grammar in them: Chinese does not mark where words end."""
    runs = ("".join(run) for run in zip(text, text[1:], text[2:], strict=False))
    return frozenset(run for run in runs if all(HAN.match(c) and c not in words.STOP_CHARACTERS for c in run))


_CONTENT: dict[Language, Callable[[str], frozenset[str]]] = {"en": _english_content, "zh_hans": _chinese_content}
