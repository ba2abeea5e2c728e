"""The certificate that a site sends."""

import socket
import ssl
import time
from urllib.parse import urlsplit

SHORT = 14  # days; Let's Encrypt renews 30 before the end
PATIENCE = 5  # seconds


def days_left(address: str) -> int:
    """For how many days the certificate of `address` is valid.

    Raises OSError, ssl.SSLError among them, if the site cannot be reached or sends one that is
    not valid for its name.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    with (
        socket.create_connection((host, port), timeout=PATIENCE) as plain,
        ssl.create_default_context().wrap_socket(plain, server_hostname=host) as secure,
    ):
        sent = secure.getpeercert() or {}
    return int((ssl.cert_time_to_seconds(str(sent["notAfter"])) - time.time()) // 86_400)
