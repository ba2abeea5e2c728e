"""Every setting, read from the environment or from one file; docs/settings.md lists them."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment
from config.origins import origins
from config.pairs import pairs, secrets
from config.secret_key import weakness
from config.version import VERSION  # noqa: F401 -- a setting

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"

env = environment.read(BASE_DIR / ".env", environment.SITE_WIDE)

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SITE_NAME = env.str("SITE_NAME", default="Comity")
RESERVED_NAMES = tuple(env.list("RESERVED_NAMES", default=[]))
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
LOCAL_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=LOCAL_HOSTS)
SECRET_KEY = env.str("SECRET_KEY", default="")
if weak := weakness(SECRET_KEY, in_public=not set(ALLOWED_HOSTS) <= set(LOCAL_HOSTS)):
    raise ImproperlyConfigured(
        f"{weak}. Put a long random one into the environment or into .env: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "articles",
    "moderation",
    "config.telemetry",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "staff",  # after allauth, whose rows the admin is not to show
    "django_htmx",
    "csp",
    "ninja",  # the assets of the API's page
]

MIDDLEWARE = [
    "config.monitoring.Monitoring",
    "config.forwarded_proto.ForwardedProto",
    "articles.embed.middleware.Embeds",
    "django.middleware.security.SecurityMiddleware",
    "config.request_size.RequestSize",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "staff.middleware.IdleSessions",
    "staff.middleware.SecondFactors",
    "articles.middleware.PrivatePages",
    "articles.middleware.ReadersLanguage",
    "articles.middleware.KnownBrowsers",
    "articles.middleware.RateLimits",
    "articles.outages.Outages",
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
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "articles.context.site",
                "moderation.views.desk_context.desk",
            ],
        },
    },
]

# SQLite is a real choice for a small paper: write-ahead logging and immediate
# transactions let readers and one writer work side by side without deadlocks.
DATABASES = {
    "default": env.database("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'comity.sqlite3'}")
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # An unreachable server does not answer at all; the timeout lets readers see an error page.
    options = DATABASES["default"].setdefault("OPTIONS", {})
    options.setdefault("connect_timeout", env.int("DATABASE_CONNECT_TIMEOUT", default=3))
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# A connection costs PostgreSQL several times as much as a short query. SQLite's log, which the
# last connection deletes when it closes, cannot be made anew on a full disk.
DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
# Seconds that a page may wait, on PostgreSQL; commands wait as long as it takes.
DATABASE_STATEMENT_TIMEOUT = env.float("DATABASE_STATEMENT_TIMEOUT", default=15.0)
DATABASE_LOCK_TIMEOUT = env.float("DATABASE_LOCK_TIMEOUT", default=5.0)
SESSION_ENGINE = "config.sessions"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
# Days after which entries of the log of sign-ins and changes of rights are erased.
AUDIT_LOG_DAYS = env.int("AUDIT_LOG_DAYS", default=365)
# Nobody signs up by allauth, and nothing of it is sent or limited: `staff` does that.
ACCOUNT_ADAPTER = "staff.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = False
# Whether the desk and the admin demand a second factor.
STAFF_SECOND_FACTOR = env.str("STAFF_SECOND_FACTOR", default="off")
if STAFF_SECOND_FACTOR not in ("off", "required"):
    raise ImproperlyConfigured("STAFF_SECOND_FACTOR: write off or required.")
MFA_ADAPTER = "staff.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_TOTP_TOLERANCE = 1
# The paper's identity provider for the staff (OpenID Connect), and its groups that stand for ours.
STAFF_OIDC_SERVER = env.str("STAFF_OIDC_SERVER", default="").rstrip("/")
if STAFF_OIDC_SERVER and not STAFF_OIDC_SERVER.startswith(("https://", "http://127.0.0.1:")):
    raise ImproperlyConfigured("STAFF_OIDC_SERVER: give an address that begins with https://")
STAFF_OIDC_NAME = env.str("STAFF_OIDC_NAME", default="Single sign-on")
STAFF_OIDC_CLIENT = env.str("STAFF_OIDC_CLIENT", default="")
STAFF_OIDC_SECRET = env.str("STAFF_OIDC_SECRET", default="")
STAFF_OIDC_GROUPS_CLAIM = env.str("STAFF_OIDC_GROUPS_CLAIM", default="groups")
STAFF_OIDC_GROUPS = pairs("STAFF_OIDC_GROUPS", env.list("STAFF_OIDC_GROUPS", default=[]))
SOCIALACCOUNT_ADAPTER = "staff.provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "staff",
                "name": STAFF_OIDC_NAME,
                "client_id": STAFF_OIDC_CLIENT,
                "secret": STAFF_OIDC_SECRET,
                "settings": {"server_url": STAFF_OIDC_SERVER},
            }
        ]
        if STAFF_OIDC_SERVER
        else [],
    }
}
# Minutes without an act after which a session at the desk or in the admin ends; 0: never.
DESK_IDLE_MINUTES = env.int("DESK_IDLE_MINUTES", default=240)
# Minutes after which a sensitive act asks for the password or the second factor again; 0: never.
REAUTHENTICATE_MINUTES = env.int("REAUTHENTICATE_MINUTES", default=15)

LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "articles:article_list"
LOGOUT_REDIRECT_URL = "articles:article_list"

LANGUAGES = [
    ("en", "English"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("hy", "Հայերեն"),
]
# The others are for readers alone.
DESK_LANGUAGES = [(code, name) for code, name in LANGUAGES if code in ("en", "de")]
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
if LANGUAGE_CODE not in dict(LANGUAGES):
    known = ", ".join(dict(LANGUAGES))
    raise ImproperlyConfigured(f"LANGUAGE_CODE is {LANGUAGE_CODE!r}. Set it to one of: {known}.")
FORMAT_MODULE_PATH = "config.formats"
TIME_ZONE = env.str("TIME_ZONE", default="UTC")
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# The demo and development sites serve static files in place; others use collectstatic.
WHITENOISE_USE_FINDERS = DEBUG or DEMO
if not WHITENOISE_USE_FINDERS:
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
BEHIND_HTTPS = env.bool("BEHIND_HTTPS", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_SSL_REDIRECT = BEHIND_HTTPS
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=30 * 24 * 3600 if BEHIND_HTTPS else 0)
# If https ends in front of the site, there is a proxy, and all readers would share its address.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=int(BEHIND_HTTPS))
# HSTS for subdomains and preloading affect hosts other than this site.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None

# Enough for 100,000 characters of any script, escaped in any way, so that a reader who pastes
# too much gets the text back instead of an error page.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
# A policy of 120 clauses with rules and texts for notices, as the editor sends it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CSRF_FAILURE_VIEW = "articles.views.csrf_failure"

# Without a mail server the demo prints e-mails to authors; any other site leaves them unsent.
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
if vars()["EMAIL_BACKEND"] == "django.core.mail.backends.console.EmailBackend":
    EMAIL_BACKEND = "moderation.services.readers.printing.EmailBackend"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="comments@localhost")

# When articles take no comments any more (0: never), and at which hours they do (none: always).
COMMENTS_CLOSE_AFTER_DAYS = env.int("COMMENTS_CLOSE_AFTER_DAYS", default=0)
COMMENTS_HOURS = env.list("COMMENTS_HOURS", default=[])
# A removal counts against its author for so many days; from a number of such strikes on, a
# sanction is proposed.
STRIKE_DAYS = env.int("STRIKE_DAYS", default=180)
STRIKE_LADDER = env.list("STRIKE_LADDER", default=["3:warning", "5:week", "8:good"])
# Stands in a published comment where the editors removed words.
REDACTION_MARK = env.str("REDACTION_MARK", default="[removed by the editors]")

CLASSIFIER = env.str("CLASSIFIER", default="standard")
LINEAR_RELEASE = env.str("LINEAR_RELEASE", default="")
TRANSFORMER_RELEASE = env.str("TRANSFORMER_RELEASE", default="")
STANDARD_RELEASE = env.str("STANDARD_RELEASE", default="")
LANGUAGE_RELEASES = env.list("LANGUAGE_RELEASES", default=["ar", "de", "pt"])
TRANSFORMER_THREADS = env.int("TRANSFORMER_THREADS", default=1)
# Where `backup` may write besides a folder, and who can read what it writes.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_IDENTITY = env.str("BACKUP_IDENTITY", default="")
S3_ENDPOINT = env.str("S3_ENDPOINT", default="")
S3_ACCESS_KEY = env.str("S3_ACCESS_KEY", default="")
S3_SECRET_KEY = env.str("S3_SECRET_KEY", default="")
S3_REGION = env.str("S3_REGION", default="")

# Only `rescore --celery` and its workers need a broker.  Results are in the database.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="redis://127.0.0.1:6379/0")
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_DEFAULT_QUEUE = "comity"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1

# The second opinion of `rescore --second-opinion detoxify`: a model that Detoxify publishes,
# from its download cache, or a checkpoint with its SHA-256 and its configuration. The command
# `detoxify_checkpoint` makes one from the transformer release and prints these settings.
DETOXIFY_MODEL = env.str("DETOXIFY_MODEL", default="original")
DETOXIFY_CHECKPOINT = env.str("DETOXIFY_CHECKPOINT", default="")
DETOXIFY_SHA256 = env.str("DETOXIFY_SHA256", default="")
DETOXIFY_CONFIG = env.str("DETOXIFY_CONFIG", default="")
# The classifier `perspective`: a service in the shape of the Perspective API.
PERSPECTIVE_URL = env.str("PERSPECTIVE_URL", default="").rstrip("/")
PERSPECTIVE_KEY = env.str("PERSPECTIVE_KEY", default="")
PERSPECTIVE_NAME = env.str("PERSPECTIVE_NAME", default="")
PERSPECTIVE_LANGUAGES = env.list("PERSPECTIVE_LANGUAGES", default=["en"])
PERSPECTIVE_TIMEOUT = env.float("PERSPECTIVE_TIMEOUT", default=3.0)
PERSPECTIVE_AT_ONCE = env.int("PERSPECTIVE_AT_ONCE", default=4)
SECOND_OPINION = env.str("SECOND_OPINION", default="")
SECOND_OPINION_COMMENTS = env.int("SECOND_OPINION_COMMENTS", default=2_000)

RESCORE_CHUNK = env.int("RESCORE_CHUNK", default=10_000)
RESCORE_LEASE = env.int("RESCORE_LEASE", default=60)
RESCORE_DRIFT_LIMIT = env.float("RESCORE_DRIFT_LIMIT", default=None)

# Calls of the scoring API are counted in the cache; without a shared one, per process.
CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}
if CACHES["default"]["BACKEND"] == "django.core.cache.backends.redis.RedisCache":
    # If the cache is slow, calls are answered without counting them.
    quick = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
    CACHES["default"]["OPTIONS"] = quick | CACHES["default"].get("OPTIONS", {})
# The sites whose pages may call the scoring API with keys that have no origins of their own.
API_ORIGINS = origins("API_ORIGINS", env.list("API_ORIGINS", default=[]))
API_DROPS_UNKNOWN_ATTRIBUTES = env.bool("API_DROPS_UNKNOWN_ATTRIBUTES", default=True)
WEBHOOKS_TO_PRIVATE_NETWORKS = env.bool("WEBHOOKS_TO_PRIVATE_NETWORKS", default=False)

# Readers whom the paper signs in by a token (JWT), and readers without an account.
SSO_KEYS = secrets("SSO_KEYS", env.list("SSO_KEYS", default=[]))
SSO_JWKS = env.str("SSO_JWKS", default="")
SSO_JWKS_URL = env.str("SSO_JWKS_URL", default="")
if SSO_JWKS_URL and not SSO_JWKS_URL.startswith(("https://", "http://")):
    raise ImproperlyConfigured("SSO_JWKS_URL: give an address that begins with https://")
SSO_AUDIENCE = env.str("SSO_AUDIENCE", default="")
SSO_ISSUER = env.str("SSO_ISSUER", default="")
SSO_LONGEST_LIFE = env.int("SSO_LONGEST_LIFE", default=24 * 3600)
# Whether addresses that the paper gives for its readers, by token or API, count as proved.
PAPER_CONFIRMS_EMAILS = env.bool("PAPER_CONFIRMS_EMAILS", default=False)
SSO_BADGES = pairs("SSO_BADGES", env.list("SSO_BADGES", default=[]))
EMBED_GUESTS = env.bool("EMBED_GUESTS", default=True)
# The sites whose pages may embed the discussion.
EMBED_ORIGINS = origins("EMBED_ORIGINS", env.list("EMBED_ORIGINS", default=[]))
# What may make an article when an embed first shows it: attributes that EMBED_KEYS signed, or any
# of a listed origin.
EMBED_KEYS = secrets("EMBED_KEYS", env.list("EMBED_KEYS", default=[]))
EMBED_FIRST_SIGHT = env.str("EMBED_FIRST_SIGHT", default="signed")
if EMBED_FIRST_SIGHT not in ("signed", "listed", "never"):
    raise ImproperlyConfigured("EMBED_FIRST_SIGHT: write signed, listed or never.")

# Seconds between reading the form and posting, for readers without an account.
FASTEST_POST = env.float("FASTEST_POST", default=2.0)
# At most so many keys does a browser derive before it posts; 0: none.
PROOF_OF_WORK = env.int("PROOF_OF_WORK", default=0)
# A service that tells spam from other comments; without a key it is not asked.
AKISMET_KEY = env.str("AKISMET_KEY", default="")
AKISMET_URL = env.str("AKISMET_URL", default="https://rest.akismet.com")
# One reaction of each reader for a comment; the words are the site's, or else the language's.
REACTIONS = env.bool("REACTIONS", default=True)
REACTION_WORD = env.str("REACTION_WORD", default="")
REACTION_ORDER_WORD = env.str("REACTION_ORDER_WORD", default="")

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# Where errors and the times of requests are sent; nowhere by default.
SENTRY_DSN = env.str("SENTRY_DSN", default="")
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")

# Log messages contain ids of comments, never their text.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "fmt": "{asctime}{levelname}{name}{message}",
            "style": "{",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.str("LOG_FORMAT", default="line"),
        },
    },
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
