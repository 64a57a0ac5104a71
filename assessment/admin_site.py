"""The stock admin under our name, its index grouped by room."""

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils.translation import gettext_lazy as _

_ROOMS = (
    (_("Bank"), ("Question", "Competency", "Skill", "Reference", "LectureClaim", "LevelCut")),
    (_("Delivery"), ("Quiz", "Attempt", "RubricMark", "CorrectionRun")),
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
        rooms: list[dict[str, Any]] = [
            {"name": name, "app_label": str(name), "app_url": "", "has_module_perms": True,
             "models": [models.pop(model) for model in wanted if model in models]}
            for name, wanted in _ROOMS
        ]  # fmt: skip
        if request.user.has_perm("assessment.view_question"):
            rooms[0]["models"].append(self._coverage_entry())
        rest = {"name": _("Other"), "app_label": "other", "app_url": "", "has_module_perms": True,
                "models": list(models.values())}  # fmt: skip
        return [room for room in (*rooms, rest) if room["models"]]

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """The pages of Django, and those that belong to no model."""
        return [path("coverage/", self.admin_view(self.coverage), name="coverage"), *super().get_urls()]

    def coverage(self, request: HttpRequest) -> HttpResponse:
        """What the questions cover of the lecture."""
        # The admin site exists before the models that the page reads.
        from assessment.exchange.views import coverage_page

        return coverage_page(request, self)

    def _coverage_entry(self) -> dict[str, Any]:
        """A line of the index for a page without a model."""
        return {"name": _("Coverage of the lecture"), "object_name": "Coverage", "view_only": True, "add_url": None,
                "admin_url": reverse(f"{self.name}:coverage"), "perms": {"view": True}}  # fmt: skip


class PlumblineAdminConfig(AdminConfig):
    """Makes that site the default."""

    default_site = "assessment.admin_site.PlumblineAdminSite"
