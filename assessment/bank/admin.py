"""The bank in the admin. It calls the same actions as everybody else and cannot go round them."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet, URLField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from assessment.bank import actions, admin_questions
from assessment.bank.forms import NewQuestionForm, blank_spec
from assessment.bank.models import (
    Competency,
    LectureClaim,
    LevelCut,
    LevelDescription,
    Question,
    Reference,
    Skill,
    cognitive_choices,
    level_choices,
)
from assessment.bank.queries import with_latest
from assessment.bank.question_types.registry import QUESTION_TYPES, question_type
from assessment.lib.admin import ReadOnly, RefusesDeletion
from assessment.lib.bilingual import localised
from assessment.values import Text


class _LatestFilter(admin.SimpleListFilter):
    """A filter on a column of a question's newest version, draft or published."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Question]) -> QuerySet[Question]:
        """Questions whose newest version has the chosen value."""
        return queryset.filter(**{f"latest_{self.parameter_name}": self.value()}) if self.value() else queryset


class TypeFilter(_LatestFilter):
    """By question type."""

    title, parameter_name = _("type"), "type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The types, by name."""
        return [(kind.CODE, localised(kind.NAME)) for kind in QUESTION_TYPES]


class LevelFilter(_LatestFilter):
    """By proficiency level."""

    title, parameter_name = _("level"), "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The levels, by name."""
        return level_choices()


class CognitiveFilter(_LatestFilter):
    """By cognitive level."""

    title, parameter_name = _("cognitive level"), "cognitive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The cognitive levels, by name."""
        return cognitive_choices()


@admin.register(Question)
class QuestionAdmin(RefusesDeletion):
    """Finds questions; their own pages are in admin_questions."""

    list_display = (
        "slug",
        "stem",
        "competency_code",
        "type_name",
        "level_name",
        "status",
        "version_number",
        "has_draft",
    )
    list_filter = ("competency", "status", TypeFilter, LevelFilter, CognitiveFilter)
    search_fields = (
        "slug", "versions__parts__stem_en", "versions__parts__stem_zh_hans",
        "versions__parts__options__text_en", "versions__parts__options__text_zh_hans",
        "versions__explanation_en", "versions__explanation_zh_hans",
    )  # fmt: skip
    search_help_text = _("Name, or words of stem, options or explanation in either language")
    list_select_related = ("competency",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Question]:
        """Questions with the columns of their newest version."""
        return with_latest(super().get_queryset(request))

    @admin.display(description=_("stem"))
    def stem(self, question: Any) -> str:
        """The beginning of the stem in the reader's language."""
        text = localised(Text(question.latest_stem_en or "", question.latest_stem_zh_hans or ""))
        return text if len(text) <= 90 else f"{text[:90]}…"

    @admin.display(description=_("competency"), ordering="competency__code")
    def competency_code(self, question: Question) -> str:
        """Short, so that the stem has room."""
        return question.competency.code

    @admin.display(description=_("type"), ordering="latest_type")
    def type_name(self, question: Any) -> str:
        """The type's name in the reader's language."""
        return localised(question_type(question.latest_type).NAME) if question.latest_type else "–"

    @admin.display(description=_("level"), ordering="latest_level")
    def level_name(self, question: Any) -> Any:
        """The level's name."""
        return dict(level_choices()).get(question.latest_level, "–")

    @admin.display(description=_("version"))
    def version_number(self, question: Any) -> Any:
        """The number of the newest published version."""
        return question.published_number or "–"

    @admin.display(description=_("draft"))
    def has_draft(self, question: Any) -> Any:
        """Whether a draft waits."""
        return _("waiting") if question.draft_id else ""

    def obstacle(self, row: Any) -> str:
        """Published questions stay."""
        return actions.obstacle_to_deletion(row)

    def get_urls(self) -> list[URLPattern]:
        """The pages of one question, before the stock ones."""
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), {"admin": self}, f"assessment_question_{name}")
            for name, view in admin_questions.PAGES.items()
        ]
        preview = path(
            "<int:pk>/preview/<int:version_id>/", self.admin_site.admin_view(admin_questions.preview),
            {"admin": self}, "assessment_question_preview",
        )  # fmt: skip
        return [*own, preview, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Name, competency and type; then the draft."""
        if not self.has_add_permission(request):
            return admin_questions.forbidden()
        form = NewQuestionForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            return self._create(request, form)
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts, "title": _("New question")}
        return render(request, "admin/assessment/question/new.html", context)

    def _create(self, request: HttpRequest, form: NewQuestionForm) -> HttpResponse:
        competency: Competency = form.cleaned_data["competency"]
        skill = competency.skills.order_by("code").first()
        if skill is None:
            messages.error(request, _("This competency has no skill yet; add one first."))
            return redirect("admin:assessment_competency_change", competency.pk)
        question = actions.create_question(form.cleaned_data["slug"], competency.code)
        actions.save_draft(question, blank_spec(question_type(form.cleaned_data["type"]), skill.code))
        self.log_addition(request, question, "Created.")
        return redirect(reverse("admin:assessment_question_draft", args=[question.pk]))

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """One question: what it is, what can be done, its versions."""
        return admin_questions.overview(request, self, object_id)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The history of a question is that of its versions."""
        return redirect("admin:assessment_question_versions", object_id)


class SkillInline(admin.TabularInline[Skill, Competency]):
    """Skills within their competency."""

    model = Skill
    extra = 0


class LevelInline(admin.StackedInline[LevelDescription, Competency]):
    """Level descriptions within their competency."""

    model = LevelDescription
    extra = 0


@admin.register(Competency)
class CompetencyAdmin(RefusesDeletion):
    """Competencies with their skills and levels, both languages side by side."""

    list_display = ("code", "name_en", "name_zh_hans", "domain")
    search_fields = ("code", "name_en", "name_zh_hans")
    list_filter = ("domain",)
    inlines = (SkillInline, LevelInline)
    fieldsets = (
        (None, {"fields": (
            ("code", "domain"), ("domain_name_en", "domain_name_zh_hans"), ("name_en", "name_zh_hans"),
            ("summary_en", "summary_zh_hans"), ("definition_en", "definition_zh_hans"),
        )}),
    )  # fmt: skip

    def obstacle(self, row: Any) -> str:
        """A competency with questions stays."""
        return actions.obstacle_to_deleting_competency(row)


@admin.register(Reference)
class ReferenceAdmin(admin.ModelAdmin[Reference]):
    """Public sources."""

    list_display = ("key", "authors", "title", "year")
    search_fields = ("key", "authors", "title")
    formfield_overrides: ClassVar[dict[Any, Any]] = {URLField: {"assume_scheme": "https"}}


@admin.register(LectureClaim)
class LectureClaimAdmin(ReadOnly):
    """The lecture map. It comes from the seeds and is changed there."""

    list_display = ("code", "section", "text_en", "text_zh_hans", "kind", "use")
    list_filter = ("use", "kind", "section")
    search_fields = ("code", "text_en", "text_zh_hans")


@admin.register(LevelCut)
class LevelCutAdmin(ReadOnly):
    """The provisional cuts, computed from the bank."""

    list_display = ("level", "ability", "items", "computed_at")
