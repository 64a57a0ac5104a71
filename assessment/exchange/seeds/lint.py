"""The check of all seeds: the bank's own rules for every question, and those that only seeds can break."""

import csv
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from assessment.bank.lint.core import check
from assessment.exchange.seeds import (
    lint_checklists,
    lint_forms,
    lint_items,
    lint_plans,
    lint_sources,
    lint_terms,
    lint_texts,
)
from assessment.exchange.seeds.lint_values import ADJACENT, Context, Finding, from_problem
from assessment.exchange.seeds.reader import QuestionSeed, SeedError, Seeds

__all__ = ["Context", "Finding", "check_seeds", "describe", "read_context"]

# Every draw of nearly every question; the others are sampled.
DRAWS = 5000
ITEM_RULES: tuple[Callable[[QuestionSeed, Context], Iterable[Finding]], ...] = (
    lint_items.id_01,
    lint_sources.src_01,
    lint_sources.src_02,
    lint_sources.src_03,
    lint_sources.date_01,
    lint_items.num_04,
    lint_terms.term_02,
)
DATED_RULES: tuple[Callable[[QuestionSeed, Context, date], Iterable[Finding]], ...] = (
    lint_sources.src_04,
    lint_sources.date_02,
)
BANK_RULES: tuple[Callable[[Seeds, Context], Iterable[Finding]], ...] = (
    lint_items.id_01_unique,
    lint_texts.copy_01,
    lint_texts.term_01,
    lint_terms.term_02_elsewhere,
    lint_forms.key_02,
    lint_forms.key_03,
    lint_forms.form_01,
    lint_plans.plans,
    lint_checklists.chk_01,
    lint_checklists.chk_02,
)


def check_seeds(seeds: Seeds, context: Context, today: date) -> list[Finding]:
    """Everything that is wrong with `seeds` on the day `today`: question by question, then as a whole."""
    found = [finding for seed in seeds.questions for finding in _check_item(seed, context, today)]
    for rule in BANK_RULES:
        found += rule(seeds, context)
    return found


def read_context(folder: Path, seeds: Seeds) -> Context:
    """What `seeds` are held against, from them and the two lists beside them under `folder`.

    Raises SeedError where a list is missing.
    """
    claims: list[dict[str, Any]] = seeds.lecture["claims"]
    adjacent: list[dict[str, Any]] = seeds.lecture["adjacent"]
    skills = (skill["code"] for entry in seeds.competencies["competencies"] for skill in entry["skills"])
    return Context(
        slots={row["slot"]: row for row in csv.DictReader(_lines(folder / "slots.csv"))},
        claims={c["code"]: str(c["use"]) for c in claims} | {entry["code"]: ADJACENT for entry in adjacent},
        claim_treatments={claim["code"]: frozenset(claim["treatments"]) for claim in claims},
        treatments=frozenset(entry["code"] for entry in seeds.lecture["treatments"]),
        references={str(row["key"]): str(row.get("checked") or "") for row in seeds.references},
        skills=frozenset(skills),
        copied=frozenset(_lines(folder / "lecture_runs.txt")),
        glossary=lint_terms.read_glossary(seeds.glossary),
    )


def describe(finding: Finding) -> str:
    """A finding on one line, in English: severity, code, item, language, place and message."""
    words = (finding.severity, finding.code, finding.item, finding.language, finding.where)
    return f"{' '.join(word for word in words if word)}: {finding.message.en}"


def _check_item(seed: QuestionSeed, context: Context, today: date) -> Iterator[Finding]:
    yield from (from_problem(problem, seed.slug) for problem in check(seed.spec, DRAWS))
    own = [finding for rule in ITEM_RULES for finding in rule(seed, context)]
    own += [finding for dated_rule in DATED_RULES for finding in dated_rule(seed, context, today)]
    accepted = {code for code, reason in seed.spec.notes.items() if str(reason).strip()}
    yield from (finding for finding in own if finding.severity == "E" or finding.code not in accepted)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError as error:
        raise SeedError(f"{path} is missing.") from error
