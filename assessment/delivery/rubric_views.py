"""Learners score their own open answers by the rubric: the form on the result page, and what it posts."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from assessment.bank.presentation import PartView
from assessment.bank.question_types import open_answer
from assessment.delivery import claims, queries, rubrics
from assessment.delivery.results import ItemResult, Result
from assessment.delivery.rules import RIGHT, read_rules


def with_forms(request: HttpRequest, outcome: Result) -> Result:
    """The result with a form in every open answer whose rubric may be seen; no query."""
    key = outcome.attempt.key
    return replace(outcome, items=tuple(_with_forms(request, key, item) for item in outcome.items))


def _with_forms(request: HttpRequest, key: UUID, item: ItemResult) -> ItemResult:
    views = tuple(_with_form(request, key, item.position, i, view) for i, view in enumerate(item.parts))
    return replace(item, parts=views)


def _with_form(request: HttpRequest, key: UUID, position: int, part: int, view: PartView) -> PartView:
    if view.type != open_answer.CODE or view.hides_key or not view.answer:
        return view
    context = {"part": view, "action": reverse("score_own", args=[key, position, part])}
    form = render_to_string("components/_rubric_form.html", context, request)
    return replace(view, details={**view.details, "rubric_form": form})


@login_not_required
@require_POST
def score_own(request: HttpRequest, key: UUID, position: int, part: int) -> HttpResponse:
    """Keep which rows of the rubric the reader finds met in an answer of their own; then back to it."""
    item = next((item for item in queries.items_of(key) if item.position == position), None)
    visitor = queries.Visitor(request.user.pk, claims.hashes(request.session))
    if item is None or not visitor.owns(item.attempt):
        raise Http404
    now = timezone.now()
    if RIGHT not in read_rules(item.attempt.rules).shown(True, now):
        raise Http404
    try:
        rubrics.score_own(item, part, request.POST.getlist("met"), now)
    except rubrics.NotMarkable as error:
        raise Http404 from error
    messages.success(request, _("Your own scoring is saved. It stays outside the measured score."))
    return redirect(f"{reverse('result', args=[key])}#item-{position}")
