"""Public pages of the catalogue."""

from django.urls import URLPattern, path

from catalog import views

app_name = "catalog"
urlpatterns: list[URLPattern] = [
    path("courses/", views.course_list, name="course_list"),
    path("courses/<slug:slug>/", views.course_detail, name="course_detail"),
    path("guides/", views.guide_list, name="guide_list"),
    path("guides/<slug:slug>/", views.guide_detail, name="guide_detail"),
    path("faq/", views.question_list, name="question_list"),
]
