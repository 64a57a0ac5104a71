"""The addresses of all rooms."""

from django.urls import include, path

from assessment.accounts.views import account, set_language
from assessment.lib.health import healthz

urlpatterns = [
    path("", include("assessment.delivery.urls")),
    path("", include("assessment.accounts.urls")),
    path("", include("assessment.checklists.urls")),
    path("", include("assessment.reports.urls")),
    path("account/", account, name="account"),
    path("language/", set_language, name="set_language"),
    path("healthz", healthz, name="healthz"),
]
