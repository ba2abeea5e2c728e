"""The names of the paper's readers, by the rules that all names have."""

import pytest

from articles import bearer, impostors
from tests.articles.bearer.issuing import issued, request_with
from tests.factories import make_comment, make_policy_version, make_user

pytestmark = pytest.mark.django_db


def named(name, reader="7"):
    return bearer.reader_of(request_with(issued(name=name, sub=reader))).name


def test_a_name_that_is_taken_or_refused_is_varied():
    make_user(username="Vera Weber")
    given = ["  Lena\u200b \n Reader ", "Vera Weber", "Moderator", "---", None, "L" * 200]
    shown = [named(name, reader=str(number)) for number, name in enumerate(given)]
    assert shown[0] == "Lena Reader"
    assert shown[1].startswith("Vera Weber ")
    assert [name.split()[0] for name in shown[2:5]] == ["Anonymous"] * 3
    assert shown[5] == "L" * 80
    assert [impostors.refusal(name, is_of_paper=True) for name in shown] == [""] * 6
    assert named("Moderator", reader="2") == shown[2]


def test_no_name_imitates_a_badge():
    forged = ["Lena (Staff)", "Lena [STAFF]", "Lena · 5taff", "Lena | Ѕtaff ✓", "✓ Staff", "Staff"]
    assert [name for name in forged if not impostors.refusal(name)] == []
    assert [impostors.refusal(name) for name in ("Lena Staff", "Ann-Staff O’Staff")] == ["", ""]


def test_who_speaks_for_the_paper_may_be_called_so_while_it_says_so():
    make_user(username="Vera Weber")
    token = issued(name="The Moderators", badges=["staff"])
    author = bearer.reader_of(request_with(token))
    comment = make_comment(author=author)
    impostors.mark([comment])
    assert (author.name, comment.name_mark) == ("The Moderators", "")
    author.badges = []
    impostors.mark([comment])
    assert comment.name_mark == impostors.STAFF
    assert named("The Moderators").startswith("Anonymous ")
    assert bearer.reader_of(request_with(token)).name == "The Moderators"
    other = issued(sub="8", name="Vera Weber", badges=["staff"])
    assert bearer.reader_of(request_with(other)).name.startswith("Vera Weber ")


def test_a_badge_stands_beside_the_name_and_the_site_has_its_words(client, settings):
    author = bearer.reader_of(request_with(issued(badges=["staff", "editor"])))
    comment = make_comment(author=author, status="published")
    settings.SSO_BADGES = {"staff": "Our <staff>", "editor": "Editor"}
    page = client.get(comment.article.get_absolute_url()).content.decode()
    badge = '<span class="reader-badge" part="reader-badge">'
    badge += '<span class="visually-hidden">badge: </span>'
    assert page.count(badge) == page.count(f"{badge}Our &lt;staff&gt;</span>") == 1


def test_a_new_name_is_judged_and_the_old_one_kept_if_it_breaks_the_policy():
    make_policy_version()
    assert named("Lena Reader") == "Lena Reader"
    assert named("You fucking idiot") == "Lena Reader"
    assert named("Lena R.") == "Lena R."


def test_a_reader_without_a_usable_name_has_no_other_readers_name():
    numbers = {named(None, reader=f"reader {number}") for number in range(5)}
    assert len(numbers) == 5
