import pytest
from django.contrib.auth.models import User
from django.test import Client

from articles import posting
from articles.models import Author, Comment
from articles.signals import CommentRefused
from moderation.services.readers import personal_data
from tests.factories import (
    make_article,
    make_author,
    make_moderator,
    make_policy_version,
    make_user,
)

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
JOINING = {"username": "ani", "password1": PASSWORD, "password2": PASSWORD}


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()


def post(client, article, text, name="Ani"):
    return client.post(f"/articles/{article.slug}/comments/", {"name": name, "text": text})


def test_a_reader_joins_and_is_logged_in(client):
    response = client.post("/accounts/join/", JOINING, follow=True)
    assert "Log <bdi>ani</bdi> out" in response.content.decode()


def test_what_cannot_be_an_account_is_explained(client):
    response = client.post("/accounts/join/", {**JOINING, "password2": "another"})
    assert response.status_code == 400
    assert not User.objects.exists()


def test_who_wrote_before_joining_stays_one_author(client, article):
    post(client, article, "Before.")
    client.post("/accounts/join/", JOINING)
    post(client, article, "After.", name="")
    assert Author.objects.get().user == User.objects.get()
    assert Comment.objects.count() == 2


def test_an_account_is_the_same_author_everywhere(client, article):
    client.post("/accounts/join/", JOINING)
    post(client, article, "At home.")
    elsewhere = Client()
    elsewhere.login(username="ani", password=PASSWORD)
    post(elsewhere, article, "At work.", name="")
    assert Author.objects.count() == 1


def test_an_account_does_not_take_over_the_author_of_another_account(client, article):
    post(client, article, "Mine.")
    author = Author.objects.get()
    Author.objects.update(user=make_user())
    client.post("/accounts/join/", JOINING)
    post(client, article, "Other.", name="Other")
    assert Author.objects.exclude(pk=author.pk).get().name == "Other"


@pytest.mark.parametrize(("make", "desk"), [(make_moderator, True), (make_user, False)])
def test_only_moderators_are_shown_the_way_to_the_desk(client, make, desk):
    client.force_login(make())
    assert (">Desk</a>" in client.get("/").content.decode()) == desk


def test_the_pages_carry_the_name_of_the_site(client, settings):
    settings.SITE_NAME = "The Paper"
    assert ">The Paper</a>" in client.get("/").content.decode()
    assert "<title>The Paper</title>" in client.get("/feed/").content.decode()


def login(client, **fields):
    user = make_user(username="ben", **fields)
    user.set_password(PASSWORD)
    user.save()
    client.post("/accounts/login/", {"username": "ben", "password": PASSWORD})
    return user


def name_is_asked(client, article):
    return 'name="name"' in client.get(article.get_absolute_url()).content.decode()


def test_who_logs_in_on_a_shared_computer_does_not_take_over_who_wrote_there(client, article):
    post(client, article, "Mine.", name="Ani")
    before = Author.objects.get()
    user = login(client)
    assert name_is_asked(client, article)
    post(client, article, "Another.", name="Ben")
    assert Author.objects.get(user=user).name == "Ben"
    before.refresh_from_db()
    assert before.user is None
    comment = Comment.objects.get(author=before)
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 404


def test_who_comes_after_a_login_is_not_the_author_from_before_it(client, article):
    post(client, article, "Mine.")
    login(client)
    client.post("/accounts/logout/")
    assert name_is_asked(client, article)


def test_an_account_that_is_closed_gives_the_author_from_before_it_to_nobody(client, article):
    post(client, article, "Mine.")
    login(client)
    User.objects.update(is_active=False)
    assert name_is_asked(client, article)


def test_a_login_to_an_account_with_an_author_goes_on_as_that_author(client, article):
    user = make_user()
    client.force_login(user)
    post(client, article, "At home.", name="Ani")
    elsewhere = Client()
    post(elsewhere, article, "Somebody else.", name="Ben")
    elsewhere.force_login(user)
    post(elsewhere, article, "At work.", name="")
    assert Author.objects.get(user=user).comments.count() == 2


def test_joining_says_whose_comments_the_account_takes_over(client, article):
    assert "takes them over" not in client.get("/accounts/join/").content.decode()
    post(client, article, "Before.", name="Ani <b>")
    page = client.get("/accounts/join/").content.decode()
    assert "posted in this browser as <bdi>Ani &lt;b&gt;</bdi>" in page


def test_who_joins_can_leave_the_author_of_somebody_else_alone(client, article):
    post(client, article, "Before.", name="Ani")
    client.post("/accounts/join/", {**JOINING, "begin_anew": "on"})
    assert name_is_asked(client, article)
    post(client, article, "After.", name="Ben")
    assert sorted(Author.objects.values_list("name", "user__username")) == [
        ("Ani", None),
        ("Ben", "ani"),
    ]


def test_who_was_erased_is_a_new_author_next_time(client, article):
    post(client, article, "Before.", name="Ani")
    erased = Author.objects.get()
    personal_data.erase(erased)
    assert name_is_asked(client, article)
    assert "Erased author" not in client.get(article.get_absolute_url()).content.decode()
    post(client, article, "After.", name="Ani again")
    assert Comment.objects.get(text="After.").author.name == "Ani again"
    assert not erased.comments.exclude(text="").exists()


def test_an_erased_author_joins_without_a_past(client, article):
    post(client, article, "Before.", name="Ani")
    erased = Author.objects.get()
    personal_data.erase(erased)
    client.post("/accounts/join/", JOINING)
    erased.refresh_from_db()
    assert erased.user is None


def test_who_is_erased_while_posting_writes_nothing_under_that_name(article):
    author = make_author()
    personal_data.erase(author)
    with pytest.raises(CommentRefused):
        posting.post(article=article, author=author, text="Late.")
    assert not Comment.objects.exists()
