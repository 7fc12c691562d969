"""Django's settings. They can be imported without a store: then the database is in memory and the key lasts for one process.

Environment variables that are read:

- ``STRONGHOLD_STORE``: the store's folder.
- ``STRONGHOLD_DATABASE_URL``: where a team keeps the casework in PostgreSQL (``postgresql://user:password@host:5432/name``)
  instead of the store's own SQLite file.
- ``STRONGHOLD_HOSTS``: the names, with commas between, under which browsers reach the server.
- ``STRONGHOLD_HTTPS``: ``1`` where a proxy in front of the server speaks TLS: cookies are then sent over https alone.
"""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

from csp.constants import NONE, SELF

from stronghold.web.database import database
from stronghold.web.secret import secret_key
from stronghold.web.static_headers import static_headers

STRONGHOLD_STORE: Path | None = Path(os.environ["STRONGHOLD_STORE"]) if os.environ.get("STRONGHOLD_STORE") else None
STRONGHOLD_HTTPS = os.environ.get("STRONGHOLD_HTTPS") == "1"
# Where the builds that are asked for on the pages find and compare pairs of people; see stronghold.engine.
STRONGHOLD_ENGINE = os.environ.get("STRONGHOLD_ENGINE") or "duckdb"

# A session ends after this long without a page asked for, and after this long in all.
STRONGHOLD_IDLE_LIMIT = timedelta(minutes=30)
STRONGHOLD_SESSION_LIMIT = timedelta(hours=12)

SECRET_KEY = secret_key(STRONGHOLD_STORE)
DEBUG = False
ALLOWED_HOSTS = [
    "localhost",
    "127.0.0.1",
    "[::1]",
    *(h.strip() for h in os.environ.get("STRONGHOLD_HOSTS", "").split(",") if h.strip()),
]

_HERE = Path(__file__).resolve().parent

INSTALLED_APPS = [
    "stronghold.web",
    "stronghold.casework",
    "stronghold.governance",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "stronghold.web.middleware.headers",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "stronghold.web.middleware.session_limits",
    "allauth.account.middleware.AccountMiddleware",
    "stronghold.web.middleware.Trouble",
]
ROOT_URLCONF = "stronghold.web.urls"
WSGI_APPLICATION = "stronghold.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stronghold.web.navigation.navigation",
            ],
        },
    }
]
FORM_RENDERER = "stronghold.web.forms.GovukRenderer"

AUTH_USER_MODEL = "governance.Account"
DATABASES = {"default": database(STRONGHOLD_STORE, os.environ.get("STRONGHOLD_DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Signing in: by name and password, and by a code from an authenticator app where the person has switched that on. Accounts are
# made by the operator; nothing is ever sent by e-mail.
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "stronghold.web.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "stronghold.web.sign_in.SignInForm",
    "change_password": "stronghold.web.sign_in.ChangePasswordForm",
    "reauthenticate": "stronghold.web.sign_in.ConfirmPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "20/m/ip,5/5m/key"}
MFA_ADAPTER = "stronghold.web.sign_in.SecondStepAdapter"
MFA_FORMS = {
    "authenticate": "stronghold.web.sign_in.CodeForm",
    "reauthenticate": "stronghold.web.sign_in.ConfirmCodeForm",
    "activate_totp": "stronghold.web.sign_in.SwitchOnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Stronghold"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_COOKIE_AGE = int(STRONGHOLD_SESSION_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = STRONGHOLD_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SECURE = STRONGHOLD_HTTPS
CSRF_FAILURE_VIEW = "stronghold.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = int(timedelta(days=365).total_seconds()) if STRONGHOLD_HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Built by Vite; served from where they are.
STATIC_URL = "/static/"
STATIC_ROOT = str(_HERE / "static")
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/built/.+[-.][0-9A-Za-z_-]{8}\.[a-z0-9.]+$"
WHITENOISE_ADD_HEADERS_FUNCTION = static_headers

# The largest file that is taken in, and where a body too large for memory waits: never in a folder that others can read.
STRONGHOLD_LARGEST_FILE = 2 * 1024**3
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# What goes wrong is written to the server's own output, and never to a page. Addresses of pages name people: none is logged
# unless the page failed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}, "nowhere": {"class": "logging.NullHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"handlers": ["nowhere"], "propagate": False},
    },
}

# Times are kept in UTC; pages and exports turn them into the zone of the source they came from.
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
USE_I18N = False
