"""One HTTP request to an address that others chose: public, in bounded time, without redirects."""

import ipaddress
import socket
import ssl
from collections.abc import Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from urllib.parse import SplitResult, urlsplit

CONNECT_WITHIN = 5.0  # seconds
LONGEST_REASON = 4096
PART = 64 * 1024
PORTS = {"http": 80, "https": 443}


class Unreachable(Exception):
    """No answer came; the message says why."""


class OnPrivateNetwork(Unreachable):
    """The address is not on the public internet."""


def asked_to_wait(retry_after: str, *, at_most: timedelta) -> timedelta:
    """How long `Retry-After`, in seconds or as a date, asks to be left alone; 0 if unreadable."""
    given = retry_after.strip()
    try:
        if given.isascii() and given.isdigit():
            return timedelta(seconds=min(int(given), at_most.total_seconds()))
        moment = parsedate_to_datetime(given)
        asked = moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)
    except (ValueError, OverflowError):
        return timedelta()
    return min(max(asked, timedelta()), at_most)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer, whatever its status; of its body the beginning."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    method: str,
    url: str,
    *,
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    longest: int,
    within: float,
    private: bool = False,
) -> Response:
    """Send one request and read at most `longest` bytes of the answer.

    It takes at most `within` seconds from the first byte sent to the last one read.  `private`
    allows private networks.  Raises Unreachable.
    """
    try:
        parts = urlsplit(url)
        connection = _connected(parts, within=min(CONNECT_WITHIN, within), private=private)
    except (OSError, ValueError) as error:
        raise Unreachable(_said(error)) from None
    with closing(connection):
        # A socket's own time-out begins anew with each byte that drips in.
        connection.sock.settimeout(within)
        alarm = Timer(within, _cut, [connection.sock])
        alarm.start()
        try:
            connection.request(
                method, _target(parts), body, {"Host": parts.netloc, **(headers or {})}
            )
            return _read(connection.getresponse(), longest)
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable(_said(error)) from None
        finally:
            alarm.cancel()


def _target(parts: SplitResult) -> str:
    return f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"


def _connected(parts: SplitResult, *, within: float, private: bool) -> HTTPConnection:
    """A connection to the address that was checked: asking twice may give another one."""
    if parts.scheme not in PORTS:
        raise ValueError(f"{parts.scheme}: is not spoken here")
    host, port = parts.hostname or "", parts.port or PORTS[parts.scheme]
    address = _address(host, port, private=private)
    connection = HTTPConnection(host, port, timeout=within)
    connection.sock = socket.create_connection((address, port), timeout=within)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=host)
    return connection


def _address(host: str, port: int, *, private: bool) -> str:
    """An address of `host` that is on the public internet, or any if that is allowed."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(entry[4][0]) for entry in found]
    if private:
        return addresses[0]
    for address in addresses:
        if ipaddress.ip_address(address.partition("%")[0]).is_global:
            return address
    raise OnPrivateNetwork(f"{host} is on a private network.")


def _read(response: HTTPResponse, longest: int) -> Response:
    body = bytearray()
    while len(body) < longest and (part := response.read1(min(PART, longest - len(body)))):
        body += part
    return Response(response.status, dict(response.headers), bytes(body))


def _cut(connected: socket.socket) -> None:
    with suppress(OSError):  # it was closed at this moment
        connected.shutdown(socket.SHUT_RDWR)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:LONGEST_REASON]
