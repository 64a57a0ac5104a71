"""Quizzes and attempts in the admin. Attempts can be read and nothing else."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from assessment.bank.queries import covered_competencies, form_items, parts_of
from assessment.bank.question_types.registry import question_type
from assessment.delivery import (
    admin_marking,  # noqa: F401  (registers the page of open answers)
    queries,
    quizzes,
)
from assessment.delivery.admin_corrections import CorrectionRunAdmin
from assessment.delivery.assembly import RELAXED
from assessment.delivery.forming import rules_given_up
from assessment.delivery.forms import RULE_NAMES, QuizForm
from assessment.delivery.models import Attempt, AttemptItem, CorrectionRun, Quiz, QuizItem
from assessment.delivery.records import load_responses
from assessment.lib.admin import ReadOnly, RefusesDeletion
from assessment.lib.bilingual import current_language

admin.site.register(CorrectionRun, CorrectionRunAdmin)


class QuizItemInline(admin.TabularInline[QuizItem, Quiz]):
    """The questions of a quiz, found by name or words."""

    model = QuizItem
    extra = 1
    autocomplete_fields = ("question",)


@admin.register(Quiz)
class QuizAdmin(RefusesDeletion):
    """Quizzes, both languages side by side."""

    list_display = ("slug", "title_en", "title_zh_hans", "mode", "counts", "questions", "status", "position")
    list_filter = ("status", "mode", "counts", "competency")
    search_fields = ("slug", "title_en", "title_zh_hans")
    inlines = (QuizItemInline,)
    actions = ("retire",)
    form = QuizForm
    fieldsets = (
        (None, {"fields": (
            "slug", ("title_en", "title_zh_hans"), ("description_en", "description_zh_hans"),
            ("mode", "competency"), ("status", "position"),
        )}),
        (_("How it is sat"), {"fields": (
            "visitors", ("minutes", "attempts_allowed"), ("opens_at", "closes_at"), "certainty",
            "shows_answered", "shows_submitted", "shows_closed",
        )}),
        (_("How it counts"), {"fields": (("counts", "counted"),)}),
        (_("Which questions"), {"fields": ("plan",)}),
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quiz]:
        """Quizzes with their number of listed questions."""
        quizzes: QuerySet[Quiz] = super().get_queryset(request)
        return quizzes.annotate(question_count=Count("items"))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """The list, each quiz with how many questions it asks, by list or by plan."""
        changes = super().get_changelist_instance(request)
        quizzes, covered = list(changes.result_list), covered_competencies()
        for quiz in quizzes:
            quiz.question_count = queries.asked_count(quiz, covered)
        changes.result_list = quizzes
        return changes

    @admin.display(description=_("questions"))
    def questions(self, quiz: Any) -> int:
        """How many questions it asks."""
        count: int = quiz.question_count
        return count

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save the questions, and say which of them cannot be asked yet."""
        super().save_related(request, form, formsets, change)
        silent = [
            item.question.slug for item in form.instance.items.select_related("question") if not item.can_be_asked
        ]
        _say_what_the_plan_cannot_keep(request, form.instance)
        if silent:
            words = _("Not published, so left out of new attempts: %(names)s.")
            messages.warning(request, words % {"names": ", ".join(silent)})

    def obstacle(self, row: Any) -> str:
        """A quiz with attempts stays."""
        return quizzes.obstacle_to_deletion(row)

    @admin.action(description=_("Retire the selected quizzes"), permissions=("change",))
    def retire(self, request: HttpRequest, selected: QuerySet[Quiz]) -> None:
        """Take quizzes out of the catalogue; their results stay."""
        for quiz in selected:
            quizzes.retire(quiz)
        messages.success(request, _("Retired: nobody can start them any more; past results stay."))


def _say_what_the_plan_cannot_keep(request: HttpRequest, quiz: Quiz) -> None:
    """Tell the author which rules of the plan the bank cannot keep; learners get the nearest form without a word."""
    if not quiz.plan:
        return
    names = RULE_NAMES
    given_up = rules_given_up(quiz, form_items())
    if given_up:
        listed = "; ".join(str(names[rule]) for rule in RELAXED if rule in given_up)
        words = _("The bank cannot keep every rule of this plan. What gives way, in some forms or in all: %(rules)s.")
        messages.warning(request, words % {"rules": listed})


@admin.register(Attempt)
class AttemptAdmin(ReadOnly):
    """Attempts, to read: who sat what, when, and every answer with its mark."""

    list_display = ("key", "user", "quiz", "started_at", "submitted_at", "submitted_by", "score")
    list_filter = ("quiz", "submitted_by", "user__simulated", ("submitted_at", admin.DateFieldListFilter))
    search_fields = ("user__email", "key")
    list_select_related = ("user", "quiz")
    date_hierarchy = "started_at"
    change_form_template = "admin/assessment/attempt/change_form.html"
    fields = (
        "key", "user", "quiz", "rules", "started_at", "deadline", "submitted_at", "submitted_by", "points", "share",
        "guess_share", "ability", "ability_error", "cuts", "grading_version", "scoring_version", "seed",
    )  # fmt: skip

    @admin.display(description=_("score"), ordering="share")
    def score(self, attempt: Attempt) -> str:
        """The score in percent."""
        return "–" if attempt.share is None else f"{attempt.share:.0%}"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The stock page with the answers below."""
        items = AttemptItem.objects.none()
        if object_id.isdecimal() and self.has_view_permission(request):
            items = (
                AttemptItem.objects.filter(attempt=int(object_id))
                .select_related("version__question")
                .order_by("position")
            )
        more = {**(extra_context or {}), "rows": _answers(list(items))}
        response: HttpResponse = super().change_view(request, object_id, form_url, more)
        return response


def _answers(items: list[AttemptItem]) -> list[tuple[AttemptItem, str]]:
    """Each item with its answer in words."""
    parts = parts_of(item.version_id for item in items)
    language = current_language()
    rows = []
    for item in items:
        responses = load_responses(item.response, len(parts[item.version_id]))
        pairs = zip(parts[item.version_id], responses, strict=True)
        rows.append((item, " | ".join(question_type(part.type).describe(part, r, language) for part, r in pairs)))
    return rows
