"""What other rooms may ask of the bank."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, OuterRef, Prefetch, QuerySet, Subquery

from assessment.bank.models import (
    Competency,
    LectureClaim,
    LevelCut,
    LevelDescription,
    Part,
    Publication,
    Question,
    QuestionVersion,
    Reference,
    Skill,
    Source,
)
from assessment.bank.question_types.registry import question_type
from assessment.bank.specs import Content, load_contents, load_parts
from assessment.lib.bilingual import text_of
from assessment.measurement.levels import BankItem
from assessment.values import PartSpec, Text


@dataclass(frozen=True, slots=True)
class AskableQuestion:
    """What starting an attempt needs of one published question."""

    version_id: int
    competency_id: int
    difficulty: float
    parts: tuple[PartSpec, ...]
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class DatedCut:
    """One provisional cut: its level, the ability in logits, how many items it rests on, and since when."""

    level: str
    ability: float
    items: int
    computed_at: datetime


@dataclass(frozen=True, slots=True)
class Passage:
    """Something to read: a section of the lecture or a reference, and the place in it.

    ``key`` is the same for every place in one section or reference; ``url`` may be empty.
    """

    key: str
    title: Text
    place: str
    url: str = ""

    @property
    def of_lecture(self) -> bool:
        """Whether it is a section of the lecture."""
        return self.key.startswith(_LECTURE)


@dataclass(frozen=True, slots=True)
class PublishedItem:
    """One published version of a published question; ``current`` is what new attempts are asked."""

    version_id: int
    slug: str
    number: int
    competency: str
    level: str
    difficulty: float
    guess: float
    current: bool


_LECTURE, _REFERENCE = "lecture:", "reference:"


def published_versions(question_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """The newest published version of each published question among `question_ids`."""
    rows = (
        QuestionVersion.objects.filter(
            question__in=list(question_ids), question__status=Question.PUBLISHED, publication__isnull=False
        )
        .select_related("question")
        .order_by("question_id", "number")
    )
    return {row.question_id: row for row in rows}


def current_version(question: Question) -> QuestionVersion | None:
    """The newest published version of `question`, retired or not."""
    return question.versions.filter(publication__isnull=False).select_related("skill").order_by("-number").first()


def draft_of(question: Question) -> QuestionVersion | None:
    """The draft of `question`, if there is one."""
    return question.versions.filter(number__isnull=True).select_related("skill").first()


def askable(question_ids: Iterable[int]) -> dict[int, AskableQuestion]:
    """Content of the newest published version of each published question, in two queries."""
    versions = published_versions(question_ids)
    parts = load_parts(version.pk for version in versions.values())
    return {
        question_id: AskableQuestion(v.pk, v.question.competency_id, v.difficulty, parts[v.pk], v.parameters)
        for question_id, v in versions.items()
    }


@dataclass(frozen=True, slots=True)
class FormItem:
    """What choosing a question for a form needs to know of it; ``types`` are those of its parts."""

    question_id: int
    competency: str
    domain: str
    level: str
    cognitive: str
    types: tuple[str, ...]
    claims: frozenset[str]
    enemies: frozenset[int]
    attributed: bool
    verdicts: tuple[bool, ...]


def form_items() -> list[FormItem]:
    """Every published question as a form sees it, in four queries."""
    questions = Question.objects.filter(status=Question.PUBLISHED)
    rows = dict(questions.values_list("pk", "competency__code"))
    domains = dict(Competency.objects.values_list("code", "domain"))
    versions = published_versions(rows)
    ids = {version.pk: question for question, version in versions.items()}
    parts: dict[int, list[tuple[str, Any]]] = {}
    for version, kind, data in Part.objects.filter(version__in=ids).values_list("version", "type", "data"):
        parts.setdefault(version, []).append((kind, data))
    claims: dict[int, set[str]] = {}
    cited = Source.objects.filter(version__in=ids, claim__isnull=False).values_list("version", "claim__code")
    for version, code in cited:
        claims.setdefault(version, set()).add(str(code))
    enemies: dict[int, set[int]] = {}
    for one, other in Question.enemies.through.objects.values_list("from_question", "to_question"):
        enemies.setdefault(one, set()).add(other)
    return [
        FormItem(
            question,
            rows[question],
            domains[rows[question]],
            version.level,
            version.cognitive,
            tuple(kind for kind, _data in parts[version.pk]),
            frozenset(claims.get(version.pk, ())),
            frozenset(enemies.get(question, ())),
            version.attributed,
            tuple(bool(data["truth"]) for _kind, data in parts[version.pk] if "truth" in data),
        )
        for question, version in versions.items()
    ]


def parts_of(version_ids: Iterable[int]) -> dict[int, tuple[PartSpec, ...]]:
    """The parts of the given versions, in one query."""
    return load_parts(version_ids)


def content_of(version_id: int) -> Content:
    """What one version asks, in one query."""
    return load_contents([version_id])[version_id]


def contents_of(version_ids: Iterable[int]) -> dict[int, Content]:
    """What the given versions ask, in one query."""
    return load_contents(version_ids)


def explained_versions(version_ids: Iterable[int]) -> dict[int, QuestionVersion]:
    """The given versions with question, explanation and sources, in two queries."""
    sources = Prefetch("sources", Source.objects.select_related("claim", "reference"))
    rows = QuestionVersion.objects.filter(pk__in=list(version_ids)).select_related("question")
    return {row.pk: row for row in rows.prefetch_related(sources)}


def guess_of(parts: Iterable[PartSpec]) -> float:
    """The guess level of a question: the mean over its parts, in [0, 1)."""
    levels = [question_type(part.type).guess(part) for part in parts]
    return sum(levels) / len(levels)


def level_cuts() -> dict[str, float]:
    """The stored provisional cuts, in logits, by level."""
    return dict(LevelCut.objects.values_list("level", "ability"))


def dated_cuts() -> list[DatedCut]:
    """The stored provisional cuts, lowest first, with their dates; one query."""
    return [DatedCut(c.level, c.ability, c.items, c.computed_at) for c in LevelCut.objects.order_by("ability")]


def passages_of(version_ids: Iterable[int]) -> dict[int, tuple[Passage, ...]]:
    """What the given versions rest on, in stored order; one query. Versions without sources are left out."""
    found: dict[int, tuple[Passage, ...]] = {}
    sources = Source.objects.filter(version__in=list(version_ids)).select_related("claim", "reference")
    for source in sources.order_by("version_id", "position"):
        found[source.version_id] = (*found.get(source.version_id, ()), _passage(source))
    return found


def _passage(source: Source) -> Passage:
    claim, reference = source.claim, source.reference
    if claim:
        return Passage(_LECTURE + claim.section, text_of(claim, "section_title"), claim.section)
    assert reference is not None  # a constraint of the database
    year = f" ({reference.year})" if reference.year else ""
    title = f"{reference.authors}{year}: {reference.title}"
    return Passage(_REFERENCE + reference.key, Text(title, title), source.place, reference.url)


def published_items() -> list[PublishedItem]:
    """Every published version of every published question, by name and number; two queries."""
    rows = list(
        QuestionVersion.objects.filter(question__status=Question.PUBLISHED, publication__isnull=False)
        .select_related("question__competency")
        .order_by("question__slug", "number")
    )
    newest = {row.question_id: row.pk for row in rows}
    parts = load_parts(row.pk for row in rows)
    return [
        PublishedItem(
            row.pk, row.question.slug, row.number or 0, row.question.competency.code, row.level, row.difficulty,
            guess_of(parts[row.pk]), newest[row.question_id] == row.pk,
        )
        for row in rows
    ]  # fmt: skip


def bank_items() -> list[BankItem]:
    """Level, difficulty and guess level of every published question, for the cuts."""
    ids = Question.objects.filter(status=Question.PUBLISHED).values_list("pk", flat=True)
    versions = published_versions(ids)
    parts = load_parts(version.pk for version in versions.values())
    return [BankItem(v.level, v.difficulty, guess_of(parts[v.pk])) for v in versions.values()]


def competencies() -> QuerySet[Competency]:
    """All competencies, in order."""
    return Competency.objects.all()


def covered_competencies() -> dict[str, str]:
    """The competencies that have published questions: code and domain; one query."""
    rows = Competency.objects.filter(questions__status=Question.PUBLISHED).distinct()
    return dict(rows.order_by("code").values_list("code", "domain"))


def questions_by_claim() -> dict[str, list[tuple[str, int]]]:
    """Name and key of the published questions that rest on each lecture claim, by name; two queries."""
    versions = published_versions(Question.objects.filter(status=Question.PUBLISHED).values_list("pk", flat=True))
    questions = {version.pk: version.question for version in versions.values()}
    cited = Source.objects.filter(version__in=questions, claim__isnull=False).values_list("version", "claim__code")
    found: dict[str, set[tuple[str, int]]] = {}
    for version, code in cited:
        found.setdefault(str(code), set()).add((questions[version].slug, questions[version].pk))
    return {code: sorted(rows) for code, rows in found.items()}


def seeded_rows() -> list[Competency | Skill | LevelDescription | Reference | LectureClaim | Question]:
    """Every row of the bank that can come from a seed, with what its natural keys need."""
    return [
        *Competency.objects.all(),
        *Skill.objects.select_related("competency"),
        *LevelDescription.objects.select_related("competency"),
        *Reference.objects.all(),
        *LectureClaim.objects.all(),
        *Question.objects.select_related("competency"),
    ]


def question_ids(slugs: Iterable[str]) -> dict[str, int]:
    """Primary keys of the questions called `slugs`."""
    return dict(Question.objects.filter(slug__in=list(slugs)).values_list("slug", "pk"))


def find_question(slug: str) -> Question | None:
    """The question called `slug`, if it is there."""
    return Question.objects.filter(slug=slug).select_related("competency").first()


def question_by_id(pk: int) -> Question | None:
    """The question with that primary key, if it is there."""
    return Question.objects.filter(pk=pk).select_related("competency").first()


def is_empty() -> bool:
    """Whether the bank holds nothing at all."""
    return not Competency.objects.exists() and not Question.objects.exists()


def published_history(question: Question) -> list[QuestionVersion]:
    """The published versions of `question`, newest first, with author and date."""
    rows = question.versions.filter(publication__isnull=False).select_related("skill", "publication__author")
    return list(rows.order_by("-number"))


def with_latest(questions: QuerySet[Question]) -> QuerySet[Question]:
    """Questions annotated with columns of their newest version, the draft being newer than any other."""
    versions = QuestionVersion.objects.filter(question=OuterRef("pk")).order_by(F("number").desc(nulls_first=True))
    parts = Part.objects.filter(version__question=OuterRef("pk")).order_by(
        F("version__number").desc(nulls_first=True), "position"
    )
    published = QuestionVersion.objects.filter(question=OuterRef("pk"), publication__isnull=False)
    return questions.annotate(
        latest_level=Subquery(versions.values("level")[:1]),
        latest_cognitive=Subquery(versions.values("cognitive")[:1]),
        latest_type=Subquery(parts.values("type")[:1]),
        latest_stem_en=Subquery(parts.values("stem_en")[:1]),
        latest_stem_zh_hans=Subquery(parts.values("stem_zh_hans")[:1]),
        published_number=Subquery(published.order_by("-number").values("number")[:1]),
        draft_id=Subquery(versions.filter(number__isnull=True).values("pk")[:1]),
    )


def published_by(user_id: int) -> list[dict[str, Any]]:
    """The versions that one person published, as plain values; one query."""
    rows = Publication.objects.filter(author=user_id).select_related("version__question").order_by("published_at", "pk")
    return [
        {
            "question": row.version.question.slug,
            "version": row.version.number,
            "published_at": row.published_at,
            "note": row.note,
        }
        for row in rows
    ]
