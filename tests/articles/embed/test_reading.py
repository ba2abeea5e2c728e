"""The discussion as a fragment, and the files that show it."""

import gzip

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.bearer import guests
from articles.embed import assets
from articles.models import Comment
from tests.factories import make_article, make_comment, make_policy_version

pytestmark = pytest.mark.django_db

PUBLISHED = Comment.Status.PUBLISHED
MOST = 15_000  # bytes, compressed


@pytest.fixture
def article():
    return make_article(external_id="a-1", url="https://paper.example/a", slug="a")


def read(client, **query):
    response = client.get("/embed/articles/", query)
    return response.status_code, response.content.decode()


def test_the_fragment_is_the_discussion_alone_with_whole_addresses(client, article):
    make_policy_version()
    comment = make_comment("A calm remark.", article=article, status=PUBLISHED)
    make_comment("A held remark.", article=article)
    status, fragment = read(client, id="a-1")
    assert status == 200
    assert "A calm remark." in fragment
    assert "A held remark." not in fragment
    for absent in ("<html", "<script", "csrfmiddlewaretoken", 'href="/', 'action="/', 'href="?'):
        assert absent not in fragment
    assert f'href="http://testserver/comments/{comment.pk}/report/"' in fragment
    assert 'data-count="1"' in fragment


def test_an_article_is_found_by_the_paper_s_id_or_else_by_its_address(client, article):
    make_comment("A calm remark.", article=article, status=PUBLISHED)
    assert "A calm remark." in read(client, id="a-1")[1]
    assert "A calm remark." in read(client, url="https://paper.example/a")[1]
    assert "A calm remark." in client.get("/embed/articles/a-1/").content.decode()
    status, told = read(client, id="other", url="https://paper.example/a")
    assert (status, "There are no comments for this page yet." in told) == (404, True)


def test_the_page_that_shows_a_comment_can_be_asked_for(client, article, monkeypatch):
    monkeypatch.setattr("articles.threads.THREADS_PER_PAGE", 2)
    made = [make_comment(f"Remark {n}.", article=article, status=PUBLISHED) for n in range(5)]
    _, fragment = read(client, id="a-1", comment=made[4].pk)
    assert ("Remark 4." in fragment, "Remark 1." in fragment) == (True, False)


def test_the_embed_speaks_the_language_of_its_page(client, article):
    assert "Kommentare" in read(client, id="a-1", lang="de-AT")[1]
    assert 'lang="en"' in read(client, id="a-1", lang="xx")[1]


@pytest.mark.parametrize("number", [1, 3])
def test_a_fragment_takes_as_many_queries_for_three_threads_as_for_one(
    client, article, django_assert_num_queries, number
):
    make_policy_version()
    for _ in range(number):
        make_comment(article=article, status=PUBLISHED)
    with django_assert_num_queries(10):
        read(client, id="a-1")


def test_readers_without_a_token_share_an_answer_for_some_seconds(
    client, article, django_assert_num_queries
):
    comment = make_comment("A calm remark.", article=article, status=PUBLISHED)
    first = client.get("/embed/articles/a-1/")
    Comment.objects.update(status=Comment.Status.REMOVED)
    token = {"Authorization": f"Bearer {guests.token_for(comment.author)}"}
    assert "Removed" in client.get("/embed/articles/a-1/", headers=token).content.decode()
    with django_assert_num_queries(0):
        again = client.get("/embed/articles/a-1/")
        known = client.get("/embed/articles/a-1/", headers={"If-None-Match": first["ETag"]})
    assert (again.content, known.status_code, known.content) == (first.content, 304, b"")
    assert "Authorization" in first["Vary"]
    cache.clear()
    assert "A calm remark." not in client.get("/embed/articles/a-1/").content.decode()


ANYTHING = st.text(max_size=300) | st.sampled_from(["-1", "9" * 30, "\0", "newest", "de", "../.."])
NAMES = st.sampled_from(
    ["id", "url", "title", "section", "lang", "page", "order", "thread", "comment"]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, ANYTHING), st.text("Bearer .~/-abc=\0é", max_size=80))
def test_nothing_that_a_page_may_ask_is_an_error_of_the_server(article, query, token):
    status = (
        Client()
        .get("/embed/articles/", {"id": "a-1", **query}, headers={"Authorization": token})
        .status_code
    )
    assert status in (200, 400, 404)


def test_the_script_weighs_little(capsys):
    size = len(assets.script()) + len(assets.proof())
    with capsys.disabled():
        print(f"\nembed scripts: {size:,} bytes compressed")  # noqa: T201 -- to be seen in builds
    assert size <= MOST


def test_the_script_and_the_style_are_kept_by_browsers_and_asked_for_in_one_piece(client):
    script = "text/javascript"
    kinds = {"/embed/v1.js": script, "/embed/proof.js": script, "/embed/v1.css": "text/css"}
    for address, kind in kinds.items():
        plain = client.get(address)
        zipped = client.get(address, headers={"Accept-Encoding": "gzip, br"})
        assert plain["Content-Type"] == f"{kind}; charset=utf-8"
        assert gzip.decompress(zipped.content) == plain.content
        assert plain["Cache-Control"] == "public, max-age=3600, stale-while-revalidate=86400"
        again = client.get(address, headers={"If-None-Match": plain["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_the_script_says_in_every_language_what_the_site_cannot(client):
    script = client.get("/embed/v1.js").content.decode()
    for sentence in ("Try again", "Erneut versuchen"):
        assert sentence in script
