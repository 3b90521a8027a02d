"""Every setting comes from the environment; `docs/deploy.md` lists them."""

import os
from importlib.util import find_spec
from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("MAILLON_VAR", BASE_DIR / "var"))
NODE_MODULES = BASE_DIR / "node_modules"


def flag(name: str, default: str = "0") -> bool:
    return os.environ.get(name, default).lower() in {"1", "true", "yes", "oui"}


DEMO = flag("MAILLON_DEMO")
DEBUG = flag("MAILLON_DEBUG")
BASE_URL = os.environ.get("MAILLON_BASE_URL", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}").rstrip("/")

SECRET_KEY = os.environ.get("MAILLON_SECRET_KEY", "")
if not SECRET_KEY:
    if not (DEMO or DEBUG):
        raise ImproperlyConfigured("MAILLON_SECRET_KEY est vide : donnez une clé secrète (voir docs/deploy.md).")
    SECRET_KEY = "demonstration-only-the-records-are-fictional-and-public"
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("MAILLON_SECRET_KEY_FALLBACKS", "").split(",") if key]

_host = BASE_URL.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0]
ALLOWED_HOSTS = [_host, *filter(None, os.environ.get("MAILLON_HOSTS", "").split(","))]
# Networks that have a domain of their own: MAILLON_SITES=www.reseau.example=ogo,autre.example=bdn
SITES = dict(pair.split("=", 1) for pair in os.environ.get("MAILLON_SITES", "").split(",") if "=" in pair)
ALLOWED_HOSTS += [name.rsplit(":", 1)[0] for name in SITES]
if DEMO or DEBUG:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
    "maillon.common",
    "maillon.ground.journal",
    "maillon.ground.messages",
    "maillon.ground.files",
    "maillon.ground.accounts",
    "maillon.ground.organisations",
    "maillon.ground.documents",
    "maillon.ground.imports",
    "maillon.ground.governance",
    "maillon.matter.ledger",
    "maillon.matter.lots",
    "maillon.matter.devices",
    "maillon.matter.erasure",
    "maillon.matter.arrivals",
    "maillon.matter.refurbishing",
    "maillon.matter.transfers",
    "maillon.matter.scanning",
    "maillon.matter.corrections",
    "maillon.giving.agreements",
    "maillon.giving.donations",
    "maillon.giving.rounds",
    "maillon.giving.receptions",
    "maillon.giving.donors",
    "maillon.giving.groups",
    "maillon.giving.reuse",
    "maillon.sharing.people",
    "maillon.sharing.directory",
    "maillon.sharing.accompaniment",
    "maillon.sharing.needs",
    "maillon.sharing.handovers",
    "maillon.telling.impact",
    "maillon.telling.pages",
    "maillon.desk",
    "maillon.demo",
]

if find_spec("django_linear_migrations"):
    # A developer's tool, which an installation does without.
    INSTALLED_APPS.append("django_linear_migrations")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "maillon.common.middleware.CompressedText",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "maillon.ground.organisations.middleware.acting_member",
    "maillon.common.middleware.refusals",
    "maillon.desk.replay.replay",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "maillon" / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["maillon.common.typography.Folders", "maillon.common.typography.Apps"],
                        )
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "maillon.desk.shell.shell",
            ],
            "builtins": ["maillon.common.templatetags.maillon"],
        },
    }
]
FORM_RENDERER = "maillon.common.forms.Renderer"

DATABASE_URL = os.environ.get("MAILLON_DATABASE_URL") or f"sqlite:///{VAR_DIR / 'maillon.sqlite3'}"
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000; PRAGMA mmap_size=268435456"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": os.environ.get("MAILLON_TASKS", "django_tasks_db.DatabaseBackend")}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "maillon.ground.organisations.adapter.Adapter"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/a-faire/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

EMAIL_BACKEND = "maillon.ground.messages.backend.OutboxBackend"
SMTP_URL = os.environ.get("MAILLON_SMTP_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("MAILLON_FROM", "Maillon <ne-pas-repondre@maillon.example>")

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français")]
TIME_ZONE = "Europe/Paris"
USE_I18N = True
USE_TZ = True

# The reader must be the version that barcode-detector asks for: npm nests it there when the top of the tree has another.
NESTED = NODE_MODULES / "barcode-detector" / "node_modules"
ZXING = NESTED if (NESTED / "zxing-wasm").is_dir() else NODE_MODULES
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [
    BASE_DIR / "maillon" / "static",
    *(
        (prefix, folder)
        for prefix, folder in {
            "bootstrap": NODE_MODULES / "bootstrap" / "dist",
            "leaflet": NODE_MODULES / "leaflet" / "dist",
            "barcode-detector": NODE_MODULES / "barcode-detector" / "dist" / "iife",
            "zxing-wasm": ZXING / "zxing-wasm" / "dist" / "reader",
        }.items()
        if folder.is_dir()
    ),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR_DIR / "files"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

SEAL_GIVEN = bool(os.environ.get("MAILLON_SEAL"))
SEAL_FILE = Path(os.environ.get("MAILLON_SEAL") or VAR_DIR / "cachet.pem")

# Days during which a file of the bench that was refused is kept for whoever handed it in: it may hold personal data.
REFUSED_FILES_DAYS = int(os.environ.get("MAILLON_REFUSED_FILES_DAYS", "30"))

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
if BASE_URL.startswith("https://"):
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31536000
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# The operator's routing server, for instance osrm+http://127.0.0.1:5000; empty: distances are estimated.
COMPANY_SEARCH_URL = os.environ.get("MAILLON_COMPANY_SEARCH_URL", "https://recherche-entreprises.api.gouv.fr/search")
ROUTING_URL = os.environ.get("MAILLON_ROUTING_URL", "")
# Street backgrounds of the directory's map, tried in this order once someone asks for one; MAILLON_TILES=0: none.
TILES = [
    {
        "url": "https://data.geopf.fr/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&STYLE=normal&FORMAT=image/png"
        "&LAYER=GEOGRAPHICALGRIDSYSTEMS.PLANIGNV2&TILEMATRIXSET=PM&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}",
        "credit": "Plan IGN, Géoplateforme",
    },
    {"url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png", "credit": "© les contributeurs d’OpenStreetMap"},
]
if not flag("MAILLON_TILES", "1"):
    TILES = []
# Who keeps this server running, for the legal notices: name, address, telephone.
HOSTING = os.environ.get("MAILLON_HOSTING", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 25 * 1024 * 1024

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("MAILLON_LOG", "WARNING")},
}
