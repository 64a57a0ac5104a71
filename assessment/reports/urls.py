"""The addresses of reports."""

from django.urls import path

from assessment.reports import views

urlpatterns = [
    path("profile/", views.report, {"slug": "profile"}, name="profile"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("reports/<slug:slug>/<uuid:key>/", views.report, name="report_of"),
    path("cohorts/<uuid:key>/figures/", views.update_figures, name="update_figures"),
]
