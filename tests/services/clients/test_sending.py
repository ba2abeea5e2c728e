"""One request to a receiver that may be anything."""

import socket
import threading
import time

import pytest

from moderation.services.clients.webhooks import sending
from moderation.services.clients.webhooks.sending import Answer, NotSent


def test_an_answer_is_kept_to_4_kb(receiver):
    def answer(handler):
        handler.send_response(500)
        handler.end_headers()
        handler.wfile.write(b"a" * 100_000)

    receiver.answer = answer
    assert sending.post(receiver.url, b"{}", {}) == Answer(500, "a" * 4096)


@pytest.mark.parametrize("code", [301, 302, 307, 308])
def test_a_redirect_is_not_followed(receiver, code):
    def answer(handler):
        handler.send_response(code)
        handler.send_header("Location", receiver.url)

    receiver.answer = answer
    assert sending.post(receiver.url, b"{}", {}).is_taken is False
    assert receiver.bodies == [b"{}"]


def test_a_receiver_that_closes_half_way_has_not_answered(receiver):
    receiver.answer = lambda handler: handler.connection.shutdown(socket.SHUT_RDWR)
    with pytest.raises(NotSent):
        sending.post(receiver.url, b"{}", {})


def test_a_receiver_that_drips_is_cut_off(monkeypatch):
    monkeypatch.setattr(sending, "ANSWER_WITHIN", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        stop = threading.Event()
        thread = threading.Thread(target=drip, args=[server, stop])
        thread.start()
        try:
            with pytest.raises(NotSent):
                post_privately(server.getsockname()[1])
        finally:
            stop.set()
            thread.join()


def drip(server, stop):
    """Send a header line that never ends, a byte at a time."""
    client, _ = server.accept()
    with client:
        while not stop.is_set():
            try:
                client.sendall(b"H")
            except OSError:
                return
            time.sleep(0.05)


def post_privately(port):
    from django.test import override_settings  # noqa: PLC0415

    with override_settings(WEBHOOKS_TO_PRIVATE_NETWORKS=True):
        return sending.post(f"http://127.0.0.1:{port}/", b"{}", {})


def test_nobody_who_listens_is_an_answer_too(settings):
    settings.WEBHOOKS_TO_PRIVATE_NETWORKS = True
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(NotSent, match="ConnectionRefusedError"):
        sending.post(f"http://127.0.0.1:{port}/", b"{}", {})


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[fd00::1]",
        "[::ffff:127.0.0.1]",
        "0.0.0.0",  # noqa: S104 -- nothing is bound
        "2130706433",
    ],
)
def test_a_private_address_is_refused(host):
    with pytest.raises(NotSent, match="is on a private network"):
        sending.post(f"http://{host}:9/", b"{}", {})


@pytest.mark.parametrize("url", ["ftp://example.org/", "http://", "http://[/", "http://a:99999/"])
def test_an_address_that_is_none_is_not_asked(url):
    with pytest.raises(NotSent):
        sending.post(url, b"{}", {})
