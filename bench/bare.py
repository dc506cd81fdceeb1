"""A bare Django application that says "hello": what the public pages are measured against. No middleware, no database."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    """The shortest answer that Django gives."""
    return HttpResponse("hello")


urlpatterns = [path("hello/", hello)]
settings.configure(
    SECRET_KEY="bench" * 12, ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, MIDDLEWARE=[], USE_TZ=True
)
application = get_wsgi_application()
