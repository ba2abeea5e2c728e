import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles import account_names, impostors, names
from articles.bearer import readers as bearer_readers
from articles.bearer.claims import Reader
from articles.models import AccountName, Author, Comment, PaperName
from moderation.services.readers import personal_data
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_policy_version,
    make_user,
)
from tests.racing import race

pytestmark = pytest.mark.django_db

PASSWORD = "a long and quiet river"
STAFF_LIKE = [
    "Moderator",
    "M0derator",
    "МОDЕRАТОR",
    "m o d e r a t o r",
    "Moderator Anna",
    "Adm1n",
    "SiteAdmin",
    "Admin 2",
    "Editor-in-chief",
    "The Editors",
    "Support",
    "Customer Service",
    "The Morning Bell",
    "TheMorningBell",
    "The Mоrning Bell Newsroom",
    "Chefredaktion",
    "Модератор",
]
NOT_STAFF_LIKE = [
    "Adminah Yusuf",
    "Joe Root",
    "John Staff",
    "Editha Orr",
    "Stafford",
    "Modeste Paul",
    "Support Act",
    "Morning Bell",
    "Bell, the morning one",
    "김철수",
    "🙂",
]


@pytest.fixture(autouse=True)
def _site_name(settings):
    settings.SITE_NAME = "The Morning Bell"


@pytest.fixture
def article(written_release):
    make_policy_version()
    return make_article()


@pytest.fixture
def holder():
    """Somebody with an account, a full name and a display name."""
    user = make_user(username="p.reader", first_name="Paula", last_name="Reading")
    return make_author(name="Plain Reader", user=user).user


def post(client, article, name, text="I learned a lot."):
    return client.post(f"/articles/{article.slug}/comments/", {"name": name, "text": text})


@pytest.mark.parametrize("name", STAFF_LIKE)
def test_a_name_like_the_staffs_or_the_sites_is_refused_to_a_new_author(client, article, name):
    response = post(client, article, name)
    assert response.status_code == 400
    assert response.context["form"].errors["name"] == [impostors.LOOKS_LIKE_STAFF]
    assert "I learned a lot.</textarea>" in response.content.decode()
    assert not Comment.objects.exists()


@pytest.mark.parametrize("name", NOT_STAFF_LIKE)
def test_a_name_that_only_begins_like_staffs_is_accepted(client, article, name):
    post(client, article, name)
    assert Comment.objects.get().author_name == name


def test_a_site_can_reserve_more_names(settings):
    settings.RESERVED_NAMES = ("Jane Example",)
    assert impostors.refusal("jane  exаmple") == impostors.LOOKS_LIKE_STAFF
    assert impostors.refusal("Jane Examples") == ""


@pytest.mark.parametrize("site_name", ["Bell", "", "🔔"])
def test_a_site_of_one_word_or_none_reserves_no_name_around_it(settings, site_name):
    settings.SITE_NAME = site_name
    assert impostors.refusal("Bell Hooks") == ""
    assert impostors.refusal("Bell Support") == (
        impostors.LOOKS_LIKE_STAFF if site_name == "Bell" else ""
    )


@pytest.mark.parametrize(
    "name", ["Plain Rеader", "PLAIN\u3164READER", "P. Reader", "p_reader", "Paula  Reading"]
)
def test_every_name_of_an_account_is_refused_to_others(client, article, holder, name):
    response = post(client, article, name)
    assert response.context["form"].errors["name"] == [impostors.LOOKS_LIKE_ACCOUNT]
    client.force_login(make_user())
    assert post(client, article, name).status_code == 400


@pytest.mark.parametrize("name", ["p.reader", "Paula Reading"])
def test_the_holder_of_an_account_may_use_its_names(client, article, name):
    client.force_login(make_user(username="p.reader", first_name="Paula", last_name="Reading"))
    post(client, article, name)
    assert Comment.objects.get().author_name == name


def test_staff_may_write_under_their_title(client, article):
    client.force_login(make_user(is_staff=True))
    post(client, article, "Moderator")
    assert "name-mark" not in client.get(article.get_absolute_url()).content.decode()


def test_readers_without_accounts_may_share_a_name(article):
    for _ in range(2):
        post(Client(), article, "Ani")
    assert [author.name for author in Author.objects.all()] == ["Ani", "Ani"]


def test_names_of_accounts_follow_their_changes(holder):
    holder.first_name, holder.last_name = "Pia", "Redding"
    holder.save()
    holder.author.name = "Calm Reader"
    holder.author.save()
    keys = set(AccountName.objects.values_list("key", flat=True))
    called = ("p.reader", "Pia Redding", "Calm Reader")
    assert keys == {key for name in called for key in names.keys(name)}


def test_a_log_in_asks_nothing_about_names(holder, django_assert_num_queries):
    with django_assert_num_queries(1):
        holder.save(update_fields=["last_login"])


def test_names_go_with_the_account_and_with_the_person(holder):
    personal_data.erase(holder.author)
    assert not AccountName.objects.filter(key__in=names.keys("Plain Reader")).exists()
    holder.delete()
    assert not AccountName.objects.exists()


@pytest.mark.parametrize("username", ["Moderator", "p-reader", "Paula.Reading"])
def test_a_user_name_that_looks_like_anothers_is_refused(client, holder, username):
    joining = {"username": username, "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/accounts/join/", joining).status_code == 400
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_under_like_names_at_once_one_does():
    def joiner(username):
        joining = {"username": username, "password1": PASSWORD, "password2": PASSWORD}
        return lambda: Client().post("/accounts/join/", joining).status_code

    results = race(joiner("plain.reader"), joiner("Plain_Reader"))
    assert sorted(results) == [302, 400]
    assert AccountName.objects.get().user == User.objects.get()


def test_of_two_accounts_of_one_name_the_first_holds_it():
    first, second = make_user(username="anna1"), make_user(username="annal")
    assert account_names.holds(first)
    assert not account_names.holds(second)


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("Plаin Reader", impostors.ACCOUNT),
        ("Moderator", impostors.STAFF),
        ("Plain Readers' Club", ""),
    ],
)
def test_names_that_nobody_asked_about_are_shown_with_whom_they_are_not(
    client, article, holder, name, mark
):
    comment = make_comment(article=article, author=make_author(name=name), status="published")
    make_comment(article=article, parent=comment, status="published")
    page = client.get(article.get_absolute_url()).content.decode()
    report = client.get(reverse("discussion:report", args=[comment.pk])).content.decode()
    feed = client.get(reverse("articles:comment_feed", args=[article.slug])).content.decode()
    reply = client.get(article.get_absolute_url(), {"reply_to": comment.pk}).context["form"]
    shown = f'<span class="name-mark">({mark})</span>'
    assert page.count(shown) == (4 if mark else 0)
    assert (shown in report, f"({mark})" in feed) == (bool(mark), bool(mark))
    assert reply.answered.name_mark == mark


def test_the_name_of_an_account_is_its_holders_and_shown_bare(client, article, holder):
    make_comment(article=article, author=holder.author, status="published")
    make_comment(article=article, author=holder.author, posted_as="p.reader", status="published")
    assert "name-mark" not in client.get(article.get_absolute_url()).content.decode()


def test_a_name_that_a_comment_was_posted_under_is_compared_too(client, article, holder):
    make_comment(article=article, posted_as="Plain Reader", status="published")
    assert impostors.ACCOUNT in client.get(article.get_absolute_url()).content.decode()


def test_a_name_of_the_papers_readers_is_theirs_and_they_may_share_it(client, article, holder):
    for number in (1, 2):
        reader = bearer_readers.author_of(Reader(str(number), "Lena Reader", "", []))
        assert reader.name == "Lena Reader"
    response = post(client, article, "Lеna  Reader")
    assert response.context["form"].errors["name"] == [impostors.LOOKS_LIKE_ACCOUNT]
    earlier, hers = (
        make_comment(article=article, author=author, status="published")
        for author in (make_author(name="Lena Reader"), reader)
    )
    impostors.mark([earlier, hers])
    assert (earlier.name_mark, hers.name_mark) == (impostors.ACCOUNT, "")
    renamed = bearer_readers.author_of(Reader("2", "Otto", "", []))
    personal_data.erase(Author.objects.get(external_id="1"))
    assert not impostors.refusal("Lena Reader")
    personal_data.erase(renamed)
    assert not PaperName.objects.exists()


def test_the_paper_cannot_call_its_readers_as_staff_or_accounts_are_called(holder):
    for number, name in enumerate(("Moderator Anna", "Plain Rеader")):
        reader = bearer_readers.author_of(Reader(str(number), name, "", []))
        assert impostors.refusal(reader.name, is_of_paper=True) == ""
        assert reader.name != name
    comment = make_comment(author=make_author(name="Otto", external_id="7"))
    make_user(username="otto")
    impostors.mark([comment])
    assert comment.name_mark == impostors.ACCOUNT


@pytest.mark.parametrize("number", [1, 3])
def test_names_are_compared_in_one_query_however_many_there_are(django_assert_num_queries, number):
    named = [impostors.Called(f"Reader {n}") for n in range(number)]
    with django_assert_num_queries(1):
        assert impostors.marks(named) == [""] * number
