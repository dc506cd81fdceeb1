"""The portal as gunicorn serves it, but for static files, which are not collected for a test. No test lives here."""

import os
from collections.abc import Callable, Iterable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")

from django.conf import settings

settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Every request of a test comes from one place.
settings.MOST_A_MINUTE["public searches"] = 10**9

from cspr_portal import wsgi  # noqa: E402  it reads the settings


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer as the portal does, and say which worker it was."""

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
        return start_response(status, [*headers, ("X-Worker", str(os.getpid()))], *rest)

    return wsgi.application(environ, start)
