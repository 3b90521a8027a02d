"""The settings of the tests: those of the site, without what makes a test slow or dependent on the machine."""

import os
from pathlib import Path

VAR_DIR = Path(__file__).resolve().parent.parent / "var" / "test"
os.environ.update({"MAILLON_SECRET_KEY": "tests-only", "MAILLON_VAR": str(VAR_DIR), "MAILLON_COMPANY_SEARCH_URL": ""})
for name in (
    "MAILLON_DEMO",
    "MAILLON_DEBUG",
    "MAILLON_BASE_URL",
    "MAILLON_HOSTS",
    "MAILLON_SMTP_URL",
    "MAILLON_LOG",
    "MAILLON_SEAL",
):
    os.environ.pop(name, None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES, INSTALLED_APPS, STORAGES  # noqa: E402

VAR_DIR.mkdir(parents=True, exist_ok=True)
INSTALLED_APPS = [*INSTALLED_APPS, "tests"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "; PRAGMA synchronous=OFF"

# One round is enough where no secret is kept; files handed in stay in memory; static files come straight from their folders.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["default"] = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
