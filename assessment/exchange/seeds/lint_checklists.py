"""Rules for the statements of checklists: CHK-01 (complete) and CHK-02 (checkable words)."""

import re
from collections.abc import Iterator

from assessment.exchange.seeds.lint_values import Context, Finding
from assessment.exchange.seeds.reader import Seeds, StatementSeed
from assessment.values import LANGUAGES, LEVELS, Language, Text

MATURITY_LEVELS = ("M1", "M2", "M3", "M4", "M5")
VAGUE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(?:adequate(?:ly)?|appropriate(?:ly)?|regular(?:ly)?|robust(?:ly)?|well)\b", re.IGNORECASE),
    "zh_hans": re.compile(r"适当|定期|良好|完善"),
}
_NUMBER = re.compile(r"[0-9０-９]")


def chk_01(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """A statement has a level of its checklist, both languages, and in a maturity checklist the kind of evidence."""
    for statement in _statements(seeds):
        levels = LEVELS if statement.kind == "can_do" else MATURITY_LEVELS
        if statement.level not in levels:
            message = Text(
                f"The level “{statement.level}” is none of {', '.join(levels)}.",
                f"级别“{statement.level}”不在{'、'.join(levels)}之中。",
            )
            yield Finding("CHK-01", message, statement.code, "level")
        wanted = {"text": statement.text}
        if statement.kind != "can_do":
            wanted["evidence"] = statement.evidence
        for where, text in wanted.items():
            for language in LANGUAGES:
                if not text[language].strip():
                    yield Finding("CHK-01", Text("The text is missing.", "缺少文本。"), statement.code, where, language)


def chk_02(seeds: Seeds, context: Context) -> Iterator[Finding]:
    """No word leaves open how much is enough, unless a number says it or a note gives the reason."""
    for statement in _statements(seeds):
        if str(statement.notes.get("CHK-02", "")).strip():
            continue
        for language in LANGUAGES:
            text = statement.text[language]
            found = VAGUE[language].search(text)
            if found and not _NUMBER.search(text):
                message = Text(
                    f"“{found.group()}” does not say how much: give a number, or a reason.",
                    f"“{found.group()}”没有说明程度：请给出数字，或写明理由。",
                )
                yield Finding("CHK-02", message, statement.code, "text", language, "W")


def _statements(seeds: Seeds) -> Iterator[StatementSeed]:
    for checklist in seeds.checklists:
        yield from checklist.statements
