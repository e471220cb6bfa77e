"""Questionnaire, paths and the account page."""

from django.urls import URLPattern

app_name = "advisor"
urlpatterns: list[URLPattern] = []
