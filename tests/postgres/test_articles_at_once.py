"""Articles and readers that are first seen by several requests at one moment."""

import pytest

from articles import bearer, paper
from articles.models import Article, Author
from articles.paper import Listing
from moderation.services.clients import articles as pushed
from moderation.services.clients.articles import Changes
from tests.articles.bearer.issuing import SECRET, issued, request_with
from tests.factories import make_article
from tests.racing import race

pytestmark = pytest.mark.django_db(transaction=True)

URL = "https://paper.example/swans"


def test_first_sights_at_once_make_one_article():
    by_address = [lambda: paper.find_or_create(Listing(url=URL)).pk] * 4
    assert set(race(*by_address)) == {Article.objects.get().pk}
    by_id = [lambda: paper.find_or_create(Listing(external_id="7", url=URL)).pk] * 3
    push = [lambda: pushed.upsert(external_id="7", changes=Changes(title="A", url=URL))[0].pk] * 3
    assert set(race(*by_id, *push)) == {Article.objects.get().pk}


def test_an_address_gets_one_of_two_ids_that_come_at_once():
    make_article(url=URL)

    def see(external_id):
        return paper.find_or_create(Listing(external_id=external_id, url=URL)).pk

    first, second = race(lambda: see("7"), lambda: see("8"))
    assert first != second
    assert set(Article.objects.values_list("external_id", flat=True)) == {"7", "8"}


def test_a_reader_who_is_first_seen_by_several_requests_is_one_author(settings):
    settings.SSO_KEYS = {"2026": SECRET}
    token = issued()
    seen = race(*[lambda: bearer.reader_of(request_with(token)).pk] * 4)
    assert set(seen) == {Author.objects.get().pk}


def test_signing_out_twice_at_once_is_signing_out(settings):
    settings.SSO_KEYS = {"2026": SECRET}
    token = issued()
    assert race(*[lambda: bearer.sign_out(request_with(token))] * 4) == [None] * 4
