"""The site while its database is away, asked over HTTP."""

import pytest
from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from django.test import Client

from articles import outages
from tests import addresses
from tests.factories import make_article
from tests.served import served
from tests.servers import free_port

ARGUMENTS = {"pk": 1, "slug": "a", "article_id": "a", "token": "t"}
SIGNED_IN = {"Cookie": "sessionid=0123456789abcdef0123456789abcdef"}
NEED_NO_DATABASE = {
    "/accounts/login/",
    "/accounts/join/",
    "/desk/preferences/",
    # They name no article, no comment and no reader.
    *("/embed/articles/", "/embed/page/", "/embed/counts/", "/embed/comments/1/edit/"),
    *("/embed/sign-out/", "/embed/v1.js", "/embed/v1.css", "/embed/proof.js"),
    "/embed/challenge/",  # signed, and noted only once it is used
    # Links with a wrong signature.
    *("/accounts/email/t/", "/you/t/", "/you/mailing/t/", "/you/staying/t/"),
}


def away(_):
    return f"postgres://nobody@127.0.0.1:{free_port()}/comity"


def broken(folder):
    path = folder / "broken.sqlite3"
    path.write_bytes(b"This is no database. " * 500)
    return f"sqlite:///{path}"


@pytest.fixture(scope="module", params=[away, broken], ids=lambda make: make.__name__)
def site(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("served")
    with served(folder, DATABASE_URL=request.param(folder)) as site:
        yield site


@pytest.fixture(autouse=True)
def _forget_former_lines(request):
    if "site" in request.fixturenames:
        request.getfixturevalue("site").log()


def pages():
    for namespace in ("articles", "discussion", "embed", "desk"):
        yield from addresses.of(namespace, ARGUMENTS)
    yield from ("/admin/", "/admin/articles/comment/", "/accounts/password/")


@pytest.mark.parametrize("address", sorted({*pages()} - NEED_NO_DATABASE))
def test_every_page_says_when_to_come_back_and_is_one_line_in_the_log(site, address):
    answer = site.get(address, **SIGNED_IN)
    if answer.status == 405:
        site.log()
        answer = site.post(address, {}, **SIGNED_IN)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")
    assert "no-store" in answer.headers["Cache-Control"]
    (line,) = site.log()
    assert f"The database does not answer, at {address}: " in line


@pytest.mark.parametrize("address", ["/articles/a/comments/", "/comments/1/edit/"])
def test_a_reader_s_text_comes_back(site, address):
    answer = site.post(address, {"name": "Ani", "text": "My <long> text."}, **SIGNED_IN)
    assert (answer.status, "My &lt;long&gt; text.</textarea>" in answer.text) == (503, True)
    assert len(site.log()) == 1


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/notices/t/appeal/", "text"),
        ("/comments/1/report/", "note"),
        ("/desk/comments/1/decide/", "note"),
        ("/desk/appeals/1/decide/", "answer"),
        ("/desk/comments/1/author/", "reason"),
    ],
)
def test_what_else_somebody_wrote_comes_back_too(site, address, field):
    answer = site.post(address, {field: "Because of <this>."}, **SIGNED_IN)
    assert (answer.status, "Because of &lt;this&gt;.</textarea>" in answer.text) == (503, True)


def test_a_page_without_a_form_is_plain_and_needs_no_database(site):
    page = site.get("/").text
    assert "cannot reach its database" in page
    assert "<textarea" not in page


def test_whoever_logs_in_is_told_to_come_back(site):
    answer = site.post("/accounts/login/", {"username": "vera", "password": "river"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "60")


def test_the_heartbeat_fails(site):
    assert site.get("/healthz").status == 503


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError, InternalError, DatabaseError])
def test_a_database_that_fails_is_an_outage(kind):
    assert outages.is_outage(kind("server closed the connection"))


@pytest.mark.parametrize("kind", [IntegrityError, DataError, ProgrammingError, ValueError])
def test_what_the_program_does_wrong_is_none(kind):
    assert not outages.is_outage(kind("a fault"))
    assert not outages.is_outage(None)


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "status"), [(OperationalError, 503), (IntegrityError, 500)])
def test_a_session_that_cannot_be_stored_is_an_outage_too(monkeypatch, kind, status):
    def fail(*_, **__):
        raise kind("a fault")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.save", fail)
    article = make_article()
    client = Client(raise_request_exception=False)
    response = client.post(
        f"/articles/{article.slug}/comments/", {"name": "Ani", "text": "A calm remark."}
    )
    assert response.status_code == status
