"""The pages of one question in the admin: overview, draft, preview, versions, and what can be done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.bank import actions
from assessment.bank.content import changes, content_hash
from assessment.bank.form_parts import blank_part
from assessment.bank.forms import DraftForms
from assessment.bank.lint.core import check
from assessment.bank.models import Question, QuestionVersion, status_choices
from assessment.bank.presentation import ANSWER, REVIEW, PartView, part_view, shared_text
from assessment.bank.queries import current_version, draft_of, published_history
from assessment.bank.question_types.registry import QUESTION_TYPES, draw_question, question_type
from assessment.bank.specs import load_spec
from assessment.lib.arithmetic import FormulaError
from assessment.lib.bilingual import localised
from assessment.values import Draw, Problem, QuestionSpec, Response

if TYPE_CHECKING:
    from assessment.bank.admin import QuestionAdmin

_PUBLISH = "assessment.publish_question"


def forbidden() -> HttpResponse:
    """Not theirs to do."""
    raise PermissionDenied


def _question(request: HttpRequest, admin: QuestionAdmin, pk: int | str) -> Question:
    """The question, for somebody who may at least look."""
    question = get_object_or_404(Question.objects.select_related("competency"), pk=pk)
    if not admin.has_view_permission(request, question):
        raise PermissionDenied
    return question


def _page(request: HttpRequest, admin: QuestionAdmin, template: str, question: Question, **more: Any) -> HttpResponse:
    context = {
        **admin.admin_site.each_context(request),
        "opts": admin.opts,
        "question": question,
        "status_words": dict(status_choices())[question.status],
        "can_change": admin.has_change_permission(request, question),
        "can_publish": request.user.has_perm(_PUBLISH),
        "can_delete": admin.has_delete_permission(request, question),
        "title": question.slug,
        **more,
    }
    return render(request, f"admin/assessment/question/{template}.html", context)


def overview(request: HttpRequest, admin: QuestionAdmin, object_id: str) -> HttpResponse:
    """What the question is now, in both languages, and what can be done with it."""
    if not object_id.isdecimal():
        raise Http404
    question = _question(request, admin, object_id)
    draft, current = draft_of(question), current_version(question)
    shown = draft or current
    spec = load_spec(shown) if shown else None
    return _page(
        request, admin, "overview", question,
        draft=draft, current=current, shown=shown, spec=spec,
        type_name=_type_name(spec) if spec else "",
        problems=_problems(spec) if draft and spec else [],
        versions=published_history(question),
    )  # fmt: skip


def _type_name(spec: QuestionSpec) -> str:
    """The type of the only part, or that there are several."""
    if len(spec.parts) > 1:
        return _("Testlet of %(count)d parts") % {"count": len(spec.parts)}
    return localised(question_type(spec.parts[0].type).NAME)


def _problems(spec: QuestionSpec) -> list[Problem]:
    """Errors first."""
    return sorted(check(spec), key=lambda problem: problem.severity)


def draft(request: HttpRequest, pk: int, admin: QuestionAdmin) -> HttpResponse:
    """The draft as one form; made from the current version where there is none."""
    question = _question(request, admin, pk)
    if not admin.has_change_permission(request, question):
        raise PermissionDenied
    row = draft_of(question) or current_version(question)
    if row is None:
        raise Http404
    stored = load_spec(row)
    data = request.POST if request.method == "POST" else None
    forms = DraftForms(stored, question.competency, data)
    if data is not None and forms.is_valid():
        saved = _save(request, admin, question, forms)
        if saved:
            return saved
    elif data is not None:
        messages.error(request, _("Nothing was saved yet: mend what is marked below. What you wrote is still here."))
    return _page(
        request, admin, "draft", question,
        forms=forms, base=content_hash(stored), problems=_problems(stored),
        type_name=_type_name(stored),
        kinds=[(kind.CODE, localised(kind.NAME)) for kind in QUESTION_TYPES],
    )  # fmt: skip


def _save(request: HttpRequest, admin: QuestionAdmin, question: Question, forms: DraftForms) -> HttpResponse | None:
    try:
        with transaction.atomic():
            # What somebody published since counts as a change too.
            actions.open_draft(question)
            spec = _with_parts_changed(forms.spec(), request.POST)
            actions.save_draft(question, spec, expected_hash=request.POST.get("base"))
    except actions.DraftChanged:
        messages.error(
            request,
            _("Somebody else saved this draft meanwhile. What you wrote is still here; saving again replaces theirs."),
        )
        return None
    admin.log_change(request, question, "Saved the draft.")
    if "publish" in request.POST:
        return _publish(request, admin, question)
    messages.success(request, _("The draft is saved."))
    return redirect("admin:assessment_question_draft", question.pk)


def _with_parts_changed(spec: QuestionSpec, posted: QueryDict) -> QuestionSpec:
    """`spec` with a part more or less, where that button was pressed; one part always stays."""
    added, removed = posted.get("add_part", ""), posted.get("remove_part", "")
    kinds = {kind.CODE: kind for kind in QUESTION_TYPES}
    if "add" in posted and added in kinds:
        return replace(spec, parts=(*spec.parts, blank_part(kinds[added])))
    if removed.isdecimal() and len(spec.parts) > 1:
        kept = tuple(part for index, part in enumerate(spec.parts) if index != int(removed))
        return replace(spec, parts=kept or spec.parts)
    return spec


def versions(request: HttpRequest, pk: int, admin: QuestionAdmin) -> HttpResponse:
    """Every published version with what it changed."""
    question = _question(request, admin, pk)
    history = published_history(question)
    specs = {version.pk: load_spec(version) for version in history}
    older = [*history[1:], None][: len(history)]
    rows = [
        (version, changes(specs[before.pk], specs[version.pk]) if before else None)
        for version, before in zip(history, older, strict=True)
    ]
    pending = draft_of(question)
    waiting = changes(specs[history[0].pk], load_spec(pending)) if pending and history else []
    return _page(request, admin, "versions", question, rows=rows, pending=pending, waiting=waiting)


def preview(request: HttpRequest, pk: int, version_id: int, admin: QuestionAdmin) -> HttpResponse:
    """A version as a learner sees it, asked and reviewed, in the language that ``language`` names."""
    question = _question(request, admin, pk)
    version = get_object_or_404(QuestionVersion.objects.select_related("skill"), pk=version_id, question=question)
    spec = load_spec(version)
    language = "zh-hans" if request.GET.get("language") == "zh-hans" else "en"
    seed = request.GET.get("seed", "0")[:20]
    drawn = _drawn(spec, seed)
    with translation.override(language):
        context = {
            "question": question,
            "version": version,
            "scenario": shared_text(spec.scenario, drawn),
            "asked": _views(spec, drawn, ANSWER),
            "reviewed": _views(spec, drawn, REVIEW),
            "explanation": shared_text(spec.explanation, drawn),
            "seed": seed,
            "sources": version.sources.select_related("claim", "reference"),
            "language": language,
            "back": reverse("admin:assessment_question_change", args=[pk]),
        }
        return render(request, "admin/assessment/question/preview.html", context)


def _drawn(spec: QuestionSpec, seed: str) -> tuple[Draw, ...]:
    """One draw of the question; a draft whose numbers cannot be drawn is shown with its placeholders."""
    try:
        return draw_question(spec.parts, spec.parameters, Random(seed))
    except FormulaError:
        return draw_question(spec.parts, {}, Random(seed))


def _views(spec: QuestionSpec, draws: Sequence[Draw], mode: str) -> list[PartView]:
    """The parts as one attempt draws them, reviewed with the key as the answer."""
    found = []
    for index, (part, drawn) in enumerate(zip(spec.parts, draws, strict=True)):
        kind = question_type(part.type)
        answer = kind.key(part, drawn) if mode == REVIEW else Response()
        mark = kind.grade(part, answer, drawn) if mode == REVIEW else None
        found.append(part_view(part, drawn, answer, mode, mark, f"{mode}{index}-"))
    return found


def _publish(request: HttpRequest, admin: QuestionAdmin, question: Question) -> HttpResponse:
    if not request.user.has_perm(_PUBLISH):
        raise PermissionDenied
    try:
        version = actions.publish(question, request.user, request.POST.get("note", "")[:300])  # type: ignore[arg-type]
    except Question.DoesNotExist:
        messages.warning(request, _("There is no draft to publish."))
    except actions.NotPublishable as refusal:
        for problem in refusal.problems:
            messages.error(
                request, f"{problem.code} · {problem.where} {problem.language}: {localised(problem.message)}"
            )
        messages.error(request, _("Not published: mend what is listed above. The draft is saved."))
        return redirect("admin:assessment_question_draft", question.pk)
    else:
        if version is None:
            messages.info(request, _("The draft was the same as the current version, so no new version was made."))
        else:
            admin.log_change(request, question, f"Published version {version.number}.")
            messages.success(request, _("Version %(number)d is published.") % {"number": version.number})
    return redirect("admin:assessment_question_change", question.pk)


def _post(action: Callable[[Question], object], permission: str, done: Any) -> Callable[..., HttpResponse]:
    """A page that does one thing when its button is pressed."""

    def view(request: HttpRequest, pk: int, admin: QuestionAdmin) -> HttpResponse:
        question = _question(request, admin, pk)
        if request.method != "POST" or not request.user.has_perm(permission):
            raise PermissionDenied
        try:
            action(question)
        except Question.DoesNotExist:
            messages.warning(request, _("Nothing has been published yet."))
        else:
            admin.log_change(request, question, str(done))
            messages.success(request, done)
        return redirect("admin:assessment_question_change", question.pk)

    return view


def publish(request: HttpRequest, pk: int, admin: QuestionAdmin) -> HttpResponse:
    """Publish the draft."""
    question = _question(request, admin, pk)
    if request.method != "POST":
        raise PermissionDenied
    return _publish(request, admin, question)


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "draft": draft,
    "versions": versions,
    "publish": publish,
    "retire": _post(
        actions.retire, _PUBLISH, gettext_lazy("The question is retired: new attempts leave it out, past results stay.")
    ),
    "restore": _post(actions.restore, _PUBLISH, gettext_lazy("The question is back in new attempts.")),
    "discard": _post(actions.discard_draft, "assessment.change_question", gettext_lazy("The draft is discarded.")),
}
