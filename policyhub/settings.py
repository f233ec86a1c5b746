"""Settings, read from the environment. docs/settings.md lists every variable; a test keeps the two alike."""

import contextlib
import os
import secrets
import socket
from pathlib import Path

import dj_database_url
import django_stubs_ext
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

django_stubs_ext.monkeypatch()  # lets classes name their types: FormView[Form], ModelForm[User]

BASE_DIR = Path(__file__).resolve().parent.parent


def flag(name: str, default: bool = False) -> bool:
    """A switch from the environment: 1, true, yes and on are on."""
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def env_list(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


def machine_hosts() -> list[str]:
    """This machine's names, and its addresses in its networks: a connected UDP socket picks a route, and sends nothing."""
    name = socket.gethostname()
    hosts = {name, f"{name}.local", name.partition(".")[0]}
    for family, probe in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        with contextlib.suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as connected:
            connected.connect((probe, 9))
            address = connected.getsockname()[0]
            hosts.add(f"[{address}]" if ":" in address else address)
    with contextlib.suppress(OSError):
        hosts.update(str(info[4][0]) for info in socket.getaddrinfo(name, None, socket.AF_INET))
    return sorted(host.lower() for host in hosts)


def stored_secret_key(folder: Path) -> str:
    """The installation's own key, made once and readable by its owner only."""
    path = folder / "secret_key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        complete = folder / f"secret_key.{os.getpid()}"
        complete.touch(mode=0o600)
        complete.write_text(secrets.token_urlsafe(64), encoding="ascii")
        with contextlib.suppress(FileExistsError):  # another process was first: its key is the one
            os.link(complete, path)
        complete.unlink()
    return path.read_text(encoding="ascii").strip()


DATA_DIR = Path(os.environ.get("DATA_DIR", BASE_DIR / "data"))
DEBUG = flag("DEBUG")
DEMO = flag("DEMO")
HTTPS = flag("HTTPS")
SECRET_KEY = os.environ.get("SECRET_KEY") or stored_secret_key(DATA_DIR)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *env_list("HOST"), *env_list("ALLOWED_HOSTS")]
if os.environ.get("HOST") == "0.0.0.0":
    ALLOWED_HOSTS += machine_hosts()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
    "policyhub.ui",
    "policyhub.evidence",
    "policyhub.background",
    "policyhub.accounts",
    "policyhub.glossary",
    "policyhub.registry",
    "policyhub.classification",
    "policyhub.touchpoints",
    "policyhub.discussion",
    "policyhub.authoring",
    "policyhub.publishing",
    "policies",
    "procedures",
    "standards",
    "policyhub.feedback",
    "policyhub.search",
    "policyhub.lookup",
    "policyhub.customers",
    "policyhub.offline",
    "policyhub.reviews",
    "policyhub.imports",
    "policyhub.example",
    "policyhub.dashboard",
    "policyhub.dashboard.admin_site.PolicyHubAdminConfig",  # last: it looks for what the others have registered
]

MIDDLEWARE = [
    "policyhub.example.middleware.ExampleDatabaseMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "policyhub.accounts.middleware.SignInMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "policyhub.accounts.middleware.OrganisationMiddleware",
    "policyhub.accounts.middleware.SecondFactorMiddleware",
    "policyhub.offline.middleware.OfflineAuthorMiddleware",
]

ROOT_URLCONF = "policyhub.urls"
WSGI_APPLICATION = "policyhub.wsgi.application"
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
                "policyhub.accounts.context.shell",
                "policyhub.example.context.example",
            ],
            "builtins": ["policyhub.registry.templatetags.look"],
        },
    }
]

# Data. SQLite needs each of these: IMMEDIATE against lost upgrades, FULL for power cuts,
# recursive_triggers so that REPLACE cannot slip past the guards.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
}
# The embedded database is a file in DATA_DIR; policyhub/example/database_file.py shows another one beside it.
EMBEDDED, OWN_DATABASE = not os.environ.get("DATABASE_URL"), DATA_DIR / "policyhub.sqlite3"
if not EMBEDDED:
    DATABASES = {
        "default": dj_database_url.config(
            conn_max_age=600,
            conn_health_checks=True,
            disable_server_side_cursors=flag("DATABASE_POOLED"),
        )
    }
    if "sqlite3" in DATABASES["default"]["ENGINE"]:
        DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    EXAMPLE_SHOWN = all((DATA_DIR / f"example.{ending}").exists() for ending in ("shown", "sqlite3"))
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(DATA_DIR / "example.sqlite3" if EXAMPLE_SHOWN else OWN_DATABASE),
            "OPTIONS": SQLITE_OPTIONS,
            "CONN_MAX_AGE": 600,  # opening a file and setting it up costs more than most pages
            "TEST": {"NAME": str(DATA_DIR / f"test-{os.getpid()}.sqlite3")},
        }
    }
# What is the same on many pages is rendered once. Each process keeps its own, so that an upgrade begins anew
LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"
CACHES = {
    "default": {  # counts of wrong passwords: shared by all processes
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "policyhub_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.dummy.DummyCache" if DEBUG else LOCAL_MEMORY,
        "LOCATION": "template_fragments",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# People
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["policyhub.accounts.backend.AuthenticationBackend"]
PASSWORD_HASHERS = ["policyhub.accounts.passwords.BoundedArgon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "policyhub.accounts.passwords.UserAttributeSimilarityValidator"},
    {"NAME": "policyhub.accounts.passwords.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "policyhub.accounts.passwords.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "policyhub.accounts.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
ACCOUNT_FORMS = {"login": "policyhub.accounts.sign_in.SignInForm"}
ACCOUNT_ADAPTER = "policyhub.accounts.adapter.NoSignupAdapter"
ACCOUNT_RATE_LIMITS = {  # wrong tries, counted in the cache "default"; accounts/limits.py says of what
    "login": None,
    "login_failed": "30/m/ip,300/h/ip,5/5m/key,20/h/key",
    "login_account": "20/5m/key,60/h/key",
    "login_known_device": "5/5m/key,20/h/key",
    "confirm_password": "5/5m/user,20/h/user,60/d/user",
    "wrong_link": "20/m/ip,100/h/ip",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = reverse_lazy("account_login")
ACCOUNT_USER_DISPLAY = str
MFA_ADAPTER = "policyhub.accounts.second_factor.EncryptedMFAAdapter"
MFA_FORMS = {"authenticate": "policyhub.accounts.second_factor_forms.SignInCodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "PolicyHub"
MFA_TOTP_TOLERANCE = 1  # the phone's clock may be half a minute off

# The browser: nothing from outside, nothing inline, nobody may frame us.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
COOKIE_PREFIX = "__Host-" if HTTPS else ""
KNOWN_DEVICE_COOKIE_NAME, SHARED_DEVICE_COOKIE_NAME = f"{COOKIE_PREFIX}known_device", f"{COOKIE_PREFIX}till"
CSRF_TRUSTED_ORIGINS = env_list("TRUSTED_ORIGINS")
if HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}session", f"{COOKIE_PREFIX}csrf"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# Mail. Nothing waits for it: without a server, mail stays in the outbox and To do carries everything.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "policyhub@localhost")

# Words, places, times. Stored in UTC; shown in the organisation's zone and language.
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
SCREEN_LANGUAGES = ["en"]  # those whose catalogue is written; rules may be in any of the above
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "policyhub.accounts.formats"
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEBUG
if not DEBUG:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {"waitress": {"level": os.environ.get("LOG_LEVEL", "WARNING")}},
}
