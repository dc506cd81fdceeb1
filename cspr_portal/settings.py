"""Django's settings, all of them from the environment; unsafe ones stop the start (environment.py)."""

import os
from pathlib import Path
from typing import Any

from cspr_portal import environment, identity_provider, look

BASE_DIR = Path(__file__).resolve().parent.parent

env = environment.load(Path(os.environ.get("ENV_FILE") or BASE_DIR / ".env"))

# Who we are and what is allowed
DEMO = environment.flag(env, "DEMO")
SECRET_KEY = environment.secret_key(env)
ALLOWED_HOSTS = environment.allowed_hosts(env, is_demo=DEMO)
DEBUG = environment.is_debug(env, is_demo=DEMO, hosts=ALLOWED_HOSTS)
IDENTITY_KEYS = environment.identity_keys(env)
MATCH_KEY = environment.match_key(env)
BEHIND_PROXY = environment.flag(env, "BEHIND_PROXY")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if not DEMO else []

PARTNERSHIP: dict[str, Any] = {
    "name": env.str("PARTNERSHIP_NAME", default="Safeguarding Children Partnership"),
    "short_name": env.str("PARTNERSHIP_SHORT_NAME", default="Safeguarding Children Partnership"),
    "email": env.str("PARTNERSHIP_EMAIL", default=""),
    "telephone": env.str("PARTNERSHIP_TELEPHONE", default=""),
    "leave_to": env.str("LEAVE_SITE_TO", default="https://www.bbc.co.uk/weather"),
    "statement_reviewed_on": env.str("ACCESSIBILITY_REVIEWED_ON", default=""),
    "look": look.made(environment.partnership_colours(env), environment.partnership_logo(env, base=BASE_DIR)),
}

INSTALLED_APPS = [
    "cspr_portal",
    "reviews",
    "publications",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]

MIDDLEWARE = [
    "cspr_portal.request_id.named",
    "cspr_portal.middleware.house_headers",
    "cspr_portal.transport.guarded",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cspr_portal.middleware.clean_input",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cspr_portal.maintenance.nothing_is_written",
    "cspr_portal.middleware.public_pages_first",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "reviews.audit.middleware.AuditMiddleware",
    "cspr_portal.middleware.SignInRequired",
    "reviews.sign_in.middleware.SecondFactorMiddleware",
]

ROOT_URLCONF = "cspr_portal.urls"
WSGI_APPLICATION = "cspr_portal.wsgi.application"

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
                "cspr_portal.context.house",
            ],
        },
    },
]
FORM_RENDERER = "cspr_portal.forms.PortalRenderer"

# Database: SQLite for one machine, PostgreSQL beyond it
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'var' / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers and one writer at a time without "database is locked": the write lock is taken at the start.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
    if not DATABASES["default"]["NAME"].startswith((":", "file:")):
        Path(DATABASES["default"]["NAME"]).parent.mkdir(parents=True, exist_ok=True)
else:
    DATABASES["default"]["CONN_MAX_AGE"] = env.int("DATABASE_CONN_MAX_AGE", default=60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Compiling a query takes PostgreSQL longer than any of the portal's takes to run.
    _options = DATABASES["default"].setdefault("OPTIONS", {})
    # A server that is away is noticed soon, also by connections that are kept; cspr_portal/patience.py has more limits.
    for _name, _value in {"connect_timeout": 3, "tcp_user_timeout": 10_000, "keepalives_idle": 30}.items():
        _options.setdefault(_name, _value)
    _options["options"] = f"{_options.get('options', '')} -c jit=off".strip()
    # A statement that comes again is planned once a connection: planning takes the server longer than running does.
    _options.setdefault("server_side_binding", True)
    _options.setdefault("prepare_threshold", 2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits of sign-in are counted here, so the cache is the database: all workers share it.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "house_cache"}}

# Time and language
USE_TZ = True
TIME_ZONE = "Europe/London"
LANGUAGE_CODE = "en-gb"
USE_I18N = True

# Files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "collected"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "build" / "static"]
STORAGES = {
    # Static files have other modes: somebody else may collect them than the account that serves them.
    "default": {
        "BACKEND": "cspr_portal.storage.DurableFiles",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Beyond one machine files lie in a bucket that all of them reach.
_bucket = environment.files_bucket(env)
if _bucket is not None:
    STORAGES["default"] = {"BACKEND": "cspr_portal.object_storage.ObjectFiles", "OPTIONS": _bucket}
# Other sites have no use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = environment.media_root(env, BASE_DIR / "var" / "media", [STATIC_ROOT, *STATICFILES_DIRS])
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_LIMIT = environment.whole_number(env, "FILE_LIMIT_MB", default=20, least=1, most=200) * 1024 * 1024
FILES_PER_CASE = environment.whole_number(env, "FILES_PER_CASE", default=2_000, least=1, most=100_000)
FILES_PER_PUBLICATION = environment.whole_number(
    env, "FILES_PER_PUBLICATION", default=100, least=1, most=1_000
)
FILES_PER_PERSON = environment.whole_number(env, "FILES_PER_PERSON", default=300, least=1, most=100_000)
FILE_UPLOAD_HANDLERS = ["cspr_portal.uploads.BoundedUpload"]
# Without a scanner files are kept unscanned and say so; with one that doesn't answer none is kept.
CLAMD = environment.clamd(env)

# Audit: where the log's end is noted outside the database, and how much reading within an hour raises an alert
AUDIT_ANCHOR = environment.audit_anchor(env, [STATIC_ROOT, *STATICFILES_DIRS])
CASES_AN_HOUR = environment.whole_number(env, "ALERT_CASES_AN_HOUR", default=20, least=1, most=10_000)
SEALED_AN_HOUR = environment.whole_number(env, "ALERT_SEALED_AN_HOUR", default=10, least=1, most=10_000)

# Backups: the public keys that they are encrypted to, and the file that says what must stay away after a restore.
BACKUP_KEYS = [key.strip() for key in env.list("BACKUP_KEYS", default=[]) if key.strip()]
WITHDRAWALS_JOURNAL = environment.withdrawals_journal(env, [STATIC_ROOT, *STATICFILES_DIRS])
# Tables whose rows let somebody in, or wait for somebody who was: no backup holds them.
NOT_IN_BACKUPS = {
    "sessions.Session",
    "account.EmailConfirmation",
    "reviews.StaffSession",
    "reviews.KeptForm",
    "reviews.WaitingMail",
}

# Sign-in
AUTH_USER_MODEL = "reviews.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/staff/"
LOGOUT_REDIRECT_URL = "account_login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "reviews.sign_in.passwords.EasyToGuessValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60
# How long asking for a link takes at least, in seconds: a mail takes time to write, and there may be none.
LINK_TAKES = 0.3
ACCOUNT_ADAPTER = "reviews.sign_in.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/5m/ip,10/5m/key",
    "reset_password": "10/h/ip,5/h/key",
    "reset_password_from_key": "20/h/ip",
    "reauthenticate": "10/5m/user",
    "change_password": "5/h/user",
    # The public form for copies: from one place, and from all together.
    "ask_for_a_copy": "5/h/ip,60/h/key",
}
# What may be asked for within a minute (cspr_portal/pace.py): on the staff side by one person, on the public one from
# one connection, which a whole office may share.
MOST_A_MINUTE = {"searches": 60, "files": 20, "public searches": 120}
ACCOUNT_FORMS = {
    "login": "reviews.sign_in.forms.SignInForm",
    "reset_password": "reviews.sign_in.forms.ForgottenPasswordForm",
    "reset_password_from_key": "reviews.sign_in.forms.NewPasswordForm",
    "change_password": "reviews.sign_in.forms.ChangePasswordForm",
    "reauthenticate": "reviews.sign_in.forms.PasswordAgainForm",
}
# Limits are counted per visitor, not per proxy: otherwise one person's slips lock everybody out.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
MFA_ADAPTER = "reviews.sign_in.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "reviews.sign_in.forms.CodeForm",
    "reauthenticate": "reviews.sign_in.forms.CodeAgainForm",
    "activate_totp": "reviews.sign_in.forms.ActivateCodeForm",
    "deactivate_totp": "allauth.mfa.totp.forms.DeactivateTOTPForm",
    "generate_recovery_codes": "allauth.mfa.recovery_codes.forms.GenerateRecoveryCodesForm",
}
MFA_TOTP_ISSUER = PARTNERSHIP["short_name"]
# One step of 30 seconds either way, for telephones whose clock is a little off; each code works once.
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
# What one try at a recovery code costs (scrypt's n): a twentieth of a second, and 16 MB.
RECOVERY_CODE_WORK = 2**14
# Addresses come from an administrator, so nobody confirms their own.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# An organisation's own sign-in, None without one
IDENTITY_PROVIDER = identity_provider.read(env)

# Cookies and transport. A demonstration runs over plain HTTP on this machine only.
# Sessions and what they hold: a table of the portal's own. A row outlives its session, which ends as said below, so that
# a form that was open all weekend is known to be whose it was.
SESSION_ENGINE = "reviews.sign_in.sessions"
SESSION_COOKIE_AGE = 4 * 24 * 60 * 60
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
SESSION_COOKIE_NAME = "session" if DEMO else "__Host-session"
CSRF_COOKIE_NAME = "csrf" if DEMO else "__Host-csrf"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "cspr_portal.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
IDLE_MINUTES = 20
LONGEST_HOURS = 12
# Before what is in reviews/sign_in/weighty.py the last proof of who somebody is may be no older than this.
PROOF_MINUTES = 15
ACCOUNT_REAUTHENTICATION_TIMEOUT = PROOF_MINUTES * 60
# So long a form is kept that was sent when its sender had to prove, or sign in, first.
KEPT_FORM_MINUTES = 15
INVITATION_DAYS = 7

# While this file is there nothing is written (cspr_portal/maintenance.py); on each machine that serves, its own.
MAINTENANCE_FILE = env.str("MAINTENANCE_FILE", default=str(BASE_DIR / "var" / "maintenance"))

# Mail: references and links only, never case content
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = 10
# No page waits for a mail server: its mails are kept, and go beside it (reviews/mails).
MAIL_SERVER_BACKEND = EMAIL_CONFIG["EMAIL_BACKEND"]
if MAIL_SERVER_BACKEND == "django.core.mail.backends.smtp.EmailBackend":
    EMAIL_BACKEND = "reviews.mails.backend.WaitingMails"
DEFAULT_FROM_EMAIL = env.str("FROM_EMAIL", default="portal@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "cspr_portal.logs.JsonLines"},
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "filters": {"without_secrets": {"()": "cspr_portal.logs.WithoutSecrets"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain" if DEBUG else "json",
            "filters": ["without_secrets"],
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own request log writes addresses of refused pages; the audit log keeps those instead.
    # Nor does it mail faults, with all that the request held, to anybody.
    "loggers": {
        "django": {"handlers": []},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
    },
}
