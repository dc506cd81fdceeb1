"""What administrators see of publications: the themes and the helplines. No text of a publication, ever."""

from typing import Any

from django import forms
from django.contrib import admin

from publications.models import Helpline, Theme
from reviews.admin import AuditedAdmin
from reviews.admin_site import admin_site


@admin.register(Theme, site=admin_site)
class ThemeAdmin(AuditedAdmin):
    kind = "theme"
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Helpline, site=admin_site)
class HelplineAdmin(AuditedAdmin):
    """Somebody to talk to. One that is no longer shown stays in the list."""

    kind = "helpline"
    list_display = ["name", "for_whom", "telephone", "order", "is_shown"]
    list_filter = ["is_shown"]

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> forms.Field | None:
        """An address typed without its beginning is taken as https."""
        if db_field.name == "url":
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)
