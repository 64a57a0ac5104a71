"""Open answers in the admin: which wait, and the page on which one is marked. It never says whose they are."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _

from assessment.bank.presentation import REVIEW, PartView, part_view, shared_text
from assessment.bank.queries import content_of
from assessment.bank.question_types import open_answer
from assessment.delivery import open_answers as reading
from assessment.delivery import rubrics
from assessment.delivery.models import AttemptItem, RubricMark
from assessment.delivery.records import load_draws, load_marks, load_responses
from assessment.lib.admin import ReadOnly
from assessment.lib.posted import count

PERMISSION = "assessment.mark_open_answers"


@admin.register(RubricMark)
class RubricMarkAdmin(ReadOnly):
    """A list of what waits and a page for each; rows are added by marking and by nothing else."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may mark."""
        return request.user.has_perm(PERMISSION)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may mark."""
        return request.user.has_perm(PERMISSION)

    def get_urls(self) -> list[Any]:
        """Two pages of our own in place of the stock ones, which would tell whose an answer is."""
        view = self.admin_site.admin_view
        return [
            path("", view(self.waiting), name="assessment_rubricmark_changelist"),
            path("<int:item>/<int:part>/", view(self.mark), name="assessment_rubricmark_mark"),
        ]

    def waiting(self, request: HttpRequest) -> HttpResponse:
        """What waits, oldest first, and what the reader marked last."""
        reviewer = self._reviewer(request)
        context = {
            "title": _("Open answers to mark"),
            "waiting": reading.waiting(reviewer),
            "count": reading.waiting_count(reviewer),
            "recent": reading.recently_marked(reviewer),
        }
        return self._page(request, "waiting", context)

    def mark(self, request: HttpRequest, item: int, part: int) -> HttpResponse:
        """One answer beside its rubric; a POST adds a mark and goes back to the list."""
        reviewer = self._reviewer(request)
        row = reading.markable(reviewer).filter(pk=item).select_related("version__question", "competency").first()
        if row is None:
            raise Http404
        if request.method == "POST":
            return self._marked(request, reviewer, item, part)
        given = reading.marks_of(item, part)
        scenario, view = _shown(row, part)
        met = given[-1].met if given else []
        context = {
            "title": _("Mark an open answer"),
            "item": row,
            "scenario": scenario,
            "part": view,
            "rows": [(rubric, rubric["key"] in met) for rubric in view.details["rubric"]],
            "given": given,
            "most": rubrics.MOST_COMMENT,
        }
        return self._page(request, "mark", context)

    def _marked(self, request: HttpRequest, reviewer: int, item: int, part: int) -> HttpResponse:
        posted, seen = request.POST, count(request.POST.get("seen", ""))
        try:
            rubrics.mark(item, part, reviewer, posted.getlist("met"), posted.get("comment", ""), seen, timezone.now())
        except rubrics.NotMarkable as error:
            raise Http404 from error
        except rubrics.MarkedMeanwhile:
            messages.warning(request, _("Somebody has marked this answer meanwhile. Look again before you add a mark."))
            return redirect("admin:assessment_rubricmark_mark", item, part)
        messages.success(request, _("Marked. The learner sees it, and the result follows."))
        return redirect("admin:assessment_rubricmark_changelist")

    def _reviewer(self, request: HttpRequest) -> int:
        if not self.has_view_permission(request) or request.user.pk is None:
            raise PermissionDenied
        return request.user.pk

    def _page(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        more = {**self.admin_site.each_context(request), "opts": self.opts, **context}
        return render(request, f"admin/assessment/rubricmark/{name}.html", more)


def _shown(item: AttemptItem, part: int) -> tuple[str, PartView]:
    """The text shared by the parts, and the open answer as its writer sees it; not found for any other part."""
    content, draws, marks = content_of(item.version_id), load_draws(item.draw), load_marks(item.marks)
    if part >= len(marks) or draws[part].type != open_answer.CODE or not marks[part].answered:
        raise Http404
    response = load_responses(item.response, len(draws))[part]
    view = part_view(content.parts[part], draws[part], response, REVIEW, marks[part], f"p{part}-")
    return shared_text(content.scenario, draws), view
