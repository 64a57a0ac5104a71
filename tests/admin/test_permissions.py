"""Who may do what in the admin: every page and every action for every role."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from assessment.bank import actions
from assessment.bank.models import Competency, LectureClaim, LevelCut, Question, QuestionVersion, Reference
from assessment.bank.queries import current_version, draft_of
from assessment.bank.specs import load_spec
from assessment.delivery import actions as delivery
from assessment.delivery.models import Attempt, Quiz

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shipped_bank")]
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
ROLES = ("superuser", "author", "reviewer", "lead", "staff", "learner", "visitor")
BANK = {"superuser", "author", "reviewer"}
EDIT, LEAD, ROOT = BANK - {"reviewer"}, {*BANK, "lead"}, {"superuser"}
each_role = pytest.mark.parametrize("role", ROLES)

# Page, and who may see it.
PAGES: dict[str, set[str]] = {
    "index": {*LEAD, "staff"},
    "coverage": BANK,
    "question list": BANK,
    "question": BANK,
    "question draft": BANK,
    "question versions": BANK,
    "question preview": BANK,
    "question add": EDIT,
    "draft delete": EDIT,
    "competency list": LEAD,
    "competency": LEAD,
    "competency add": ROOT,
    "competency delete": ROOT,
    "reference list": BANK,
    "reference": BANK,
    "reference add": EDIT,
    "reference delete": ROOT,
    "claim list": BANK,
    "claim": BANK,
    "claim add": set(),
    "claim delete": set(),
    "cut list": BANK,
    "cut": BANK,
    "cut add": set(),
    "cut delete": set(),
    "quiz list": LEAD,
    "quiz": LEAD,
    "quiz add": EDIT,
    "quiz delete": EDIT,
    "attempt list": ROOT,
    "attempt": ROOT,
    "attempt history": ROOT,
    "attempt add": set(),
    "attempt delete": set(),
    "user list": ROOT,
    "user add": ROOT,
    "group list": ROOT,
}


@pytest.fixture
def world(person: Callable[[str], Any]) -> dict[str, Any]:
    """A published and a new question, a quiz that nobody sat, and a finished attempt at another."""
    published = Question.objects.order_by("slug")[0]
    new = actions.create_question("C01-new", "C01")
    actions.save_draft(new, load_spec(current_version(published)))  # type: ignore[arg-type]
    sat, unsat = Quiz.objects.filter(mode="assessed")[:2]
    attempt, _token = delivery.start(sat, person("learner").pk, NOW, seed=1)
    delivery.submit(attempt.key, NOW)
    return {
        "question": published, "new": new, "quiz": unsat, "attempt": attempt,
        "competency": Competency.objects.create(code="X01", domain="D1"),
        "reference": Reference.objects.create(key="Unused2026", authors="A", title="T"),
        "claim": LectureClaim.objects.all()[0],
        "cut": LevelCut.objects.all()[0],
    }  # fmt: skip


def address(name: str, world: dict[str, Any]) -> str:
    """The address of a page of `PAGES`."""
    if name in ("index", "coverage"):
        return reverse(f"admin:{name}")
    what, _, page = name.partition(" ")
    model = {"draft": "question", "claim": "lectureclaim", "cut": "levelcut"}.get(what, what)
    label = "auth" if model == "group" else "assessment"
    if page in ("list", "add"):
        return reverse(f"admin:{label}_{model}_{'changelist' if page == 'list' else 'add'}")
    row = world["new" if what == "draft" else what]
    if page == "preview":
        return reverse("admin:assessment_question_preview", args=[row.pk, row.versions.first().pk])
    return reverse(f"admin:{label}_{model}_{page or 'change'}", args=[row.pk])


def refused(response: Any, role: str) -> bool:
    """Whether the page is closed: to the door for those who are no staff, a refusal for everybody else."""
    if role in ("visitor", "learner"):
        return response.status_code == 302 and "/login" in response["Location"]
    return bool(response.status_code == 403)


@each_role
def test_a_page_opens_for_those_who_may_see_it(
    enter: Callable[[str], Client], world: dict[str, Any], role: str
) -> None:
    client = enter(role)
    wrong = []
    for name, allowed in PAGES.items():
        response = client.get(address(name, world))
        as_it_should = response.status_code in (200, 302) and not refused(response, role)
        if as_it_should is not (role in allowed) or refused(response, role) is (role in allowed):
            wrong.append((name, response.status_code))
    assert wrong == []


def test_the_door_lets_a_visitor_sign_in_and_tells_a_learner_no(enter: Callable[[str], Client]) -> None:
    index = reverse("admin:index")
    assert enter("learner").get(index, follow=True).status_code == 403
    response = enter("visitor").get(index, follow=True)
    assert response.status_code == 200
    assert response.resolver_match.url_name == "account_login"


# --- actions -------------------------------------------------------------------------------------


def publish(client: Client, world: dict[str, Any]) -> Any:
    return client.post(reverse("admin:assessment_question_publish", args=[world["new"].pk]))


def retire(client: Client, world: dict[str, Any]) -> Any:
    return client.post(reverse("admin:assessment_question_retire", args=[world["question"].pk]))


def restore(client: Client, world: dict[str, Any]) -> Any:
    actions.retire(world["question"])
    return client.post(reverse("admin:assessment_question_restore", args=[world["question"].pk]))


def discard(client: Client, world: dict[str, Any]) -> Any:
    return client.post(reverse("admin:assessment_question_discard", args=[world["new"].pk]))


def save(client: Client, world: dict[str, Any]) -> Any:
    """An empty form: whoever may write is told what is missing; nobody else gets so far."""
    fields = {f"{prefix}-{name}_FORMS": 0 for prefix in ("source", *(f"part0-{role}" for role in _roles()))
              for name in ("TOTAL", "INITIAL")}  # fmt: skip
    return client.post(reverse("admin:assessment_question_draft", args=[world["new"].pk]), fields)


def _roles() -> tuple[str, ...]:
    return ("option", "reason", "wrong_value")


def add(client: Client, world: dict[str, Any]) -> Any:
    fields = {"slug": "C01-added", "competency": Competency.objects.get(code="C01").pk, "type": "numeric"}
    return client.post(reverse("admin:assessment_question_add"), fields)


def delete(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("draft delete", world), {"post": "yes"})


def delete_published(client: Client, world: dict[str, Any]) -> Any:
    return client.post(reverse("admin:assessment_question_delete", args=[world["question"].pk]), {"post": "yes"})


def delete_quiz(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("quiz delete", world), {"post": "yes"})


def delete_sat_quiz(client: Client, world: dict[str, Any]) -> Any:
    return client.post(reverse("admin:assessment_quiz_delete", args=[world["attempt"].quiz_id]), {"post": "yes"})


def delete_competency(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("competency delete", world), {"post": "yes"})


def delete_used_competency(client: Client, world: dict[str, Any]) -> Any:
    used = world["question"].competency_id
    return client.post(reverse("admin:assessment_competency_delete", args=[used]), {"post": "yes"})


def change_reference(client: Client, world: dict[str, Any]) -> Any:
    fields = {"key": "Unused2026", "authors": "Changed", "title": "T"}
    return client.post(address("reference", world), fields)


def change_claim(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("claim", world), {"text_en": "Changed"})


def change_attempt(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("attempt", world), {"points": 99})


def delete_attempt(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("attempt delete", world), {"post": "yes"})


def add_attempt(client: Client, world: dict[str, Any]) -> Any:
    return client.post(address("attempt add", world), {})


ACTIONS: list[Any] = [
    (publish, BANK), (retire, BANK), (restore, BANK), (discard, BANK), (save, BANK), (add, EDIT), (delete, EDIT),
    (delete_published, EDIT), (delete_quiz, EDIT), (delete_sat_quiz, EDIT), (delete_competency, ROOT),
    (delete_used_competency, ROOT), (change_reference, EDIT), (change_claim, set()), (change_attempt, set()),
    (delete_attempt, set()), (add_attempt, set()),
]  # fmt: skip


def state(world: dict[str, Any]) -> list[Any]:
    models = (Question, QuestionVersion, Quiz, Competency, Reference, LectureClaim, Attempt)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


@each_role
@pytest.mark.parametrize(("act", "allowed"), ACTIONS, ids=[act.__name__ for act, _allowed in ACTIONS])
def test_an_action_is_done_for_those_who_may_do_it(
    enter: Callable[[str], Client], world: dict[str, Any], role: str, act: Callable[..., Any], allowed: set[str]
) -> None:
    client = enter(role)
    if act is restore:
        actions.retire(world["question"])
    before = state(world)
    response = act(client, world)
    assert refused(response, role) is (role not in allowed), response
    if role not in allowed:
        assert state(world) == before
    elif act not in (save, delete_published, delete_sat_quiz, delete_used_competency):
        assert response.status_code == 302
        assert state(world) != before


@each_role
@pytest.mark.parametrize(("model", "allowed"), [("question", EDIT), ("quiz", EDIT), ("competency", ROOT),
                                                ("attempt", set()), ("lectureclaim", set())])  # fmt: skip
def test_rows_are_deleted_together_by_those_who_may(
    enter: Callable[[str], Client], world: dict[str, Any], role: str, model: str, allowed: set[str]
) -> None:
    row = world[{"question": "new", "lectureclaim": "claim"}.get(model, model)]
    fields = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    before = state(world)
    enter(role).post(reverse(f"admin:assessment_{model}_changelist"), fields)
    assert (state(world) != before) is (role in allowed)


def test_who_may_write_but_not_publish_saves_and_no_more(person: Callable[[str], Any], world: dict[str, Any]) -> None:
    writer = person("staff")
    codes = ("view_question", "change_question")
    writer.user_permissions.set(Permission.objects.filter(codename__in=codes))
    client = Client()
    client.force_login(writer)
    overview = client.get(address("question", world)).content.decode()
    draft = client.get(address("question draft", world)).content.decode()
    assert 'value="Retire"' not in overview
    assert 'name="publish"' not in draft
    assert client.post(reverse("admin:assessment_question_publish", args=[world["new"].pk])).status_code == 403
    assert draft_of(world["new"]) is not None
    assert current_version(world["new"]) is None


@pytest.mark.parametrize(("role", "buttons"), [("author", True), ("reviewer", True)])
def test_the_overview_offers_what_may_be_done(
    enter: Callable[[str], Client], world: dict[str, Any], role: str, buttons: bool
) -> None:
    content = enter(role).get(reverse("admin:assessment_question_change", args=[world["new"].pk])).content.decode()
    assert ("Publish the draft" in content) is buttons
    assert (address("draft delete", world) in content) is (role == "author")


# --- attempts and index --------------------------------------------------------------------------


def test_an_attempt_can_be_read_with_its_answers_and_nothing_else(
    enter: Callable[[str], Client], world: dict[str, Any]
) -> None:
    response = enter("superuser").get(address("attempt", world))
    content = response.content.decode()
    items = list(world["attempt"].items.select_related("version__question"))
    assert len(response.context["rows"]) == len(items)
    assert all(f"{item.version.question.slug} v1" in content for item in items)
    assert 'name="_save"' not in content
    assert "deletelink" not in content


def test_attempts_are_found_by_person_and_key(enter: Callable[[str], Client], world: dict[str, Any]) -> None:
    client = enter("superuser")
    for words in ("learner@example.com", str(world["attempt"].key)):
        response = client.get(address("attempt list", world), {"q": words})
        assert [row.pk for row in response.context["cl"].queryset] == [world["attempt"].pk]
    assert not client.get(address("attempt list", world), {"q": "nobody"}).context["cl"].queryset
    assert "delete_selected" not in client.get(address("attempt list", world)).content.decode()


def test_an_attempt_that_is_not_there_is_not_found(enter: Callable[[str], Client]) -> None:
    for number in ("99999999", "x"):
        response = enter("superuser").get(reverse("admin:assessment_attempt_change", args=[number]))
        assert response.status_code == 302


_BANK = {"Question", "Competency", "Reference", "LectureClaim", "LevelCut", "Coverage"}
INDEX: dict[str, dict[str, set[str]]] = {
    "superuser": {
        "Bank": _BANK,
        "Delivery": {"Quiz", "Attempt", "RubricMark", "CorrectionRun"},
        "Checklists": {"Statement"},
        "People": {"User", "Group", "EmailAddress", "Cohort"},
    },
    "author": {"Bank": _BANK, "Delivery": {"Quiz", "RubricMark", "CorrectionRun"}, "Checklists": {"Statement"}},
    "reviewer": {"Bank": _BANK, "Delivery": {"Quiz", "RubricMark", "CorrectionRun"}, "Checklists": {"Statement"}},
    "lead": {"Bank": {"Competency"}, "Delivery": {"Quiz"}},
    "staff": {},
}


@pytest.mark.parametrize(("role", "rooms"), INDEX.items(), ids=INDEX)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_index_shows_each_role_its_rooms(
    enter: Callable[[str], Client], role: str, rooms: dict[str, set[str]], language: str
) -> None:
    response = enter(role).get(reverse("admin:index"), headers={"accept-language": language})
    assert response.status_code == 200
    shown = [{entry["object_name"] for entry in room["models"]} for room in response.context["app_list"]]
    assert shown == list(rooms.values())
    if language == "en":
        assert [str(room["name"]) for room in response.context["app_list"]] == list(rooms)
    if role in ("author", "lead", "reviewer"):
        assert "attempt" not in response.content.decode().lower().replace("attempts may", "")


@pytest.mark.parametrize("role", sorted(BANK))
def test_an_author_who_left_leaves_the_versions_readable(
    enter: Callable[[str], Client], world: dict[str, Any], role: str
) -> None:
    """The account that published is gone; the page says so instead of failing."""
    gone = get_user_model().objects.create_user("gone@example.com")
    spec = load_spec(current_version(world["question"]))  # type: ignore[arg-type]
    actions.save_draft(world["question"], replace(spec, difficulty_reason="Another."))
    actions.publish(world["question"], gone)
    gone.delete()
    content = enter(role).get(address("question versions", world)).content.decode()
    assert "an account that is gone" in content


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Refusals are expected here and need no line each."""
    with caplog.at_level("ERROR", "django.request"):
        yield
