"""What administrators see of publications: the list of themes. No text of a publication, ever."""

from django.contrib import admin

from publications.models import Theme
from reviews.admin import AuditedAdmin
from reviews.admin_site import admin_site


@admin.register(Theme, site=admin_site)
class ThemeAdmin(AuditedAdmin):
    kind = "theme"
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
