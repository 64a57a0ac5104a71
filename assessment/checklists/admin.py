"""The statements in the admin. Reviews are nobody's business but their owner's, so they are not here at all."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from assessment.checklists import authoring
from assessment.checklists.models import Statement
from assessment.checklists.queries import WORDS, current_version, words_of
from assessment.lib.bilingual import localised, text_of


class StatementForm(forms.ModelForm[Statement]):
    """The words of a statement, both languages side by side. Saving a change makes the next version."""

    text_en = forms.CharField(label=_("statement (English)"), widget=forms.Textarea({"rows": 4, "cols": 50}))
    text_zh_hans = forms.CharField(label=_("statement (Chinese)"), widget=forms.Textarea({"rows": 4, "cols": 50}))
    evidence_en = forms.CharField(label=_("evidence (English)"), max_length=200, required=False)
    evidence_zh_hans = forms.CharField(label=_("evidence (Chinese)"), max_length=200, required=False)
    period_days = forms.IntegerField(
        label=_("evidence counts for so many days"),
        required=False,
        min_value=1,
        max_value=3660,
        help_text=_("Empty: 180."),
    )

    class Meta:
        model = Statement
        fields = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial.update(words_of(self.instance))


@admin.register(Statement)
class StatementAdmin(admin.ModelAdmin[Statement]):
    """Finds and rewords statements; retiring takes the place of deleting."""

    form = StatementForm
    list_display = ("code", "words", "competency", "level", "version", "retired")
    list_filter = ("checklist", "retired", "level", "competency")
    search_fields = ("code", "versions__text_en", "versions__text_zh_hans")
    list_select_related = ("competency", "checklist")
    list_per_page = 50
    ordering = ("checklist", "position")
    actions = ("retire", "restore")
    readonly_fields = ("code", "checklist", "competency", "level", "retired", "version")
    fieldsets = (
        (None, {"fields": (("code", "version", "retired"), ("checklist", "competency", "level"))}),
        (
            _("What it says"),
            {
                "fields": (("text_en", "text_zh_hans"), ("evidence_en", "evidence_zh_hans"), "period_days"),
                "description": _(
                    "A change becomes the next version for new reviews. Open and closed reviews keep the words they "
                    "were answered to."
                ),
            },
        ),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Statement]:
        """Statements with their versions."""
        rows: QuerySet[Statement] = super().get_queryset(request)
        return rows.prefetch_related("versions")

    @admin.display(description=_("statement"))
    def words(self, statement: Statement) -> str:
        """The beginning of its present words in the reader's language."""
        version = current_version(statement)
        text = localised(text_of(version, "text")) if version else ""
        return text if len(text) <= 90 else f"{text[:90]}…"

    @admin.display(description=_("version"))
    def version(self, statement: Statement) -> Any:
        """The number of its present version."""
        version = current_version(statement)
        return version.number if version else "–"

    def save_model(self, request: HttpRequest, obj: Statement, form: Any, change: bool) -> None:
        """The next version, where the words differ."""
        words = {name: form.cleaned_data[name] for name in WORDS}
        version = authoring.revise(obj, words, timezone.now())
        if version:
            messages.info(request, _("Version %(number)d is used in reviews from now on.") % {"number": version.number})
        else:
            messages.info(request, _("Nothing differs, so there is no new version."))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """New statements come from the seeds, where both languages are checked."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Reviews rest on statements, so they are retired instead."""
        return False

    @admin.action(description=_("Retire the selected statements"), permissions=("change",))
    def retire(self, request: HttpRequest, statements: QuerySet[Statement]) -> None:
        """Leave them out of new reviews."""
        for statement in statements:
            authoring.retire(statement)
        messages.success(request, _("Retired: new reviews leave them out; reviews that hold them keep them."))

    @admin.action(description=_("Put the selected statements back"), permissions=("change",))
    def restore(self, request: HttpRequest, statements: QuerySet[Statement]) -> None:
        """Put them into new reviews again."""
        for statement in statements:
            authoring.restore(statement)
        messages.success(request, _("They are part of new reviews again."))
