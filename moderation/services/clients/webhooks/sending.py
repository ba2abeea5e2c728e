"""One HTTP request to another system: no private address, no redirect, all of it bounded."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import urlsplit

from django.conf import settings

CONNECT_WITHIN = 5.0
# In seconds, from the first byte sent to the last one read.
ANSWER_WITHIN = 15.0
LONGEST_ANSWER = 4096
PORTS = {"http": 80, "https": 443}


class NotSent(Exception):
    """No answer came; the message says why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint answered; of its text the beginning."""

    status: int
    text: str

    @property
    def is_taken(self) -> bool:
        return 200 <= self.status < 300


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, longest: int = LONGEST_ANSWER
) -> Answer:
    """Send `body`; of the answer the first `longest` bytes are read.  Raises NotSent."""
    try:
        parts = urlsplit(url)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        connection = _connected(parts.scheme, parts.hostname or "", parts.port)
    except (OSError, ValueError) as error:
        raise NotSent(_said(error)) from None
    with closing(connection):
        # A socket's own time-out begins anew with each byte that drips in.
        alarm = Timer(ANSWER_WITHIN, _cut, [connection.sock])
        alarm.start()
        try:
            connection.request("POST", path, body, {"Host": parts.netloc, **headers})
            return _read(connection.getresponse(), longest)
        except (OSError, HTTPException) as error:
            raise NotSent(_said(error)) from None
        finally:
            alarm.cancel()


def _connected(scheme: str, host: str, port: int | None) -> HTTPConnection:
    """A connection to the address that was checked: asking twice may give another one."""
    if scheme not in PORTS:
        raise ValueError(f"{scheme}: is not spoken here")
    port = port or PORTS[scheme]
    address = _public_address(host, port)
    connection = HTTPConnection(host, port, timeout=CONNECT_WITHIN)
    plain = socket.create_connection((address, port), timeout=CONNECT_WITHIN)
    if scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(plain, server_hostname=host)
    else:
        connection.sock = plain
    connection.sock.settimeout(ANSWER_WITHIN)
    return connection


def _public_address(host: str, port: int) -> str:
    """An address of `host` that is on the public internet, or any if the operator allows it."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if settings.WEBHOOKS_TO_PRIVATE_NETWORKS:
        return addresses[0]
    for address in addresses:
        if ipaddress.ip_address(address.partition("%")[0]).is_global:
            return address
    raise NotSent(f"{host} is on a private network. WEBHOOKS_TO_PRIVATE_NETWORKS=true allows that.")


def _read(response: HTTPResponse, longest: int) -> Answer:
    text = b""
    while len(text) < longest and (part := response.read1(longest - len(text))):
        text += part
    return Answer(response.status, text.decode("utf-8", "replace").replace("\0", ""))


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):  # it was closed at this moment
        connected.shutdown(socket.SHUT_RDWR)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_ANSWER]
