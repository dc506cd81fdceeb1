"""The WSGI application that gunicorn serves."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.template.loader import get_template
from django.urls import get_resolver

from cspr_portal import patience
from cspr_portal.pdf import apart

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cspr_portal.settings")

patience.bound(settings.DATABASES)
apart.ALWAYS = True
application = get_wsgi_application()

# All views, forms, the database's driver and the pages that most visitors ask for now, not while the first person waits,
# and once for all processes that gunicorn makes of this one (--preload). What is loaded stays: Python's collector, which
# would walk through it again and again, keeps out of it, and looks at the rest less often.
get_resolver().url_patterns  # noqa: B018  reading it loads them
connection.vendor  # noqa: B018
for page in ("home", "published", "publication", "site_page"):
    get_template(f"publications/public/{page}.html")
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
