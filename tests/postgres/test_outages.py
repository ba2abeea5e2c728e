"""A PostgreSQL that is stopped and started again under a site that is being read."""

from http.server import BaseHTTPRequestHandler

from tests import servers
from tests.listening import listening
from tests.served import served
from tests.site import Site, wait_until


def test_readers_are_told_while_it_is_away_and_read_on_afterwards(tmp_path):
    with servers.postgres() as url:
        site = Site(url, tmp_path)
        assert site.run("migrate", "-v0").returncode == 0
        site.add_comments(1)
        with served(tmp_path, DATABASE_URL=url) as pages:
            assert pages.get("/articles/a/").status == 200
            servers.stop_postgres(url)
            away = pages.get("/articles/a/")
            assert (away.status, away.headers["Retry-After"]) == (503, "60")
            assert len(pages.log()) == 1
            servers.start_postgres(url)
            assert pages.get("/articles/a/").status == 200


def test_webhooks_end_in_a_sentence_and_send_afterwards_what_waited(tmp_path):
    received = []

    class Paper(BaseHTTPRequestHandler):
        def do_POST(self):
            received.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    create = ("webhook", "create", "app")
    delivered = "SELECT count(*) FROM moderation_delivery WHERE status = 'delivered'"
    private = {"WEBHOOKS_TO_PRIVATE_NETWORKS": "true"}
    with servers.postgres() as url, listening(Paper) as address:
        site = Site(url, tmp_path)
        assert site.run("migrate", "-v0").returncode == 0
        site.add_comments(1)
        assert site.run(*create, address, "--events", "comment.held", **private).returncode == 0
        sending = site.start("deliver_webhooks", "--every", "0.1", **private)
        with served(tmp_path, DATABASE_URL=url, CLASSIFIER="linear") as pages:
            held = {"name": "Ani", "text": "You are an idiot.", "confirmed": "True"}
            assert pages.post("/articles/a/comments/", held).status == 302
            wait_until(lambda: site.rows(delivered) == [(1,)])
            servers.stop_postgres(url)
            _, told = sending.communicate(timeout=60)
            assert sending.returncode == 1
            assert "of DATABASE_URL is running" in told
            servers.start_postgres(url)
            again = {**held, "name": "Ben", "text": "You are an idiot, too."}
            assert pages.post("/articles/a/comments/", again).status == 302
        sending = site.start("deliver_webhooks", "--every", "0.1", **private)
        wait_until(lambda: site.rows(delivered) == [(2,)])
        sending.terminate()
        sending.communicate()
    assert len(received) == len(set(received)) == 2
