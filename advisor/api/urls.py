"""Addresses of the JSON interface and of the page about it."""

from django.urls import URLPattern, path, re_path

from advisor.views.api import advise, docs, goal_detail, goal_list, openapi
from catalog.views.api import address_missing, course_detail, course_list, skill_detail, skill_list

app_name = "api"
urlpatterns: list[URLPattern] = [
    path("", docs, name="docs"),
    path("v1/openapi.json", openapi, name="openapi"),
    path("v1/courses/", course_list, name="course_list"),
    path("v1/courses/<slug:slug>/", course_detail, name="course_detail"),
    path("v1/skills/", skill_list, name="skill_list"),
    path("v1/skills/<slug:slug>/", skill_detail, name="skill_detail"),
    path("v1/goals/", goal_list, name="goal_list"),
    path("v1/goals/<slug:slug>/", goal_detail, name="goal_detail"),
    path("v1/advise", advise, name="advise"),
    # Programs get JSON for a wrong address too, not the site's page.
    re_path(r"^v1(?:/.*)?$", address_missing),
]
