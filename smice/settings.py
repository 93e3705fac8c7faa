"""Settings, all from the environment; docs/recipes.md lists every variable. Nothing is true only in production."""

import re
from datetime import timedelta
from pathlib import Path

import dj_database_url
import django_htmx
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from kombu import Queue

from smice import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

# LOCAL is a newcomer's own machine: plain http, one-use sign-in links, mail on the console. `make run` sets it.
LOCAL = env.flag("LOCAL")
DEBUG = env.flag("DEBUG")

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if not (LOCAL or DEBUG):
        raise ImproperlyConfigured("SECRET_KEY is missing: set a random text of at least 50 signs")
    SECRET_KEY = env.kept_secret(VAR_DIR / "secret_key")
# Earlier keys: what was encrypted or signed under them stays readable until it is renewed.
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
PORT = env.number("PORT", 8000)
BASE_URL = env.web_address("BASE_URL", f"http://localhost:{PORT}")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if LOCAL or DEBUG else "")
# Roles whose sign-in takes a second step. Nobody only on a newcomer's own machine.
SECOND_FACTOR_ROLES = env.words("SECOND_FACTOR_ROLES", "lead,coordinator")
if not (SECOND_FACTOR_ROLES or LOCAL or DEBUG):
    raise ImproperlyConfigured("SECOND_FACTOR_ROLES may be none only with LOCAL=1")

INSTALLED_APPS = [
    "modeltranslation",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rules.apps.AutodiscoverRulesConfig",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "rest_framework_api_key",
    "drf_spectacular",
    "core",
    "accounts",
    "arena",
    "teams",
    "activities",
    "indicators",
    "api",
    "portal",
]

MIDDLEWARE = [
    # Compressed pages carry random padding, so that their length tells nothing about a token in them.
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "core.middleware.response_headers",
    "core.middleware.body_limit",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionRules",
]

ROOT_URLCONF = "smice.urls"
WSGI_APPLICATION = "smice.wsgi.application"
FORM_RENDERER = "core.forms.ArenaFormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "core.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.shell",
                "arena.context.current_arena",
            ],
        },
    }
]

# Database: SQLite in write-ahead mode for one machine, PostgreSQL in production.
DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'arena.sqlite3'}")
DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    VAR_DIR.mkdir(parents=True, exist_ok=True)
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    # The arena's rows fit into memory, or lie on a disk without moving parts: an index costs no more than reading on.
    DATABASES["default"]["OPTIONS"] = {
        "options": "-c statement_timeout=10s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
        " -c random_page_cost=1.1"
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Background work and cache: Redis when REDIS_URL is set, else in this process.
REDIS_URL = env.text("REDIS_URL")
CELERY_BROKER_URL = REDIS_URL or "memory://localhost"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_EAGER_PROPAGATES = False
CELERY_TASK_IGNORE_RESULT = True
# A message is acknowledged when its job has ended, and one worker holds one message at a time. A message whose worker
# died is not put back: that would loop for ever on a task that kills its worker. The sweeper finds the job's row.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Seconds: a task hears that its time is over, then its process is ended, long before the broker delivers it again.
CELERY_TASK_SOFT_TIME_LIMIT = 540
CELERY_TASK_TIME_LIMIT = 600
# A worker's process is renewed when it has done much or grown much; beyond the cap its task gets a MemoryError.
WORKER_MEMORY_MB = env.number("WORKER_MEMORY_MB", 1024)
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_MAX_MEMORY_PER_CHILD = WORKER_MEMORY_MB * 1024 // 2 or None
# Who queues work tries a broker that is away once: the job's row is written, and a person waits for the answer.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_connect_timeout": 2,
    "max_retries": 0,
    "interval_start": 0,
    "interval_step": 0,
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# The sweep has a queue of its own, so that it never waits behind the work it is to find.
CELERY_TASK_QUEUES = (Queue("celery"), Queue("clock"))
CELERY_TASK_ROUTES = {"core.sweep": {"queue": "clock"}}
# All the scheduler does: what is due stands in the rows, and nightly work is a task that says so (core/background.py).
CELERY_BEAT_SCHEDULE = {"sweep": {"task": "core.sweep", "schedule": 60.0, "options": {"expires": 55}}}
# The cache holds nothing that must last; a Redis that does not answer is given up on within a second.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

MAILERS = {"default": env.mailer("EMAIL_URL")}
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "arena@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Languages: three equal ones. Message ids are English and have a catalogue of their own.
LANGUAGE_CODE = "en"
LANGUAGES = [("sv", "Svenska"), ("nb", "Norsk"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Stockholm"
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = ("sv", "nb", "en")
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("sv", "nb", "en"),
    "nb": ("sv", "en"),
    "sv": ("nb", "en"),
    "en": ("sv", "nb"),
}

# People: an address and a code in the mail; a password is never needed.
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:arenas"
LOGOUT_REDIRECT_URL = "portal:arenas"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SignUpForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "confirm_login_code": "accounts.code_forms.SignInCodeForm",
    "confirm_email_verification_code": "accounts.code_forms.EmailCodeForm",
}
# Our own limits stand in accounts/limits.py, counted in the database.
ACCOUNT_RATE_LIMITS = False
MFA_RATE_LIMITS = False
ALLAUTH_TRUSTED_PROXY_COUNT = 0  # accounts.adapter asks core.addresses instead

# The second step: an app's codes or a passkey; a passkey alone signs in too.
MFA_ADAPTER = "accounts.mfa_adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.code_forms.FactorCodeForm",
    "authenticate_webauthn": "accounts.code_forms.PasskeyForm",
    "login_webauthn": "accounts.code_forms.PasskeyAloneForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 10

# Sessions and cookies. How long a session lasts at most is for accounts/session_rules.py to say.
SECURE_COOKIES = not (LOCAL or DEBUG)
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if SECURE_COOKIES else "session"
SESSION_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE_COOKIES else "csrf"
CSRF_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Transport and response headers.
# How many proxies of our own stand in front, each of which adds the address it was asked from to X-Forwarded-For.
TRUSTED_PROXY_HOPS = env.number("TRUSTED_PROXY_HOPS", 0)
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_TLS_PROXY") else None
SECURE_HSTS_SECONDS = 63_072_000 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_COOKIES
SECURE_HSTS_PRELOAD = SECURE_COOKIES
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "report-uri": ["/policy-report"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# A file of 10 MB and the form around it; where several files are added at once, fifty.
LARGEST_BODY_BYTES = 12_000_000
LARGEST_FILES_BYTES = 52_000_000
MANY_FILES_PATHS = re.compile(r"/[a-z]{2,3}/a/[-a-zA-Z0-9_]+/activities/[0-9]+/evidence/")
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "core.upload_handlers.DiskUploadHandler",
]

# Files: own assets are compressed and fingerprinted; what people upload lies outside every public path.
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
# htmx comes with its package; only the minified file's folder is served, as /static/vendor/.
STATICFILES_DIRS = [BASE_DIR / "static", ("vendor", Path(django_htmx.__file__).parent / "static" / "django_htmx")]
MEDIA_ROOT = VAR_DIR / "files"
FILE_UPLOAD_PERMISSIONS = 0o640
# How much the files of one arena may take together.
ARENA_FILES_MB = env.number("ARENA_FILES_MB", 2_000)
STORAGES = {
    "default": {"BACKEND": "core.storage.WholeFileStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_MANIFEST_STRICT = True

# Requests a minute, for each key and for each network without one.
API_READS_PER_MINUTE = {
    "key": env.number("API_READS_PER_KEY", 600),
    "network": env.number("API_READS_PER_NETWORK", 60),
}
API_WRITES_PER_MINUTE = env.number("API_WRITES_PER_KEY", 60)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["api.authentication.KeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["api.renderers.JSONRenderer", "api.renderers.CSVRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsing.JSONBody"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "api.pagination.ByKey",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.PerKeyOrNetwork"],
    "EXCEPTION_HANDLER": "api.errors.as_problem",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Arena API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    # Who may join a team and who could come to an activity are answered alike.
    "ENUM_NAME_OVERRIDES": {"OpenOrClosedEnum": "teams.enums.Joining.values"},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "core.log_lines.Masked", "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
