"""The WSGI application that gunicorn serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")

application = get_wsgi_application()

# All views and forms now, not while the first person waits. What is loaded stays: Python's collector, which would
# walk through it again and again, keeps out of it, and looks at the rest less often.
get_resolver().url_patterns  # noqa: B018  reading it loads them
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
