"""The WSGI entry that granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# Nothing that starting makes is garbage: looking for some, again and again, would take a fifth of the time.
gc.disable()
application = get_wsgi_application()
gc.enable()
gc.freeze()
