"""Two small checklists over two competencies of one domain, and people."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from assessment.accounts.models import User
from assessment.bank.models import Competency
from assessment.checklists import actions
from assessment.checklists.models import Checklist, Review, ReviewAnswer, Statement, StatementVersion, System
from assessment.checklists.records import Content

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
TODAY = NOW.date()
PROOF = {"evidence": "https://example.org/run/1", "date_text": "2026-11-20"}
MATURITY = ("M1a", "M2a", "M2b", "M3a", "M3b", "M4a", "M4b", "M5a")
CAN_DO = ("F1", "F2", "P1", "A1")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_LEVELS = {"F": "foundation", "P": "practitioner", "A": "architect"}


def competency(code: str) -> Competency:
    return Competency.objects.create(
        code=code, domain="D9", domain_name_en="Domain", domain_name_zh_hans="领域",
        name_en=f"Competency {code}", name_zh_hans=f"能力 {code}", summary_en="About it.", summary_zh_hans="简介。",
    )  # fmt: skip


def statement(checklist: Checklist, owner: Competency, name: str, position: int) -> Statement:
    made = Statement.objects.create(
        checklist=checklist, competency=owner, code=f"{owner.code}-{name}",
        level=_LEVELS.get(name[0], name[:2]), position=position,
    )  # fmt: skip
    StatementVersion.objects.create(
        statement=made, number=1, text_en=f"Text of {made.code}.", text_zh_hans=f"{made.code} 的陈述。",
        evidence_en="Run", evidence_zh_hans="运行", created_at=NOW,
    )  # fmt: skip
    return made


@pytest.fixture
def checklists(db: None) -> dict[str, Checklist]:
    owners = [competency(code) for code in ("T01", "T02")]
    found = {}
    for slug, kind, names in (("can-do", "can_do", CAN_DO), ("maturity", "maturity", MATURITY)):
        found[slug] = Checklist.objects.create(slug=slug, kind=kind, title_en=slug, title_zh_hans="清单")
        pairs = [(owner, name) for owner in owners for name in names]
        for position, (owner, name) in enumerate(pairs, 1):
            statement(found[slug], owner, name, position)
    return found


@pytest.fixture
def person(db: None) -> Callable[[str], User]:
    def make(name: str, **fields: Any) -> User:
        email = f"{name}@example.org"
        return User.objects.filter(email=email).first() or User.objects.create_user(email, "a-long-password", **fields)

    return make


@pytest.fixture
def owner(person: Callable[[str], User]) -> User:
    return person("owner")


@pytest.fixture
def system(owner: User) -> System:
    return actions.name_system(owner.pk, "Recommendation service", "", NOW)


@pytest.fixture
def review(checklists: dict[str, Checklist], owner: User, system: System) -> Review:
    """An open maturity review without answers."""
    return actions.start(checklists["maturity"], owner.pk, system, NOW)


@pytest.fixture
def rating(checklists: dict[str, Checklist], owner: User) -> Review:
    """An open self-rating without answers."""
    return actions.start(checklists["can-do"], owner.pk, None, NOW)


@pytest.fixture
def closed(review: Review) -> Review:
    """A closed review in which T01 has reached M2."""
    for name in ("M1a", "M2a", "M2b"):
        answer(review, f"T01-{name}", "1", **PROOF)
    answer(review, "T01-M3a", "0.5", **PROOF)
    return actions.close(review.key, NOW)


@pytest.fixture
def enter(person: Callable[[str], User]) -> Callable[[str], Client]:
    def make(name: str) -> Client:
        client = Client()
        if name:
            client.force_login(person(name), backend=BACKEND)
        return client

    return make


@pytest.fixture
def mine(enter: Callable[[str], Client], owner: User) -> Client:
    return enter("owner")


def row_of(review: Review, code: str) -> ReviewAnswer:
    rows = ReviewAnswer.objects.select_related("review__checklist", "version__statement__competency")
    return rows.get(review=review, version__statement__code=code)


def answer(review: Review, code: str, value: str = "1", **content: str) -> actions.SaveResult:
    row = row_of(review, code)
    return actions.save_answer(row, Content(value, **content), row.revision, NOW)


def fields(review: Review, code: str, value: str = "1", **changes: Any) -> dict[str, Any]:
    """What the form of a page sends for one statement."""
    row = row_of(review, code)
    posted = {"revision": row.revision, "value": value, "evidence": "", "date": "", "reason": "", **changes}
    return {f"{code}-{name}": given for name, given in posted.items()}
