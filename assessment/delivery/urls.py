"""The learner's addresses."""

from django.urls import path

from assessment.delivery import notebook_views, practice_views, rubric_views, views

urlpatterns = [
    path("", views.home, name="home"),
    path("quizzes/", views.catalogue, name="catalogue"),
    path("quizzes/<slug:slug>/", views.quiz, name="quiz"),
    path("quizzes/<slug:slug>/start/", views.start, name="start"),
    path("attempts/", views.attempts, name="attempts"),
    path("attempts/<uuid:key>/", views.finish, name="finish"),
    path("attempts/<uuid:key>/<int:position>/", views.question, name="question"),
    path("attempts/<uuid:key>/<int:position>/rubric/<int:part>/", rubric_views.score_own, name="score_own"),
    path("attempts/<uuid:key>/submit/", views.submit, name="submit"),
    path("attempts/<uuid:key>/result/", views.result, name="result"),
    path("practice/", practice_views.practice, name="practice"),
    path("notebook/", notebook_views.notebook, name="notebook"),
    path("notebook/practise/", notebook_views.practise, name="practise"),
    path("notebook/questions/<slug:slug>/", notebook_views.note, name="note"),
]
