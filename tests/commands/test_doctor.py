"""`doctor` on sites that are ill, each in its own way."""

import json
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone

from moderation.management.diagnosis import State, database, neighbours, own_machine
from moderation.models import ErasureRequest, Origin
from moderation.services.readers import leaving
from tests import servers
from tests.factories import make_comment
from tests.servers import free_port

SOUND = {
    "SITE_URL": "http://localhost:8000",
    "DEBUG": "false",
    "BEHIND_HTTPS": "true",
    "SECRET_KEY": "k3yOf-sufficient_length.and/many+letters.which.nobody.has.seen",
}


def diagnosed(site, **environment):
    """The exit code, and state and step of what was found, by what it is about and says."""
    done = site.run("doctor", "--json", **{**SOUND, **environment})
    found = json.loads(done.stdout)
    return done.returncode, {(f["about"], f["told"]): (f["state"], f["step"]) for f in found}


def test_a_site_is_told_what_it_lacks_and_what_to_do(site):
    code, found = diagnosed(site)
    assert (code, [key for key, (state, _) in found.items() if state == "error"]) == (3, [])
    assert found["jobs", "No rescore ended yet."] == ("warning", "Let rescore run every night.")
    assert found["database", "Its tables are those of this program."] == ("ok", "")
    assert [about for (about, _), (state, _) in found.items() if state == "error"] == []


def test_migrations_that_were_not_made_are_an_error(sites, tmp_path):
    with sites.empty(tmp_path) as site:
        code, found = diagnosed(site)
    (told,) = [key for key in found if "migrations were not made" in key[1]]
    assert (code, found[told]) == (1, ("error", "Run: python manage.py migrate"))


def test_what_cannot_be_reached_is_named_each_by_itself(site):
    port = free_port()
    site.url = f"postgres://nobody@127.0.0.1:{port}/comity"
    code, found = diagnosed(
        site,
        SITE_URL=f"https://comments.invalid:{port}",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        DEFAULT_FROM_EMAIL="comments@example.org",
        CELERY_BROKER_URL=f"redis://:hush@127.0.0.1:{port}/0",
    )
    assert code == 1
    ill = {(about, state) for (about, _), (state, _) in found.items() if state != "ok"}
    lost = {("database", "error"), ("https", "error"), ("e-mail", "warning"), ("broker", "warning")}
    assert lost <= ill
    assert "hush" not in str(found)


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"]])
def test_it_says_everything_in_plain_words_too(site, arguments):
    done = site.run(*arguments, **SOUND)
    assert "No rescore ended yet." in done.stdout
    assert done.stderr == "CommandError: Something should be seen to.\n"


def told(looks, about):
    return [(f.state, f.told, f.step) for look in looks for f in look() if f.about == about]


def test_a_disk_that_is_nearly_full_is_told(monkeypatch):
    assert {state for state, *_ in told([own_machine._disk], "disk")} == {State.OK}
    monkeypatch.setattr(own_machine, "LEAST_SPACE", 10**18)
    steps = {(state, step) for state, _, step in told([own_machine._disk], "disk")}
    assert steps == {(State.WARNING, "Free some disk space.")}


def test_a_cache_and_a_broker_are_named_without_their_passwords(settings):
    with servers.redis() as url:
        settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
        settings.CELERY_BROKER_URL = url
        ok, broker, _ = told([neighbours._broker], "broker")[0]
        assert (ok, broker) == (State.OK, f"{url} answers.")
        assert told([neighbours._cache], "cache") == [
            (State.OK, "It is shared by all processes.", "")
        ]


def test_the_file_of_a_database_that_everybody_may_read_is_told(settings, tmp_path):
    path = tmp_path / "comity.sqlite3"
    path.touch(mode=0o644)
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    settings.DATABASES = {**settings.DATABASES, "default": database}
    (found,) = told([own_machine._file_of_database], "database")
    assert found[2] == f"Run: chmod 600 {path}"
    path.chmod(0o640)
    assert told([own_machine._file_of_database], "database") == []


@pytest.mark.parametrize(("code", "step"), [(400, "ALLOWED_HOSTS"), (502, "X-Forwarded-Proto")])
def test_a_proxy_that_passes_pages_on_wrongly_is_told(settings, code, step):
    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(code)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as proxy:
        Thread(target=proxy.handle_request, daemon=True).start()
        settings.SITE_URL = f"http://127.0.0.1:{proxy.server_port}"
        ((state, said, to_do),) = told([neighbours._proxy], "proxy")
    assert (state, said.endswith(f"is answered {code}."), step in to_do) == ("error", True, True)


@pytest.mark.django_db
def test_readers_and_networks_that_should_be_deleted_are_told():
    assert told([database._deletions], "jobs") == []
    comment = make_comment()
    long_ago = timezone.now() - timedelta(days=40)
    request = leaving.ask(author=comment.author)
    ErasureRequest.objects.filter(pk=request.pk).update(due_at=long_ago)
    Origin.objects.create(comment=comment, network_key="k")
    Origin.objects.update(received_at=long_ago)
    steps = [step for _, _, step in told([database._deletions], "jobs")]
    assert [step.split()[1] for step in steps] == ["erase_readers", "forget_origins"]
