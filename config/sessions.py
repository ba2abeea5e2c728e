"""Sessions in the database, looked up only by well-formed keys."""

from django.contrib.sessions.backends import db

# As in Django.
SHORTEST = 8


class SessionStore(db.SessionStore):
    """Ignores cookies that cannot be session keys.

    A cookie may contain a null character, which PostgreSQL refuses in queries.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and len(key) >= SHORTEST and key.isascii() and key.isalnum())
