"""The one form of checklists that needs more than a row of fields: naming a system."""

from django import forms
from django.utils.translation import gettext_lazy as _


class SystemForm(forms.Form):
    """Name and description of a system or a team."""

    name = forms.CharField(
        label=_("Name of the system or team"), max_length=120, widget=forms.TextInput({"class": "form-control"})
    )
    description = forms.CharField(
        label=_("What belongs to it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2, "class": "form-control"}),
        help_text=_("For example its purpose, its models and the team that runs it."),
    )
