"""The administrators' own site: an allow-list of people, places and reference data, and never a case.

What each page shows is in admin.py. No library adds itself here: only models registered there by name.
"""

import functools
from importlib import import_module
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import URLPattern, URLResolver, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from cspr_portal.refusals import Refused
from reviews.sign_in import trail
from reviews.sign_in.access import has_second_factor, may_sign_in, needs_second_factor
from reviews.sign_in.views import sign_out

# The one looks up any kind of row by its key, the other lists rows for drop-downs that the site doesn't have.
UNUSED = {"view_on_site", "autocomplete"}
# The modules that may put a model on this site. They import it, so it imports them when addresses are built.
ALLOW_LISTS = ("reviews.admin", "reviews.admin_guidance", "reviews.admin_retention", "publications.admin")


class PeopleAdminSite(AdminSite):
    """Django's admin for administrators, with the portal's own sign-in."""

    site_header = "People, agencies and panels"
    site_title = "Administration"
    index_title = "What administrators look after"
    site_url = "/staff/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Return whether this is an active administrator whose session passed the second factor."""
        user = request.user
        if not (user.is_authenticated and user.is_administrator and may_sign_in(user)):
            return False
        if not needs_second_factor(user):
            return True
        return trail.is_vouched_for(request) or (has_second_factor(user) and trail.has_passed(request))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Wrap `view` as Django does; somebody signed in who is no administrator is told so (403)."""
        inner = super().admin_view(view, cacheable)

        @functools.wraps(inner)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.user.is_authenticated and not self.has_permission(request):
                raise Refused("Only an administrator may open this part of the portal.")
            return inner(request, *args, **kwargs)

        return guarded

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Leave out what is not used, and send people who are not signed in straight to the sign-in page."""
        for name in ALLOW_LISTS:
            import_module(name)
        found = []
        for entry in super().get_urls():
            if getattr(entry, "name", "") in UNUSED:
                continue
            if isinstance(entry, URLPattern) and hasattr(entry.callback, "login_url"):
                del entry.callback.login_url
            found.append(entry)
        return found

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Send to the portal's sign-in page: this site has none of its own."""
        target = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        return redirect_to_login(target, resolve_url("account_login"))

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Sign out as everywhere else."""
        return sign_out(request)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Send to the portal's own page."""
        return redirect("account_change_password")

    def password_change_done(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """Send to the portal's own page."""
        return redirect("mfa_index")


admin_site = PeopleAdminSite(name="admin")
