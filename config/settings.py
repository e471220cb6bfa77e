"""All settings, read from the environment; `.env.example` names every variable."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.environment import read_choice, read_flag, read_list, read_number, read_text
from config.sentry import start_sentry

BASE_DIR = Path(__file__).resolve().parent.parent
ENVIRONMENT = read_choice("ENVIRONMENT", ("development", "production"), "development")
IN_PRODUCTION = ENVIRONMENT == "production"
DEBUG = read_flag("DEBUG", default=False)
if DEBUG and IN_PRODUCTION:
    raise ImproperlyConfigured("DEBUG must be off when ENVIRONMENT is production")

# Long enough that guessing is hopeless; the same bound that `check --deploy` warns about.
SECRET_KEY_LEAST_LENGTH = 50
SECRET_KEY = read_text("SECRET_KEY", None if IN_PRODUCTION else "development-only-" + "which-first-" * 4)
# The key before the present one, while what it signed is still about: sessions, links in e-mails.
SECRET_KEY_FALLBACKS = list(filter(None, [read_text("SECRET_KEY_OLD", "")]))
for key in (SECRET_KEY, *SECRET_KEY_FALLBACKS):
    if IN_PRODUCTION and (len(key) < SECRET_KEY_LEAST_LENGTH or len(set(key)) < 10):
        name = "SECRET_KEY" if key is SECRET_KEY else "SECRET_KEY_OLD"
        raise ImproperlyConfigured(f"{name} must have at least {SECRET_KEY_LEAST_LENGTH} varied characters")

SITE_NAME = "Which First"
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS", "" if IN_PRODUCTION else "localhost,127.0.0.1,[::1]")
if IN_PRODUCTION and not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the site's hosts, separated by commas")
# Proxies of ours in front of the site: rate limits count the address before them, as X-Forwarded-For has it.
TRUSTED_PROXIES = read_number("TRUSTED_PROXIES", 1 if IN_PRODUCTION else 0)
# More than a careful reader finds wrong in an hour, and more than curators can look at in a day.
REPORTS_PER_HOUR = read_number("REPORTS_PER_HOUR", 5, least=1)
REPORTS_PER_DAY_IN_ALL = read_number("REPORTS_PER_DAY_IN_ALL", 200, least=1)
# Requests to the JSON interface from one network: reading is cheap, advice takes seconds of a processor.
API_READS_PER_MINUTE = read_number("API_READS_PER_MINUTE", 60, least=1)
API_ADVICE_PER_MINUTE = read_number("API_ADVICE_PER_MINUTE", 10, least=1)
# One takes up to two seconds of a processor: half of a machine of two may go into them.
API_ADVICE_PER_MINUTE_IN_ALL = read_number("API_ADVICE_PER_MINUTE_IN_ALL", 30, least=1)
# Pages that plan, from one network. Each question is two of them, and a class shares a network.
PLANS_PER_MINUTE = read_number("PLANS_PER_MINUTE", 240, least=1)
QUESTIONS_PER_MINUTE = read_number("QUESTIONS_PER_MINUTE", 60, least=1)
# Files that an account takes out or brings in, and how often one calendar is fetched.
EXPORTS_PER_MINUTE = read_number("EXPORTS_PER_MINUTE", 20, least=1)
IMPORTS_PER_HOUR = read_number("IMPORTS_PER_HOUR", 20, least=1)
CALENDAR_READS_PER_MINUTE = read_number("CALENDAR_READS_PER_MINUTE", 10, least=1)
# Of the account pages, from one network.
LOGINS_PER_MINUTE = read_number("LOGINS_PER_MINUTE", 30, least=1)
SIGNUPS_PER_MINUTE = read_number("SIGNUPS_PER_MINUTE", 20, least=1)
CODES_PER_MINUTE = read_number("CODES_PER_MINUTE", 20, least=1)
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
# Where links in e-mails lead that no request asked for.
DEFAULT_SITE_URL = f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if IN_PRODUCTION else "http://localhost:8000"
SITE_URL = read_text("SITE_URL", DEFAULT_SITE_URL).rstrip("/")

INSTALLED_APPS = [
    "advisor",
    "catalog",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "csp",
    "django_htmx",
]

MIDDLEWARE = [
    "config.observing.observe",
    "config.guarding.guard",
    "config.replica.follow_writes",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pads what it compresses at random, so that sizes tell nobody what a page holds.
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "advisor.second_factor.ask_second_factor",
    "advisor.desk_session.DeskCloser",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
            "builtins": ["django.templatetags.static"],
        },
    }
]
CRISPY_TEMPLATE_PACK = "which_first"
CRISPY_ALLOWED_TEMPLATE_PACKS = "which_first"
CRISPY_FAIL_SILENTLY = False


# Seconds to wait for a database or cache that is away. Whoever asks gets a plain page then, and no thread hangs long.
PATIENCE = 5


def database(variable: str, url: str) -> dict[str, Any]:
    """Connection settings from the variable's URL; the choices were measured with concurrent writers."""
    config: dict[str, Any] = dict(dj_database_url.parse(url))
    options = config.setdefault("OPTIONS", {})
    if config["ENGINE"] == "django.db.backends.sqlite3":
        config["CONN_MAX_AGE"] = 600
        # Write-ahead logging alone makes concurrent writers fail; taking the lock at the start of a transaction helps.
        options |= {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            # FULL keeps what was acknowledged through a loss of power too, for 0.1 ms a commit on a solid-state disk.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
        }
    elif config["ENGINE"] == "django.db.backends.postgresql":
        config["CONN_MAX_AGE"] = 0
        # A restarted server leaves dead connections in the pool; asking first costs less than a page that fails.
        config["CONN_HEALTH_CHECKS"] = True
        options["pool"] = {
            "min_size": 1,
            "max_size": read_number("DATABASE_POOL_SIZE", 8, least=1),
            "timeout": PATIENCE,
            # The pauses between attempts double until this is over, and then begin anew with the next request.
            "reconnect_timeout": PATIENCE,
        }
    else:
        raise ImproperlyConfigured(f"{variable} must begin with sqlite:// or postgres://")
    return config


DATABASE_URL = read_text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}")
GUESSED_FIRST = {"", "password", "postgres", "secret", "changeme", "which-first", "which_first", "whichfirst", "first"}


def refuse_weak_password(variable: str, address: str) -> None:
    """For a password that goes over a network; a database on this machine may know its users by itself."""
    parts = urlsplit(address)
    is_remote = parts.scheme.startswith("postgres") and parts.hostname not in (None, "localhost", "127.0.0.1", "::1")
    if is_remote and ((parts.password or "").lower() in GUESSED_FIRST or parts.password == parts.username):
        raise ImproperlyConfigured(f"{variable} must have a password that nobody guesses")


if IN_PRODUCTION:
    refuse_weak_password("DATABASE_URL", DATABASE_URL)
DATABASES = {"default": database("DATABASE_URL", DATABASE_URL)}
if DATABASE_REPLICA_URL := read_text("DATABASE_REPLICA_URL", ""):
    if IN_PRODUCTION:
        refuse_weak_password("DATABASE_REPLICA_URL", DATABASE_REPLICA_URL)
    DATABASES["replica"] = database("DATABASE_REPLICA_URL", DATABASE_REPLICA_URL)
    DATABASE_ROUTERS = ["config.replica.ReplicaRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = read_text("REDIS_URL", "")
# Rate limits live in the cache, so it must be shared by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        # Once more, since a restarted server leaves dead connections; by default ten times, for a minute in all.
        "OPTIONS": {"socket_timeout": PATIENCE / 2, "retry": Retry(NoBackoff(), retries=1)},
    }
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # By default 300, so that a few hundred pictures would push out the rate limits.
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    },
    # Of each process, for pages that are the same for everybody (catalog/shared_pages.py): about 15 MB when full.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
}

AUTH_USER_MODEL = "advisor.User"
# The catalogue knows nothing of plans; what guides show of them comes from here.
GUIDE_PLANS = "advisor.guide_plans.GuidePlans"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Of new ones; whoever has a shorter password from before goes on with it.
PASSWORD_LEAST_LENGTH = 12
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {},
        "MinimumLengthValidator": {"min_length": PASSWORD_LEAST_LENGTH},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "advisor:dashboard"
ACCOUNT_ADAPTER = "advisor.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Whoever changes a password or a second factor is not always the owner, who should hear of it.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGOUT_REDIRECT_URL = "advisor:home"
# One address gets five codes and fails to log in five times in a while, wherever the requests come from.
ACCOUNT_RATE_LIMITS = {
    "login": f"{LOGINS_PER_MINUTE}/m/ip",
    "login_failed": f"{LOGINS_PER_MINUTE}/m/ip,5/5m/key",
    "signup": f"{SIGNUPS_PER_MINUTE}/m/ip",
    "reset_password": f"{CODES_PER_MINUTE}/m/ip,5/15m/key",
    "reset_password_from_key": f"{CODES_PER_MINUTE}/m/ip",
    "request_login_code": f"{CODES_PER_MINUTE}/m/ip,5/15m/key",
}
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"{SITE_NAME}: "
ACCOUNT_USER_DISPLAY = "advisor.adapter.display_name"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not IN_PRODUCTION
USERSESSIONS_TRACK_ACTIVITY = False
STAFF_SECOND_FACTOR = read_flag("STAFF_SECOND_FACTOR", default=True)
if IN_PRODUCTION and not STAFF_SECOND_FACTOR:
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR must be on when ENVIRONMENT is production")
# The admin asks staff again who they are, after a pause and at the latest after so long.
DESK_IDLE_MINUTES = read_number("DESK_IDLE_MINUTES", 30, least=1)
DESK_HOURS = read_number("DESK_HOURS", 12, least=1)

EMAIL_HOST = read_text("EMAIL_HOST", "")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST not in ('', 'console') else 'console'}.EmailBackend"
if IN_PRODUCTION and not EMAIL_HOST:
    raise ImproperlyConfigured(
        "EMAIL_HOST must name a mail server, since sign-up sends a code by e-mail, or be console"
    )
EMAIL_PORT = read_number("EMAIL_PORT", 587, least=1)
EMAIL_HOST_USER = read_text("EMAIL_USER", "")
EMAIL_HOST_PASSWORD = read_text("EMAIL_PASSWORD", "")
EMAIL_USE_TLS = read_flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = read_text("EMAIL_FROM", "Which First <no-reply@localhost>")

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if IN_PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not IN_PRODUCTION
WHITENOISE_AUTOREFRESH = not IN_PRODUCTION

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "manifest-src": [SELF],
        "img-src": [SELF, "data:"],
    }
}
# Bytes and fields of one request, beyond which it is refused before anything of it is kept. The two pages for files
# take more: what their forms allow (5 and 32 MB) and the form around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
LARGEST_ACCOUNT_FILE = 5_500_000
LARGEST_CATALOGUE_FILE = 33_000_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_ENGINE = "config.sessions"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 90 * 24 * 3600  # a visitor's answers wait a season for their return
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if IN_PRODUCTION:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = read_flag("SSL_REDIRECT", default=True)
    # Balancers and scrapers come from inside, without https.
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz|metrics)$"]
    SECURE_HSTS_SECONDS = read_number("HSTS_SECONDS", 365 * 24 * 3600)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    if SECURE_SSL_REDIRECT:
        # Browsers take these names from this very host by https alone, so a neighbour can't plant a session.
        SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

LOG_FORMAT = read_choice("LOG_FORMAT", ("plain", "json"), "json" if IN_PRODUCTION else "plain")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "request_id": {"()": "config.logs.RequestIdFilter"},
        "route": {"()": "config.logs.RouteFilter"},
    },
    "formatters": {
        "plain": {
            "()": "config.logs.PlainLines",
            "format": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        },
        "json": {
            "()": "config.logs.JsonLines",
            "fmt": "{asctime}{levelname}{name}{message}{request_id}",
            "style": "{",
            "rename_fields": {"asctime": "time", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT, "filters": ["request_id", "route"]},
    },
    "root": {
        "handlers": ["console"],
        "level": read_choice("LOG_LEVEL", ("DEBUG", "INFO", "WARNING", "ERROR"), "INFO"),
    },
    # A line for each request belongs to a service, not to the terminal of whoever tries the site at home.
    "loggers": {
        "which_first.request": {"level": "NOTSET" if IN_PRODUCTION else "WARNING"},
        # Anybody may send the name of another host; it is an answer of status 400 like others, and no error of ours.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
# Whoever asks for /metrics must send it; without one there is no such page.
METRICS_TOKEN = read_text("METRICS_TOKEN", "")
SECRET_LEAST_LENGTH = 32
if IN_PRODUCTION and METRICS_TOKEN and len(METRICS_TOKEN) < SECRET_LEAST_LENGTH:
    raise ImproperlyConfigured(f"METRICS_TOKEN must have at least {SECRET_LEAST_LENGTH} characters")
if SENTRY_DSN := read_text("SENTRY_DSN", ""):
    start_sentry(SENTRY_DSN, environment=ENVIRONMENT)
