"""Public pages of the catalogue."""

from django.urls import URLPattern, path

from catalog.views.courses import course_detail, course_go
from catalog.views.editorial import guide_detail, guide_list, question_list
from catalog.views.feed import course_feed
from catalog.views.library import course_list
from catalog.views.maps import course_map, skill_map
from catalog.views.pictures import course_picture, guide_picture, site_picture
from catalog.views.reports import course_report

app_name = "catalog"
urlpatterns: list[URLPattern] = [
    path("courses/", course_list, name="course_list"),
    path("courses/<slug:slug>/", course_detail, name="course_detail"),
    path("courses/<slug:slug>/go/", course_go, name="course_go"),
    path("courses/<slug:slug>/map/", course_map, name="course_map"),
    path("skills/<slug:slug>/map/", skill_map, name="skill_map"),
    path("courses/<slug:slug>/report/", course_report, name="course_report"),
    path("guides/", guide_list, name="guide_list"),
    path("guides/<slug:slug>/", guide_detail, name="guide_detail"),
    path("feed.xml", course_feed, name="course_feed"),
    path("pictures/<slug:version>.png", site_picture, name="site_picture"),
    path("courses/<slug:slug>/picture/<slug:version>.png", course_picture, name="course_picture"),
    path("guides/<slug:slug>/picture/<slug:version>.png", guide_picture, name="guide_picture"),
    path("faq/", question_list, name="question_list"),
]
