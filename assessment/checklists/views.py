"""The pages of a person's own reviews. No rules here: they read queries, call actions and choose what to show."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessment.accounts.actions import switch_language
from assessment.checklists import actions, comparison, queries, wording
from assessment.checklists.actions import Outcome, SaveResult
from assessment.checklists.forms import SystemForm
from assessment.checklists.models import Checklist, Review, ReviewAnswer, System
from assessment.checklists.presentation import competency_page, domains, outcomes, row_view
from assessment.checklists.records import Content, outcome_of
from assessment.checklists.verification import LIFETIME
from assessment.lib.posted import BACKGROUND, count, lines
from assessment.lib.signed_in import user_id_of

_ROOM = "assessment/checklists"


def own_review(request: HttpRequest, key: UUID) -> Review:
    """The review called `key`, if it is the reader's; anybody else's does not exist for them."""
    review = queries.review_of(request.user.pk, key)
    if review is None:
        raise Http404
    return review


@require_GET
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """Both checklists, the reader's systems, their open and closed reviews."""
    return _overview(request, SystemForm())


def _overview(request: HttpRequest, form: SystemForm, status: int = 200) -> HttpResponse:
    context = {"overview": queries.overview(user_id_of(request)), "form": form}
    return render(request, f"{_ROOM}/overview.html", context, status=status)


@require_POST
def name_system(request: HttpRequest) -> HttpResponse:
    """Name a system and start its first review."""
    form, checklist = SystemForm(request.POST), queries.checklist_called("maturity")
    if checklist is None:
        raise Http404
    if not form.is_valid():
        return _overview(request, form, status=422)
    system = actions.name_system(
        user_id_of(request), form.cleaned_data["name"], form.cleaned_data["description"], timezone.now()
    )
    return _start(request, checklist, system)


@require_POST
def delete_system(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete a system without closed reviews."""
    system = queries.system_of(request.user.pk, key)
    if system is None:
        raise Http404
    try:
        actions.delete_system(system)
    except actions.Closed:
        messages.warning(request, _("This system has closed reviews, so it stays."))
    else:
        messages.success(request, _("Deleted: %(name)s.") % {"name": system.name})
    return redirect("checklists")


@require_POST
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start or go on with a review: of the reader, or of the system that is posted."""
    checklist = queries.checklist_called(slug)
    if checklist is None:
        raise Http404
    if checklist.kind == Checklist.CAN_DO:
        return _start(request, checklist, None)
    try:
        system = queries.system_of(request.user.pk, UUID(request.POST.get("system", "")))
    except ValueError as error:
        raise Http404 from error
    if system is None:
        raise Http404
    return _start(request, checklist, system)


def _start(request: HttpRequest, checklist: Checklist, system: System | None) -> HttpResponse:
    try:
        found = actions.start(checklist, user_id_of(request), system, timezone.now())
    except actions.NothingToReview:
        messages.warning(request, _("This checklist has no statements at the moment."))
        return redirect("checklists")
    places = queries.progress(found)
    first = next((place for place in places if place.answered < place.total), places[0])
    return redirect("review_competency", found.key, first.code)


@require_GET
@never_cache
def review(request: HttpRequest, key: UUID) -> HttpResponse:
    """The summary of an open review before closing it, or a closed review."""
    found = own_review(request, key)
    return _closed(request, found) if found.closed_at else _summary(request, found)


def _summary(request: HttpRequest, found: Review) -> HttpResponse:
    today = timezone.now().date()
    rows = queries.answers_of(found)
    outcome = outcome_of(found, rows, today)
    shown = outcomes(found, rows, outcome, today)
    context = {
        "review": found,
        "subject": wording.subject_of(found),
        "outcomes": shown,
        "answered": sum(len(one.rows) - len(one.open) for one in shown),
        "total": len(rows),
        "domains": _domains(found, rows, outcome),
    }
    return render(request, f"{_ROOM}/summary.html", context)


def _domains(found: Review, rows: list[ReviewAnswer], outcome: Any) -> Any:
    return domains(rows, outcome) if found.checklist.kind == Checklist.MATURITY else []


def _closed(request: HttpRequest, found: Review) -> HttpResponse:
    return render(request, f"{_ROOM}/closed.html", closed_context(found))


def closed_context(found: Review) -> dict[str, Any]:
    """Everything that the page of a closed review shows."""
    assert found.closed_at is not None
    rows = queries.answers_of(found)
    shown = outcomes(found, rows, found.outcome, found.closed_at.date(), queries.verdicts_of(found))
    return {
        "review": found,
        "subject": wording.subject_of(found),
        "sentence": wording.summary_sentence(found, found.outcome),
        "outcomes": shown,
        "domains": _domains(found, rows, found.outcome),
        "siblings": queries.siblings(found),
        "invites": queries.invites_of(found),
        "lifetime": LIFETIME.days,
        "now": timezone.now(),
    }


@require_http_methods(["GET", "POST"])
@never_cache
def competency(request: HttpRequest, key: UUID, code: str) -> HttpResponse:
    """One competency of an open review: shows it, or keeps the answers that were posted."""
    if request.method == "POST" and BACKGROUND in request.headers:
        return _background(request, key)
    found = own_review(request, key)
    if found.closed_at:
        return _too_late(request, key) if request.method == "POST" else redirect("review", key)
    rows = queries.answers_of(found, code)
    if not rows:
        raise Http404
    return _answer(request, found, rows) if request.method == "POST" else _show(request, found, rows)


def _show(
    request: HttpRequest, found: Review, rows: list[ReviewAnswer], disputed: dict[str, Content] | None = None
) -> HttpResponse:
    code = rows[0].version.statement.competency.code
    places, earlier = queries.progress(found), queries.earlier_versions(found, code)
    page = competency_page(found, rows, places, earlier, timezone.now().date(), disputed)
    return render(request, f"{_ROOM}/competency.html", {"page": page}, status=409 if disputed else 200)


def _answer(request: HttpRequest, found: Review, rows: list[ReviewAnswer]) -> HttpResponse:
    """Keep every answer of the page that was touched there, then go where the reader wants."""
    disputed: dict[str, Content] = {}
    for row in rows:
        row.review, code = found, row.version.statement.code
        content = actions.read_posted(found.checklist.kind, request.POST.dict(), code)
        # A row that was left as the page showed it says nothing about what another window wrote since.
        if f"{code}-revision" not in request.POST or content.digest == request.POST.get(f"{code}-was"):
            continue
        saved = _save(request, row, content)
        if saved.outcome is Outcome.CLOSED:
            return _too_late(request, found.key)
        if saved.outcome is Outcome.CONFLICT:
            disputed[code] = content
    if disputed:
        fresh = queries.answers_of(found, rows[0].version.statement.competency.code)
        return _show(request, found, fresh, disputed)
    return _go(request, found, rows[0].version.statement.competency.code)


def _save(request: HttpRequest, row: ReviewAnswer, content: Content) -> SaveResult:
    revision = count(request.POST.get(f"{row.version.statement.code}-revision", ""))
    return actions.save_answer(row, content, revision, timezone.now())


def _go(request: HttpRequest, found: Review, code: str) -> HttpResponse:
    target = request.POST.get("go", code)
    if "language" in request.POST:
        response = redirect("review_competency", found.key, code)
        switch_language(response, request.user, request.POST["language"])
        return response
    target = code if target == "stay" else target
    codes = [place.code for place in queries.progress(found)]
    if target in ("next", "previous"):
        index = codes.index(code) + (1 if target == "next" else -1)
        target = codes[index] if 0 <= index < len(codes) else "summary"
    if target not in codes:
        return redirect("review", found.key)
    return redirect("review_competency", found.key, target)


def _background(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep one answer for our script: what to show of it, or the row with both answers side by side."""
    row = queries.answer_to(request.user.pk, key, lines(request.POST.get("row", "")))
    if row is None:
        raise Http404
    content = actions.read_posted(row.review.checklist.kind, request.POST.dict(), row.version.statement.code)
    saved = _save(request, row, content)
    if saved.outcome is Outcome.CLOSED:
        return _too_late(request, key)
    view = row_view(saved.row, timezone.now().date(), content if saved.outcome is Outcome.CONFLICT else None)
    if saved.outcome is Outcome.CONFLICT:
        response = render(request, f"{_ROOM}/_row.html", {"row": view}, status=409)
        response[BACKGROUND] = "1"
        return response
    answer = {
        "outcome": saved.outcome.value,
        "revision": view.revision,
        "was": view.was,
        "saved_at": view.saved_at.isoformat() if view.saved_at else "",
        "answered": view.answered,
        "remark": view.remark,
    }
    return JsonResponse(answer, headers={BACKGROUND: "1"})


def _too_late(request: HttpRequest, key: UUID) -> HttpResponse:
    """The review was closed in another window: say that nothing of it changes any more."""
    words = _("This review was closed meanwhile, so what you sent was not taken. What had been saved is in it.")
    messages.warning(request, words)
    target = reverse("review", args=[key])
    if BACKGROUND in request.headers:
        return JsonResponse({"outcome": Outcome.CLOSED.value, "next": target}, status=410, headers={BACKGROUND: "1"})
    return redirect(target)


@require_POST
def close(request: HttpRequest, key: UUID) -> HttpResponse:
    """Close, once; a second press leads to the same review."""
    own_review(request, key)
    try:
        actions.close(key, timezone.now())
    except actions.NothingAnswered:
        words = _("Nothing is answered yet, so there is nothing to close. Answer one statement at least, or delete it.")
        messages.warning(request, words)
    return redirect("review", key)


@require_POST
def delete(request: HttpRequest, key: UUID) -> HttpResponse:
    """Delete an open review."""
    own_review(request, key)
    try:
        actions.delete_open(key)
    except actions.Closed:
        messages.warning(request, _("This review is closed; closed reviews stay as they are."))
        return redirect("review", key)
    messages.success(request, _("The open review was deleted."))
    return redirect("checklists")


@require_GET
@never_cache
def compare(request: HttpRequest, key: UUID, other: UUID) -> HttpResponse:
    """Two closed reviews of one system or person, the earlier one first."""
    pair = [own_review(request, one) for one in (key, other)]
    one, two = pair
    comparable = one.pk != two.pk and (one.checklist_id, one.system_id) == (two.checklist_id, two.system_id)
    if not comparable or one.closed_at is None or two.closed_at is None:
        raise Http404
    before, after = (one, two) if one.closed_at <= two.closed_at else (two, one)
    rows = [queries.answers_of(before), queries.answers_of(after)]
    names = {
        row.version.statement.competency.code: row.version.statement.competency.name for side in rows for row in side
    }
    lines = comparison.lines(after.checklist.kind, *rows)
    changed = [line for line in lines if line.changes]
    everything = request.GET.get("show") == "all"
    context = {
        "before": before,
        "after": after,
        "subject": wording.subject_of(after),
        "competencies": comparison.competency_lines(before, after, names),
        "lines": lines if everything else changed,
        "everything": everything,
        "counts": {"all": len(lines), "changed": len(changed)},
    }
    return render(request, f"{_ROOM}/compare.html", context)
