"""The stock admin under our name, its index grouped by room."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_ROOMS = (
    (_("Bank"), ("Question", "Competency", "Skill", "Reference", "LectureClaim", "LevelCut")),
    (_("Delivery"), ("Quiz", "Attempt", "RubricMark")),
    (_("Checklists"), ("Statement",)),
    (_("People"), ("User", "Group", "EmailAddress", "Cohort")),
)


class PlumblineAdminSite(AdminSite):
    """Groups the models by the room they live in."""

    site_header = _("Plumbline administration")
    site_title = _("Plumbline administration")
    index_title = _("Content and people")

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The stock list, regrouped; a model that no room names keeps its own group."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {entry["object_name"]: entry for app in apps for entry in app["models"]}
        rooms = [
            {"name": name, "app_label": str(name), "app_url": "", "has_module_perms": True,
             "models": [models.pop(model) for model in wanted if model in models]}
            for name, wanted in _ROOMS
        ]  # fmt: skip
        rest = {"name": _("Other"), "app_label": "other", "app_url": "", "has_module_perms": True,
                "models": list(models.values())}  # fmt: skip
        return [room for room in (*rooms, rest) if room["models"]]


class PlumblineAdminConfig(AdminConfig):
    """Makes that site the default."""

    default_site = "assessment.admin_site.PlumblineAdminSite"
