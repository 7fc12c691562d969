"""The WSGI application, for ``stronghold serve`` and for any other WSGI server."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stronghold.web.settings")
application = get_wsgi_application()
