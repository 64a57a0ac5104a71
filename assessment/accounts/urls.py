"""The addresses of cohorts."""

from django.urls import path

from assessment.accounts import cohort_views as views

urlpatterns = [
    path("cohorts/", views.cohorts, name="cohorts"),
    path("cohorts/join/<str:token>/", views.join, name="join_cohort"),
    path("cohorts/<uuid:key>/", views.cohort, name="cohort"),
    path("cohorts/<uuid:key>/invitations/", views.invite, name="invite_to_cohort"),
    path("cohorts/<uuid:key>/invitations/<int:number>/revoke/", views.revoke, name="revoke_invitation"),
    path("cohorts/<uuid:key>/delete/", views.delete, name="delete_cohort"),
    path("cohorts/<uuid:key>/leave/", views.leave, name="leave_cohort"),
]
