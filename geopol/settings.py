"""One settings file; what differs between machines comes from the environment.

==================  =========================================================
``DEBUG``           ``true`` in development only; default false
``SECRET_KEY``      required unless DEBUG
``ALLOWED_HOSTS``   comma separated; required unless DEBUG
``DATABASE_URL``    default: the SQLite file ``db.sqlite3`` beside manage.py;
                    PostgreSQL as ``postgres://user:password@host:5432/name``
``RELEASES_ROOT``   the folder of the numbered releases of the data; default:
                    ``releases`` beside manage.py
``SITE_URL``        the address of the site, as exported files name it; default:
                    https:// and the first of ALLOWED_HOSTS
``REVIEW_BY_ANOTHER``  ``false`` where one person alone may edit and publish;
                    default true: nobody publishes a last change of his own
==================  =========================================================
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()

DEBUG = env.bool("DEBUG", default=False)

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if DEBUG:
    # Not a secret: it signs nothing outside a developer's machine.
    SECRET_KEY = SECRET_KEY or "development-only-" + "x" * 40
    ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]"]
elif len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to at least 50 random characters (or DEBUG=true in development)."
    )
elif not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts that the site answers for.")

INSTALLED_APPS = [
    # First, so that its loaddata, which names the record at fault, is the one that runs.
    "relations",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "csp",
    "django_extensions",
    "django_filters",
    "django_htmx",
    # For templates of form widgets beside the app's own.
    "django.forms",
]
FORM_RENDERER = "relations.rendering.QuickRenderer"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

if DEBUG:
    MIDDLEWARE.append("relations.views.errors.OurPageNotFound")
else:
    # runserver serves static files by itself; in production whitenoise does, right
    # after the security headers.
    MIDDLEWARE.insert(1, "whitenoise.middleware.WhiteNoiseMiddleware")

ROOT_URLCONF = "geopol.urls"
WSGI_APPLICATION = "geopol.wsgi.application"
ASGI_APPLICATION = "geopol.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# Database ---------------------------------------------------------------------

SQLITE_OPTIONS = {
    # Take the write lock at BEGIN: a transaction that reads before it writes
    # would otherwise fail at once instead of waiting its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA foreign_keys=ON;"
        "PRAGMA journal_mode=WAL;"
        "PRAGMA synchronous=NORMAL;"  # safe with WAL: a crash can't corrupt the file
        "PRAGMA mmap_size=134217728;"
        "PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-20000;"  # 20 MB
    ),
}
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Fixtures: natural keys, one record a line, errors that name the record ----------

FIXTURE_DIRS = [BASE_DIR / "fixtures"]
SERIALIZATION_MODULES = {
    "json": "relations.loading.json_format",
    "jsonl": "relations.loading.jsonl_format",
}

# Exports and releases -----------------------------------------------------------------

RELEASES_ROOT = Path(env.str("RELEASES_ROOT", default=str(BASE_DIR / "releases")))
# Commands have no request to take it from.
SITE_URL = env.str(
    "SITE_URL",
    default="http://localhost:8000" if DEBUG else f"https://{ALLOWED_HOSTS[0].lstrip('.')}",
)

# Review ---------------------------------------------------------------------------

REVIEW_BY_ANOTHER = env.bool("REVIEW_BY_ANOTHER", default=True)

# The admin ------------------------------------------------------------------------

# The form of an agreement with 250 parties and their acts has some thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Language and time ----------------------------------------------------------------

# A URL typed without a scheme is https. The default of Django 6, and gone with it.
FORMS_URLFIELD_ASSUME_HTTPS = True

LANGUAGE_CODE = "en-gb"
# What the interface is translated into; the facts stay in English.
LANGUAGES = [("en-gb", "English"), ("ru", "Русский")]
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

# Static files -----------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# Security -----------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
