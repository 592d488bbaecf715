"""Every setting of ecm, from the environment; refuses to start where that would be unsafe."""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from ecm.safety import refuse_unsafe

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The environment's value of `name`, or `default` where it is absent or empty."""
    return os.environ.get(name) or default


def listed(name: str, default: str = "") -> list[str]:
    """The comma-separated values of `name`."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


# Who this deployment is ---------------------------------------------------------------
DEBUG = env("ECM_DEBUG", "0") == "1"
ECM_DEMO = env("ECM_DEMO", "none")
ECM_DATA = Path(env("ECM_DATA", str(BASE_DIR / ".data")))
ECM_ORIGIN = env("ECM_ORIGIN", "http://127.0.0.1:8000")
ECM_API_PATH = "/api/"
ECM_QUICK_EXIT_URL = env("ECM_QUICK_EXIT_URL", "https://www.weather.gov/")
ECM_IDLE_SECONDS = 30 * 60  # CJIS Security Policy 6.0, AC-11: at most 30 minutes
ECM_REAUTHENTICATE_SECONDS = 12 * 60 * 60  # CJIS Security Policy 6.0, IA-11
SECRET_KEY = env("ECM_SECRET_KEY")
ECM_CONTEXT_KEY = env("ECM_CONTEXT_KEY")
ECM_MASTER_KEY = env("ECM_MASTER_KEY")
ECM_MASTER_KEY_OLD = env("ECM_MASTER_KEY_OLD")  # while `manage.py rotate_keys` runs
ALLOWED_HOSTS = listed("ECM_HOST", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = listed("ECM_ORIGIN")
SECURE = ECM_ORIGIN.startswith("https://")

# The house, bottom up (docs/architecture.md) ------------------------------------------
INSTALLED_APPS = [
    "ecm",
    "accounts",
    "agencies",
    "ui",
    "audit",
    "access",
    "imports",
    "cases",
    "referrals",
    "investigations",
    "victims",
    "reports",
    "desk",
    "office",
    "demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "django_tables2",
    "django_htmx",
    "csp",
]

# In seconds: the moments at which it is answered that there is nothing (access/middleware.py).
ECM_NOTHING_HERE_EVERY = 0.1

MIDDLEWARE = [
    "access.middleware.Unhurried",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SessionClock",
    "accounts.middleware.SecondFactor",
    "access.middleware.Wall",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "ecm.urls"
WSGI_APPLICATION = "ecm.wsgi.application"
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
                "ui.context_processors.ui",
                "accounts.context_processors.kept",
            ],
        },
    }
]
FORM_RENDERER = "ui.forms.Renderer"
DJANGO_TABLES2_TEMPLATE = "ui/table.html"

# Five logins into one database (docs/wall.md) -----------------------------------------
LOGINS = {
    "default": "APP",
    "aside": "APP",  # refusals are written on a connection of their own
    "door": "DOOR",
    "owner": "OWNER",
    "counter": "COUNTER",
    "clerk": "CLERK",
}
DATABASES = {
    alias: {
        "ENGINE": "django.db.backends.postgresql",
        "HOST": env("ECM_DATABASE_HOST"),
        "PORT": env("ECM_DATABASE_PORT", "5432"),
        "NAME": env("ECM_DATABASE_NAME", "ecm"),
        "USER": f"ecm_{login.lower()}",
        "PASSWORD": env(f"ECM_{login}_PASSWORD"),
        "CONN_MAX_AGE": 0 if alias == "owner" else 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"sslmode": env("ECM_DATABASE_SSLMODE")} if env("ECM_DATABASE_SSLMODE") else {},
    }
    for alias, login in LOGINS.items()
}
DATABASE_ROUTERS = ["access.logins.Router"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sign-in (accounts/) ------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.Door"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("UserAttributeSimilarityValidator", {"user_attributes": ("email",)}),
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "office.sign_ins.Recorded"
MFA_ADAPTER = "accounts.adapters.SecondFactor"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is vouched for by the agency that invited it
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_USER_DISPLAY = "accounts.adapters.address"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key,30/15m/ip"}  # CJIS Security Policy 6.0, AC-7
# Behind a proxy every address would be the proxy's, and thirty failures of anybody's would lock out everybody.
ALLAUTH_TRUSTED_PROXY_COUNT = int(env("ECM_PROXIES", "1" if SECURE else "0"))
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
MFA_TOTP_ISSUER = "ecm"
ECM_SECOND_FACTOR_REQUIRED = ECM_DEMO == "none"
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]  # policies ask guardian's tables; its backend would ask behind the door

# Sessions, cache, messages: in Redis, nothing of a session in the house ----------------
ECM_PREFIX = env("ECM_PREFIX", "ecm")  # keys and queue, where a server is shared
ECM_REDIS_URL = env("ECM_REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": ECM_REDIS_URL,
        "KEY_PREFIX": ECM_PREFIX,
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = ECM_REAUTHENTICATE_SECONDS
SESSION_COOKIE_NAME = "__Host-ecm" if SECURE else "ecm"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict" if SECURE else "Lax"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# What a browser may do -----------------------------------------------------------------
SECURE_SSL_REDIRECT = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_REFERRER_POLICY = "same-origin"  # CSRF checks need it; other sites are told nothing
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
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

# Jobs ----------------------------------------------------------------------------------
CELERY_BROKER_URL = env("ECM_BROKER_URL", ECM_REDIS_URL.replace("unix://", "redis+socket://"))
CELERY_TASK_IGNORE_RESULT = True  # a job's outcome is its row, never the result store
CELERY_TASK_ACKS_LATE = True  # a killed worker's job is run again
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 600}
CELERY_BEAT_SCHEDULER = "celery.beat:PersistentScheduler"
CELERY_BEAT_SCHEDULE = {
    "send-again": {"task": "access.send_again", "schedule": 60},
    "seal-audit": {"task": "office.seal_audit", "schedule": 60},
    "find-alerts": {"task": "office.find_alerts", "schedule": 60 * 60},
    "verify-audit": {"task": "office.verify_audit", "schedule": 24 * 60 * 60},
    "destroy-stale-sheets": {"task": "imports.destroy_stale", "schedule": 24 * 60 * 60},
}
CELERY_TIMEZONE = TIME_ZONE = env("ECM_TIME_ZONE", "America/New_York")
CELERY_TASK_DEFAULT_QUEUE = ECM_PREFIX

# API -------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["access.answers.Session"],
    "DEFAULT_PERMISSION_CLASSES": ["access.answers.WearsAHat"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_FILTER_BACKENDS": ["access.answers.Filters"],
    "DEFAULT_PAGINATION_CLASS": "access.answers.Cursor",
    "DEFAULT_SCHEMA_CLASS": "access.description.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": env("ECM_API_RATE", "600/min")},
    "EXCEPTION_HANDLER": "access.answers.problem",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "ecm",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "MinorsEnum": "referrals.vocabulary.Minors",
        "CheckedEnum": "cases.vocabulary.Checked",
    },
}

# Language, time, files -------------------------------------------------------------------
LANGUAGE_CODE = "en-us"
USE_I18N = True
FORMAT_MODULE_PATH = ["ecm.formats"]
USE_TZ = True
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y"]
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True  # static files are few and lie in the repository: nothing to collect
EMAIL_BACKEND = env("ECM_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env("ECM_FROM_EMAIL", "ecm@localhost")
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

# History by trigger ------------------------------------------------------------------------
PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = False
PGTRIGGER_MIGRATIONS = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env("ECM_LOG_LEVEL", "WARNING")},
}

refuse_unsafe(globals())
