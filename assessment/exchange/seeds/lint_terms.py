"""Rules about the words of the project: TERM-02 (one term, one translation)."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from assessment.exchange.seeds.lint_values import Context, Finding, Term, nested_texts, question_places
from assessment.exchange.seeds.parts import text
from assessment.exchange.seeds.reader import QuestionSeed, Seeds
from assessment.values import Text

# A first use gives the English in brackets after the Chinese; what stands there is no translation.
_IN_BRACKETS = re.compile(r"（[\x20-\x7e–’]+）")


def read_glossary(entries: Iterable[Mapping[str, Any]]) -> tuple[Term, ...]:
    """The terms of seeds/glossary.yaml; what an English term is about, in brackets, is not part of it."""
    return tuple(
        Term(
            english=re.sub(r"\s*\([^)]*\)", "", str(entry["en"])),
            chinese=(str(entry["zh"]), *entry.get("also", ())),
            never=tuple(entry.get("never", ())),
            enforced=bool(entry.get("enforce", False)),
        )
        for entry in entries
    )


def term_02(seed: QuestionSeed, context: Context) -> Iterator[Finding]:
    """A question uses the words of the glossary; a note gives the reason where it cannot."""
    for where, words in question_places(seed):
        for message in _check(words, context.glossary):
            yield Finding("TERM-02", message, seed.slug, where, "zh_hans", "W")


def term_02_elsewhere(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """So do competencies, quizzes and checklists."""
    for item, where, words in _elsewhere(seeds):
        for message in _check(words, context.glossary):
            yield Finding("TERM-02", message, item, where, "zh_hans", "W")


def _elsewhere(seeds: Seeds) -> Iterator[tuple[str, str, Text]]:
    for quiz in seeds.quizzes:
        for name in ("title", "description"):
            words = (str(quiz.fields.get(f"{name}_{language}") or "") for language in ("en", "zh_hans"))
            yield quiz.slug, name, Text(*words)
    for statement in (statement for checklist in seeds.checklists for statement in checklist.statements):
        yield statement.code, "text", statement.text
        yield statement.code, "evidence", statement.evidence
    pairs: dict[str, dict[str, str]] = {}
    for place in nested_texts("competencies", seeds.competencies):
        pairs.setdefault(place.where, {})["zh" if place.language == "zh_hans" else "en"] = place.text
    for where, pair in pairs.items():
        yield "competencies", where, text(pair)


def _check(words: Text, glossary: Iterable[Term]) -> Iterator[Text]:
    chinese = _IN_BRACKETS.sub("", words.zh_hans)
    for term in glossary:
        wanted = term.chinese[0]
        for form in term.never:
            if re.search(re.escape(form), chinese, re.IGNORECASE):
                yield Text(f"“{form}”: {term.english} is {wanted}.", f"“{form}”应写作“{wanted}”（{term.english}）。")
        if term.enforced and chinese and _is_used(term, words.en) and not any(z in chinese for z in term.chinese):
            yield Text(f"“{term.english}” without {wanted}.", f"英文有“{term.english}”，中文没有“{wanted}”。")


def _is_used(term: Term, english: str) -> bool:
    """Whether the term or its plural stands in `english` as a word of its own."""
    return bool(re.search(rf"(?<![\w-]){re.escape(term.english)}(?:s|es)?(?![\w-])", english, re.IGNORECASE))
