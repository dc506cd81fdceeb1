"""Addresses of an intake, under /staff/cases/new/: a fixed one that begins it, then one for each section."""

from django.urls import URLPattern, path

from . import views
from .sections import SECTIONS, Section


def _of(section: Section) -> list[URLPattern]:
    given = {"section": section}
    name, route = f"intake_{section.key}", f"<uuid:intake>/{section.key}/"
    if not section.many:
        return [path(route, views.section, given, name=name)]
    return [
        path(route, views.entries, given, name=name),
        path(f"{route}<uuid:entry>/", views.entry, given, name=f"{name}_entry"),
        path(f"{route}<uuid:entry>/remove/", views.remove, given, name=f"{name}_remove"),
    ]


urlpatterns = [
    path("", views.start, name="log_case"),
    path("<uuid:intake>/", views.tasks, name="intake"),
    path("<uuid:intake>/place/", views.place, name="intake_place"),
    path("<uuid:intake>/agencies/involvement/", views.lines, name="intake_lines"),
    path("<uuid:intake>/check/", views.check_answers, name="intake_check"),
    path("<uuid:intake>/drop/", views.drop, name="intake_drop"),
    *(pattern for section in SECTIONS for pattern in _of(section)),
]
