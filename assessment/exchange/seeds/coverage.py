"""Which questions rest on which claim of the lecture, and why some claims have none."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assessment.exchange.seeds.parts import text
from assessment.exchange.seeds.reader import Seeds
from assessment.values import Text

FORBIDDEN = "NO"
_ABOUT = (
    "Made by `manage.py coverage_table` from `seeds/`; do not edit. The claims are in our own words. Use: OK may be",
    "asked, ATTR is a view and is attributed in the stem, FIX needs the treatment that `seeds/lecture_map.yaml` names,",
    "NO is never asked. In the admin the same table links to the questions.",
)


@dataclass(frozen=True, slots=True)
class CoveredClaim:
    """One claim: how it may be used, the competencies it belongs to, its questions, or the reason for having none."""

    code: str
    section: Text
    text: Text
    use: str
    competencies: tuple[str, ...]
    items: tuple[str, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class Totals:
    """How many claims there are, may be used, and have questions."""

    claims: int
    usable: int
    covered: int


def coverage(
    lecture: Mapping[str, Any], competencies: Mapping[str, Any], items: Mapping[str, Sequence[str]]
) -> list[CoveredClaim]:
    """Every claim of the lecture map in order; `items` are the names of the questions by claim."""
    sections = {row["code"]: text(row["title"]) for row in lecture["sections"]}
    reasons = {code: text(row["reason"]) for row in lecture.get("left_out", ()) for code in row["claims"]}
    owners: dict[str, list[str]] = {}
    for row in competencies["competencies"]:
        for code in row["claims"]:
            owners.setdefault(code, []).append(row["code"])
    return [
        CoveredClaim(
            code=row["code"],
            section=sections[row["section"]],
            text=text(row["text"]),
            use=row["use"],
            competencies=tuple(owners.get(row["code"], ())),
            items=tuple(items.get(row["code"], ())),
            reason=Text() if items.get(row["code"]) else reasons.get(row["code"], Text()),
        )
        for row in lecture["claims"]
    ]


def totals(claims: Iterable[CoveredClaim]) -> Totals:
    """The figures above the table."""
    listed = list(claims)
    usable = [claim for claim in listed if claim.use != FORBIDDEN]
    return Totals(len(listed), len(usable), sum(bool(claim.items) for claim in usable))


def items_of_seeds(seeds: Seeds) -> dict[str, list[str]]:
    """The names of the questions under seeds/ by the claim they rest on, in order."""
    found: dict[str, list[str]] = {}
    for seed in seeds.questions:
        for code in dict.fromkeys(source.claim for source in seed.spec.sources if source.claim):
            found.setdefault(code, []).append(seed.slug)
    return found


def markdown(claims: Sequence[CoveredClaim]) -> str:
    """The table as a page of docs/."""
    return "\n".join(_lines(claims)) + "\n"


def _lines(claims: Sequence[CoveredClaim]) -> Iterator[str]:
    figures = totals(claims)
    yield "# What the questions cover of the lecture"
    yield ""
    yield from _ABOUT
    yield ""
    yield f"{figures.covered} of {figures.usable} usable claims have questions; {figures.claims} claims in all."
    section = Text()
    for claim in claims:
        if claim.section != section:
            section = claim.section
            yield from ("", f"## {section.en} · {section.zh_hans}", "")
            yield "| claim | what it says | use | competencies | questions, or why none |"
            yield "|---|---|---|---|---|"
        answer = ", ".join(claim.items) or _both(claim.reason) or "–"
        cells = (claim.code, _both(claim.text), claim.use, ", ".join(claim.competencies) or "–", answer)
        yield f"| {' | '.join(cells)} |"


def _both(words: Text) -> str:
    return "<br>".join(word.replace("|", "\\|") for word in (words.en, words.zh_hans) if word)
