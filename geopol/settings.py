"""One settings file; what differs between machines comes from the environment.

==================  =========================================================
``DEBUG``           ``true`` in development only; default false
``SECRET_KEY``      required unless DEBUG
``ALLOWED_HOSTS``   comma separated; required unless DEBUG
``DATABASE_URL``    default: the SQLite file ``db.sqlite3`` beside manage.py;
                    PostgreSQL as ``postgres://user:password@host:5432/name``
``DATABASE_POOL``   how many connections to PostgreSQL the threads of a process share;
                    default 0: one for each thread, kept
``PGBOUNCER``       ``true`` where DATABASE_URL leads to a PgBouncer that pools
                    transactions (deploy/RUNBOOK.md); default false
``REPLICA_URLS``    copies of that database that public pages read, comma separated;
                    default none (deploy/RUNBOOK.md)
``REPLICA_LAG``     seconds that a copy may be behind and still be read; default 10
``PUBLIC_TIMEOUT``  seconds after which PostgreSQL breaks off a query of a public
                    page; default 10; 0: never
``ADMIN_TIMEOUT``   the same of a page of the admin that only reads; default 50
``LOCK_TIMEOUT``    seconds that a request waits for somebody else's write; default 10
``RELEASES_ROOT``   the folder of the numbered releases of the data; default:
                    ``releases`` beside manage.py
``SITE_URL``        the address of the site, as exported files name it; default:
                    https:// and the first of ALLOWED_HOSTS
``REVIEW_BY_ANOTHER``  ``false`` where one person alone may edit and publish;
                    default true: nobody publishes a last change of his own
``LOG_FORMAT``      ``json`` (default) or ``text`` (default with DEBUG)
``LOG_LEVEL``       ``DEBUG``, ``INFO`` (default), ``WARNING`` or ``ERROR``
``METRICS_TOKEN``   at least 32 characters: ``/metrics`` answers who sends it as
                    ``Authorization: Bearer``; without it there is no such page
``PROXIES``         how many proxies of ours stand in front, each of which adds to
                    ``X-Forwarded-For``; default 0, and then that is not believed
``SECOND_FACTOR``   ``true``: the admin asks for a code from an app as well
``API_RATE``        how many requests to the API a client may make, as
                    ``600/min`` (the default); empty for any number
``CACHE_URL``       a cache that all processes share, to count requests in, as
                    ``rediscache://127.0.0.1:6379/0``; default: the memory of
                    each process, which then counts its own only
``PAGE_CACHE_URL``  where public pages are kept, as ``rediscache://…``; default: the
                    last 500 in the memory of each process
==================  =========================================================
"""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from geopol.operations import databases, logs

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
    "corsheaders",
    "django_filters",
    "django_htmx",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_static",
    "django_otp.plugins.otp_totp",
    # For templates of form widgets beside the app's own.
    "django.forms",
]
FORM_RENDERER = "relations.rendering.QuickRenderer"

MIDDLEWARE = [
    "geopol.operations.middleware.RequestMiddleware",
    "geopol.operations.middleware.ProbesMiddleware",
    "geopol.operations.limits.LimitsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    # What comes before concerns every answer; what comes after is spared with a page it keeps.
    "relations.views.page_cache.PageCache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "relations.admin.second_factor.RequireSecondFactor",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

if DEBUG:
    MIDDLEWARE.append("relations.views.errors.OurPageNotFound")
else:
    # runserver serves static files by itself; in production whitenoise does, right
    # after the security headers.
    MIDDLEWARE.insert(4, "whitenoise.middleware.WhiteNoiseMiddleware")

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
    # Kept open: the first to open the file writes an index of its log beside it, and on a full
    # disk nobody could read any more.
    DATABASES["default"]["CONN_MAX_AGE"] = None
PGBOUNCER = env.bool("PGBOUNCER", default=False)
if DATABASES["default"]["ENGINE"] == databases.POSTGRESQL:
    DATABASES["default"] = databases.configuration(
        DATABASES["default"], pool=env.int("DATABASE_POOL", default=0), pgbouncer=PGBOUNCER
    )
REPLICA_URLS = env.list("REPLICA_URLS", default=[])
REPLICA_LAG = databases.seconds("REPLICA_LAG", env.str("REPLICA_LAG", default="10"))
DATABASES |= databases.replicas(
    DATABASES["default"], [environ.Env.db_url_config(url) for url in REPLICA_URLS]
)
REPLICAS = [alias for alias in DATABASES if alias != "default"]
if REPLICAS:
    DATABASE_ROUTERS = ["geopol.operations.replicas.router.ReplicaRouter"]
    MIDDLEWARE.insert(
        MIDDLEWARE.index("geopol.operations.limits.LimitsMiddleware"),
        "geopol.operations.replicas.middleware.ReplicaMiddleware",
    )
PUBLIC_TIMEOUT = databases.seconds("PUBLIC_TIMEOUT", env.str("PUBLIC_TIMEOUT", default="10"))
ADMIN_TIMEOUT = databases.seconds("ADMIN_TIMEOUT", env.str("ADMIN_TIMEOUT", default="50"))
LOCK_TIMEOUT = databases.seconds("LOCK_TIMEOUT", env.str("LOCK_TIMEOUT", default="10"))
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

# The API --------------------------------------------------------------------------

API_RATE = env.str("API_RATE", default="600/min")
CACHES = {
    "default": env.cache("CACHE_URL", default="locmemcache://"),
    "pages": env.cache("PAGE_CACHE_URL", default="locmemcache://pages?max_entries=500"),
}
for cache in CACHES.values():
    if cache["BACKEND"].endswith(".RedisCache"):
        # Seconds; no request waits for a cache that hangs.
        cache["OPTIONS"] = {"socket_connect_timeout": 1, "socket_timeout": 1}
# Pages of other sites may read the API, as anybody may, without a reader's cookies.
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "OPTIONS")
CORS_ALLOW_HEADERS = ("accept", "if-modified-since", "if-none-match")
CORS_EXPOSE_HEADERS = (
    "ETag",
    "Link",
    "RateLimit-Limit",
    "RateLimit-Policy",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
)

# The admin ------------------------------------------------------------------------

# The form of an agreement with 250 parties and their acts has some thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Logs and metrics -----------------------------------------------------------------

LOGGING = logs.configuration(
    env.str("LOG_FORMAT", default="text" if DEBUG else "json"),
    env.str("LOG_LEVEL", default="INFO"),
)
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN and len(METRICS_TOKEN) < 32:
    raise ImproperlyConfigured("METRICS_TOKEN must have at least 32 characters, or be unset.")

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
    # Browsers take such a name from this very host only, by HTTPS.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
# Five wrong passwords for an account from one address (or /64 of IPv6) close it there for 15
# minutes. Not to all: else anybody could lock an editor out by name.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "geopol.operations.client_address.login_address"
# Who logged in stands in the log; no second register of people is kept.
AXES_DISABLE_ACCESS_LOG = True
AXES_ENABLE_ADMIN = False
# Who was tried, and from where, is what the log of a failed login is for. Passwords stay masked.
AXES_SENSITIVE_PARAMETERS: list[str] = []
AXES_VERBOSE = False  # no greeting at each command

PROXIES = env.int("PROXIES", default=0)
SECOND_FACTOR = env.bool("SECOND_FACTOR", default=False)
OTP_TOTP_ISSUER = "geopol"
# The key of a device is a password: it is shown once, to whom it belongs.
OTP_ADMIN_HIDE_SENSITIVE_DATA = True
# A working day; after it the password and the code are asked for again.
SESSION_COOKIE_AGE = 12 * 60 * 60
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
