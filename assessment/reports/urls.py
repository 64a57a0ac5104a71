"""The addresses of reports."""

from django.urls import path

from assessment.reports import views
from assessment.reports.own_data import views as own_data

urlpatterns = [
    path("profile/", views.report, {"slug": "profile"}, name="profile"),
    path("reports/<slug:slug>/", views.report, name="report"),
    path("reports/<slug:slug>/<uuid:key>/", views.report, name="report_of"),
    path("cohorts/<uuid:key>/figures/", views.update_figures, name="update_figures"),
    path("account/export/", own_data.export, name="account_export"),
    path("account/delete/", own_data.delete, name="account_delete"),
    path("account/deleted/", own_data.deleted, name="account_deleted"),
]
