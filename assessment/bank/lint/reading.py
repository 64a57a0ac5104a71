"""How the lint reads texts: lengths, sentences, numerals and what a stem asks."""

import re
import unicodedata

from assessment.bank.lint import words
from assessment.values import Language

HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_UNIT = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]|[^\W_\u3400-\u4dbf\u4e00-\u9fff]+(?:[.,'’^/-][A-Za-z0-9]+)*")
_NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d,])(?:\.\d+)?|\d+(?:\.\d+)?")
_QUOTED = {
    "en": re.compile(r"\"[^\"]*\"|“[^”]*”"),
    "zh_hans": re.compile(r"“[^”]*”|「[^」]*」|\"[^\"]*\""),
}
_SENTENCE_END = {
    "en": re.compile(r"(?<=[.?!])(?<!et al\.)(?<!e\.g\.)(?<!i\.e\.)(?<!vs\.)[\"”)]*\s+(?=[A-Z0-9(\"“{])"),
    "zh_hans": re.compile(r"(?<=[。？！?!])[”」）]*\s*(?=\S)"),
}


def length(text: str, language: Language) -> int:
    """English words; or Chinese characters, where a Latin word or a number counts as one."""
    if language == "en":
        return sum(1 for token in text.split() if any(sign.isalnum() for sign in token))
    return len(_UNIT.findall(text))


def folded(text: str) -> str:
    """`text` without case, width, punctuation and white space, to compare by."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def numbers(text: str) -> list[str]:
    """Every number written in digits, in order; grouping commas and full width do not matter."""
    return [unicodedata.normalize("NFKC", number).replace(",", "") for number in _NUMERAL.findall(text)]


def sentences(text: str, language: Language) -> list[str]:
    """The sentences of `text`, in order."""
    return [sentence.strip() for sentence in _SENTENCE_END[language].split(text) if sentence.strip()]


def asks_for_all(stem: str, language: Language) -> bool:
    """Whether the stem carries the marker of multiple response."""
    return words.ALL_MARKER[language] in stem


def asked(stem: str, language: Language) -> list[str]:
    """What the stem asks, without quotations: its questions, or its last sentence where it has none."""
    found = sentences(_QUOTED[language].sub(" ", stem), language)
    questions = [sentence for sentence in found if "?" in sentence or "？" in sentence]
    others = [sentence for sentence in found if not asks_for_all(sentence, language)]
    return questions or (others or found)[-1:]


def is_marked(stem: str, language: Language) -> bool:
    """Whether what the stem asks shows its negation in capitals or in 【】."""
    return any(words.MARKED[language].search(_plain(sentence, language)) for sentence in asked(stem, language))


def has_negation(stem: str, language: Language) -> bool:
    """Whether what the stem asks is turned round by a negative word, marked or not."""
    return any(_is_negative(_plain(sentence, language), language) for sentence in asked(stem, language))


def _plain(sentence: str, language: Language) -> str:
    return words.HARMLESS[language].sub(" ", sentence)


def _is_negative(sentence: str, language: Language) -> bool:
    if words.EXCEPTION[language].search(sentence):
        return True
    if language == "en":
        return bool(words.NEGATIVE["en"].search(_asked_in_english(sentence)))
    return any(words.NEGATIVE["zh_hans"].search(clause) for clause in _asked_in_chinese(sentence))


def _asked_in_english(sentence: str) -> str:
    """The sentence from its question word on: a condition before it does not turn the question round."""
    found = words.QUESTION_WORD.search(sentence)
    focus = sentence[found.start() :] if found else sentence
    return "" if words.QUANTITY.match(focus) else focus


def _asked_in_chinese(sentence: str) -> list[str]:
    """The clauses that choose among things; conditions and questions for a quantity are left out."""
    clauses = re.split(r"[，；：,;:]", sentence)
    if not words.INTERROGATIVE.search(sentence):
        return clauses
    return [clause for clause in clauses if words.CHOOSING.search(clause)]
