"""Sessions in the database, looked up only by what can be a key."""

from django.contrib.sessions.backends import db

# Django's own limit, which this takes the place of.
SHORTEST = 8


class SessionStore(db.SessionStore):
    """Takes a cookie for no session where its value was not given by this site.

    PostgreSQL refuses to be asked for a null character, which a cookie may hold.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key and len(key) >= SHORTEST and key.isascii() and key.isalnum())
