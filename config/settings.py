"""Settings: safe by default, read from the environment (see config/environment.py)."""

from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import django_stubs_ext
from csp.constants import NONE, SELF

from config import environment
from config.environment import BASE_DIR, env

# Django's admin and form classes are generic only for the type checker; this makes them so at run time.
django_stubs_ext.monkeypatch()

PROFILE = environment.profile()
PRODUCTION = PROFILE == "production"
VAR_DIR = environment.var_dir()
# Plain-HTTP cookies only where nobody else can listen: a local profile on a loopback address.
HTTPS = not (PROFILE == "test" or (PROFILE == "local" and environment.is_loopback(environment.bind_host())))

DEBUG = env.bool("DEBUG", default=False) and not PRODUCTION
SECRET_KEY = environment.secret_key(PROFILE)
ALLOWED_HOSTS = environment.allowed_hosts(PROFILE)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "assessment.admin_site.PlumblineAdminConfig",
    "assessment",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static.StaticFilesConfig",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "lucide",
]

MIDDLEWARE = [
    "assessment.lib.request_log.RequestLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "assessment.accounts.middleware.PreferredLanguageMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
ASGI_APPLICATION = "config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- data ---------------------------------------------------------------------------------------

DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'plumbline.sqlite3'}")
}
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # An acknowledged answer must survive a power cut: FULL syncs the log at every commit.
    DATABASES["default"]["OPTIONS"] = {
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
    }
    # A file, not memory: browser tests serve from another thread, and the pragmas are the real ones.
    DATABASES["default"]["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all worker processes, on one machine and on several: rate limits live here.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "plumbline_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# --- languages ----------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = env.str("TIME_ZONE", "UTC")
USE_TZ = True

# --- static files -------------------------------------------------------------------------------


def _bootstrap() -> Path:
    """The folder of Bootstrap's files inside its Python package."""
    package = distribution("bootstrap-wrapper")
    return Path(str(package.locate_file("bootstrap")))


STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", _bootstrap())]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if PROFILE == "test"
        else "config.static.ManifestStorage"
    },
}
WHITENOISE_USE_FINDERS = PROFILE == "test"

# --- accounts -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "assessment.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
_DJANGO_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {
        "NAME": f"{_DJANGO_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email",)},
    },
    {"NAME": "assessment.accounts.validators.MinimumLengthValidator"},
    {"NAME": f"{_DJANGO_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_DJANGO_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "catalogue"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "assessment.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = LOGOUT_REDIRECT_URL
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Plumbline · "
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# allauth's own limits (sign-in, sign-up, reset) stay; ours: new samples of visitors, for each address, and
# joining cohorts, accepting links for verification and archives of one's own data, for each account: a whole class
# may join from one address.
ACCOUNT_RATE_LIMITS = {
    "sample_start": env.str("SAMPLE_STARTS_PER_IP", "30/h/ip"),
    "cohort_join": env.str("COHORT_JOINS_PER_USER", "20/h/user"),
    "verification_accept": "30/h/user",
    "export": "10/h/user",
}
ACCOUNT_FORMS = {
    "login": "assessment.accounts.forms.LoginForm",
    "signup": "assessment.accounts.forms.SignupForm",
    "reset_password": "assessment.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "assessment.accounts.forms.ResetPasswordKeyForm",
    "change_password": "assessment.accounts.forms.ChangePasswordForm",
    "set_password": "assessment.accounts.forms.SetPasswordForm",
    "add_email": "assessment.accounts.forms.AddEmailForm",
    "reauthenticate": "assessment.accounts.forms.ReauthenticateForm",
}
# How many proxies in front of this site may be believed when they name the client's address.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=0)

# --- mail: the console until a server is named ---------------------------------------------------

EMAIL_URL: str = env.str("EMAIL_URL", "")
if EMAIL_URL:
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "plumbline@localhost")
# Without a mail server nobody could ever verify an address.
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if EMAIL_URL else "none"

# --- forms --------------------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- security -----------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 60 * 24 * 3600
SESSION_COOKIE_HTTPONLY = True
# Our script reads this one, so that signing in again in another tab does not lose an answer.
CSRF_COOKIE_HTTPONLY = False
SECURE_SSL_REDIRECT = PRODUCTION and env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=365 * 24 * 3600) if PRODUCTION else 0
# Subdomains too, as the deployment check asks; switch it off where others live on this domain without TLS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION and env.bool("SECURE_HSTS_SUBDOMAINS", default=True)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if env.bool("BEHIND_PROXY", default=False):
    # Only where a proxy sets this header on every request and strips what clients send.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

# --- logs: one JSON line a request, without personal data ----------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        }
    },
    "filters": {"routes": {"()": "assessment.lib.request_log.RoutesNotPaths"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["routes"]}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "plumbline": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

# --- our own limits -----------------------------------------------------------------------------

UNCLAIMED_DAYS = 30
COHORT_INVITATION_DAYS = 30

if PROFILE == "test":
    # A connection that a thread of the live server keeps stands in the way of dropping PostgreSQL's test database.
    DATABASES["default"]["CONN_MAX_AGE"] = 0
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    LOGGING["loggers"]["plumbline"]["level"] = "ERROR"  # type: ignore[index]
CSRF_FAILURE_VIEW = "assessment.lib.error_pages.csrf_failure"
