"""Corrections of marks in the admin: for one question, what each policy would do, and the button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assessment.bank.queries import current_version, question_by_id
from assessment.delivery import corrections
from assessment.delivery.models import CorrectionRun, policy_choices
from assessment.lib.admin import ReadOnly
from assessment.values import Text

if TYPE_CHECKING:
    from assessment.bank.models import Question

PERMISSION = "assessment.publish_question"
_AREA = {"rows": 3, "cols": 60}


class CorrectionForm(forms.Form):
    """What is done and why, in both languages, because learners read it."""

    policy = forms.ChoiceField(choices=(), widget=forms.HiddenInput)
    reason_en = forms.CharField(
        label=gettext_lazy("Reason (English)"), max_length=600, widget=forms.Textarea(attrs={**_AREA, "lang": "en"})
    )
    reason_zh_hans = forms.CharField(
        label=gettext_lazy("Reason (Chinese)"), max_length=600,
        widget=forms.Textarea(attrs={**_AREA, "lang": "zh-Hans"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policy: Any = self.fields["policy"]
        policy.choices = [(code, code) for code in corrections.POLICIES]

    @property
    def reason(self) -> Text:
        """The reason of a valid form."""
        return Text(self.cleaned_data["reason_en"], self.cleaned_data["reason_zh_hans"])


class CorrectionRunAdmin(ReadOnly):
    """Every correction, to read; a page for each question, on which corrections are made and taken back."""

    list_display = ("question", "from_number", "to_version", "policy", "author", "made_at", "undoes")
    list_filter = ("policy", "made_at")
    search_fields = ("question__slug", "reason_en", "reason_zh_hans")
    list_select_related = ("question", "to_version", "author", "undoes")
    fields = (
        "key", "question", "from_number", "to_version", "policy", "reason_en", "reason_zh_hans", "author", "made_at",
        "undoes",
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may publish may correct."""
        return request.user.has_perm(PERMISSION)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same for the index."""
        return request.user.has_perm(PERMISSION)

    def get_urls(self) -> list[URLPattern]:
        """The page of a question and the button that takes a correction back, before the stock pages."""
        name = "assessment_correctionrun"
        own = [
            path("question/<int:pk>/", self.admin_site.admin_view(self.question_view), name=f"{name}_question"),
            path("<int:pk>/undo/", self.admin_site.admin_view(self.undo_view), name=f"{name}_undo"),
        ]
        return [*own, *super().get_urls()]

    def question_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What each policy would do to the answers to older versions of a question; posting does it."""
        question = self._question(request, pk)
        form = CorrectionForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return self._correct(request, question, form)
        policy = form.data.get("policy") or request.GET.get("policy", "")
        return self._page(request, question, policy if policy in corrections.POLICIES else "", form)

    def _question(self, request: HttpRequest, pk: int) -> Question:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        question = question_by_id(pk)
        if question is None:
            raise Http404
        return question

    def _page(self, request: HttpRequest, question: Question, policy: str, form: CorrectionForm) -> HttpResponse:
        words = dict(policy_choices())
        form.initial["policy"] = policy
        standing = corrections.standing_run(question)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": _("Correct the marks of %(question)s") % {"question": question.slug},
            "question": question,
            "current": current_version(question),
            "answers": corrections.affected(question).count(),
            "policies": [(code, words[code]) for code in corrections.POLICIES],
            "policy": policy,
            "policy_words": words.get(policy, ""),
            "preview": corrections.preview(question, policy) if policy else None,
            "shown": corrections.SHOWN,
            "sees_attempts": request.user.has_perm("assessment.view_attempt"),
            "form": form,
            "runs": [(run, run == standing) for run in corrections.runs_of(question)],
        }
        return render(request, "admin/assessment/correctionrun/question.html", context)

    def _correct(self, request: HttpRequest, question: Question, form: CorrectionForm) -> HttpResponse:
        try:
            run = corrections.correct(
                question, form.cleaned_data["policy"], form.reason, request.user.pk, timezone.now()
            )
        except corrections.NothingToCorrect:
            messages.warning(
                request, _("No submitted attempt holds an answer to an older version, so nothing is to correct.")
            )
        else:
            self.log_change(request, run, f"Corrected {question.slug}: {run.policy}.")
            changed = run.mark_changes.count()
            messages.success(request, _("The correction is recorded. Changed marks: %(count)d.") % {"count": changed})
        return redirect("admin:assessment_correctionrun_question", question.pk)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take one correction back."""
        if request.method != "POST" or not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        run = get_object_or_404(CorrectionRun, pk=pk)
        try:
            back = corrections.undo(run, request.user.pk, timezone.now())
        except corrections.CannotUndo:
            messages.warning(request, _("Only the newest correction that still stands can be taken back."))
        else:
            self.log_change(request, back, f"Took back {run.key}.")
            messages.success(request, _("The correction is taken back. The marks are what they were before it."))
        return redirect("admin:assessment_correctionrun_question", run.question_id)
