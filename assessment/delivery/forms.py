"""A quiz as authors edit it: what is shown when as ticks, the plan of its forms as checked JSON."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from assessment.bank.queries import covered_competencies
from assessment.delivery.assembly import read_plan
from assessment.delivery.models import Quiz
from assessment.delivery.rules import DEFAULT_SHOWS, FEEDBACK, RIGHT, STAGES

THINGS = (
    ("own", _("own answer")), ("right", _("right answer")), ("feedback", _("feedback")),
    ("explanation", _("explanation")), ("score", _("score")),
)  # fmt: skip
RULE_NAMES = {
    "unseen": _("half of a retake is new"),
    "verdicts": _("as many true statements as false ones"),
    "kinds": _("the limits by type"),
    "attributed": _("at most a fifth asks what the lecture says"),
    "claims": _("at most two questions on one claim of the lecture"),
    "levels": _("the numbers by cognitive level"),
    "length": _("the number of questions"),
}


def _ticks(label: Any, help_text: Any) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, help_text=help_text, choices=THINGS, required=False, widget=forms.CheckboxSelectMultiple
    )


class QuizForm(forms.ModelForm):  # type: ignore[type-arg]
    """The admin's form of a quiz."""

    shows_answered = _ticks(
        _("Shown as soon as a question is answered"), _("With anything ticked the answer is final then: practice.")
    )
    shows_submitted = _ticks(_("Shown after submission"), "")
    shows_closed = _ticks(_("Shown besides after the quiz has closed"), _("Only where there is a closing date."))

    class Meta:
        model = Quiz
        fields = (
            "slug", "title_en", "title_zh_hans", "description_en", "description_zh_hans", "mode", "competency",
            "status", "position", "visitors", "minutes", "attempts_allowed", "opens_at", "closes_at", "certainty",
            "counts", "counted", "plan",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shows = self.instance.shows or DEFAULT_SHOWS
        for stage in STAGES:
            self.fields[f"shows_{stage}"].initial = shows.get(stage, [])
        # Readers who may not change a quiz get a form without fields.
        for name in {"opens_at", "closes_at"} & self.fields.keys():
            # The admin asks for day and time in two boxes, of which neither has a label.
            halves = getattr(self.fields[name].widget, "widgets", ())
            for half, label in zip(halves, (_("date"), _("time of day")), strict=False):
                half.attrs["aria-label"] = f"{self.fields[name].label}: {label}"

    def clean_plan(self) -> Any:
        """A plan that can be read, or none."""
        plan = self.cleaned_data["plan"] or {}
        if plan:
            try:
                read_plan(plan, covered_competencies())
            except ValueError as error:
                raise ValidationError(
                    _(
                        "This is not a plan (%(error)s). Write, for example, "
                        '{"sections": [{"competency": "C07", "R": 4, "A": 5, "E": 3}]}.'
                    ),
                    params={"error": error},
                ) from error
        return plan

    def clean(self) -> dict[str, Any]:
        """Dates in order; what shows the answers before submission never counts."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if data.get("opens_at") and data.get("closes_at") and data["opens_at"] >= data["closes_at"]:
            self.add_error("closes_at", _("The quiz must close after it opens."))
        if data.get("counts") and data.get("shows_answered"):
            self.add_error("counts", _("What shows feedback before submission is practice and cannot count."))
        shown: set[str] = set()
        for stage in STAGES:
            shown.update(data.get(f"shows_{stage}", []))
            if FEEDBACK in data.get(f"shows_{stage}", []) and RIGHT not in shown:
                words = _("Feedback tells what is right, so it is shown only together with the right answer.")
                self.add_error(f"shows_{stage}", words)
        self.instance.shows = {stage: data.get(f"shows_{stage}", []) for stage in STAGES}
        return data
