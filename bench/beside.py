"""The portal as it is served, with one more address that says "hello": the same middleware and nothing behind it."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

import cspr_portal.wsgi
from cspr_portal import urls


@login_not_required
def hello(request: HttpRequest) -> HttpResponse:
    """The shortest answer behind the portal's middleware."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello), *urls.urlpatterns]
handler400, handler403, handler404 = urls.handler400, urls.handler403, urls.handler404
handler500 = urls.handler500
settings.ROOT_URLCONF = __name__
# All that is asked here comes from one connection.
settings.MOST_A_MINUTE["public searches"] = 10**9
application = cspr_portal.wsgi.application
