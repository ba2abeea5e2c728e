"""Where settings come from: the environment, and one file that every process of the site reads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from warnings import catch_warnings

import environ
from django.core.exceptions import ImproperlyConfigured

SITE_WIDE = Path("/etc/comity/comity.env")
YES_OR_NO = (*environ.Env.BOOLEAN_TRUE_STRINGS, "false", "off", "n", "no", "0", "")
ENGINES = ("django.db.backends.postgresql", "django.db.backends.sqlite3")


class Environment(environ.Env):  # type: ignore[misc]  # django-environ has no types
    """Raises ImproperlyConfigured with the name of the setting that cannot be read.

    Values are not repeated: most contain a password.
    """

    def get_value(self, var: str, *arguments: Any, **options: Any) -> Any:
        with _named(var, "docs/settings.md says what it may be"):
            return super().get_value(var, *arguments, **options)

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> bool:
        if str(self.ENVIRON.get(var, "")).strip().lower() not in YES_OR_NO:
            raise ImproperlyConfigured(f"{var} is neither true nor false. Set it to one of them.")
        return bool(super().bool(var, default))

    def database(self, var: str, default: str) -> dict[str, Any]:
        with _named(var, "Set it to postgres://user:password@host/name or sqlite:////path/to/file"):
            with catch_warnings(action="ignore"):  # django-environ's repeats the password
                found: dict[str, Any] = self.db_url(var, default=default)
            if found.get("ENGINE") not in ENGINES:
                raise ValueError
        return found

    def email_url(self, var: str, default: str) -> dict[str, Any]:
        with _named(var, "Set it to smtp+tls://user:password@host:587"):
            return dict(super().email_url(var, default=default))

    def cache_url(self, var: str, default: str) -> dict[str, Any]:
        with _named(var, "Set it to rediscache://host:6379/1, or leave it out"):
            return dict(super().cache_url(var, default=default))


@contextmanager
def _named(var: str, next_step: str) -> Iterator[None]:
    try:
        yield
    except (ValueError, KeyError) as error:
        raise ImproperlyConfigured(f"{var} cannot be read. {next_step}.") from error


def read(*files: Path) -> Environment:
    """The environment, and for what it does not say the first of `files` that exists.

    Raises ImproperlyConfigured where this user may not read that file.
    """
    for file in files:
        try:
            with file.open(encoding="utf-8") as lines:
                Environment.read_env(lines)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", "it is not UTF-8")
            raise ImproperlyConfigured(
                f"Cannot read {file}: {reason}. Run this as the user of the site, or as root."
            ) from error
        break
    return Environment()
