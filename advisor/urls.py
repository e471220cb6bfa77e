"""Questionnaire, paths and the account page."""

from django.urls import URLPattern, path

from advisor.views.account import account_delete, account_detail, account_export
from advisor.views.home import home
from advisor.views.paths import (
    dashboard,
    path_archive,
    path_detail,
    path_rename,
    plan_detail,
    plan_save,
    progress_record,
)
from advisor.views.questionnaire import questionnaire_question, questionnaire_review, questionnaire_start

app_name = "advisor"
urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("start/", questionnaire_start, name="questionnaire_start"),
    path("start/review/", questionnaire_review, name="questionnaire_review"),
    path("start/<slug:key>/", questionnaire_question, name="questionnaire_question"),
    path("plan/", plan_detail, name="plan_detail"),
    path("plan/save/", plan_save, name="plan_save"),
    path("dashboard/", dashboard, name="dashboard"),
    path("paths/<int:pk>/", path_detail, name="path_detail"),
    path("paths/<int:pk>/rename/", path_rename, name="path_rename"),
    path("paths/<int:pk>/archive/", path_archive, name="path_archive"),
    path("paths/<int:pk>/courses/<slug:slug>/progress/", progress_record, name="progress_record"),
    path("account/", account_detail, name="account_detail"),
    path("account/export/", account_export, name="account_export"),
    path("account/delete/", account_delete, name="account_delete"),
]
