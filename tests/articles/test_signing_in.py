"""Guessing passwords and making accounts, as a stranger tries it."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from articles import accounts, signing_in
from articles.models import Attempts
from tests.factories import make_user
from tests.racing import race

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "a long and quiet river", "a short and loud brook"
LOGIN = "/accounts/login/"  # the admin leads there
STRANGER, OWNER = "198.51.100.7", "203.0.113.7"
TRIES = signing_in.BY_NAME_AND_NETWORK


@pytest.fixture
def moderator():
    return make_user(username="vera", password=PASSWORD, is_staff=True)


def networks():
    """Addresses in ever new networks."""
    return (f"10.{number // 250}.{number % 250}.1" for number in range(10_000))


def log_in(client, login, username="vera", password=WRONG, address=STRANGER):
    given = {"username": username, "password": password}
    return client.post(login, given, REMOTE_ADDR=address)


def is_in(client):
    return "_auth_user_id" in client.session


def test_after_forty_wrong_passwords_the_right_one_does_not_get_in(client, moderator):
    codes = [log_in(client, LOGIN).status_code for _ in range(40)]
    assert codes == [200] * TRIES + [429] * (40 - TRIES)
    refused = log_in(client, LOGIN, password=PASSWORD)
    assert (refused.status_code, is_in(client)) == (429, False)
    assert refused["Retry-After"] == "900"
    assert "too many attempts to log in" in refused.content.decode()


@pytest.mark.parametrize("spelling", ["vera ", " vera", "ｖｅｒａ"])
def test_spellings_that_log_in_as_the_same_name_are_counted_together(client, moderator, spelling):
    for _ in range(TRIES):
        log_in(client, LOGIN, username=spelling)
    assert log_in(client, LOGIN, password=PASSWORD).status_code == 429


def test_a_stranger_s_guesses_do_not_keep_the_moderator_out(client, moderator):
    for _ in range(100):
        log_in(client, LOGIN)
    assert log_in(client, LOGIN, password=PASSWORD, address=OWNER).status_code == 302


def test_a_name_cannot_be_tried_out_of_ever_new_networks(client, moderator):
    codes = [
        log_in(client, LOGIN, address=address).status_code
        for _, address in zip(range(40), networks(), strict=False)
    ]
    assert codes == [200] * signing_in.BY_NAME + [429] * (40 - signing_in.BY_NAME)


def test_not_even_that_keeps_the_moderator_out_of_a_browser_known_before(moderator):
    own = Client()
    log_in(own, LOGIN, password=PASSWORD, address=OWNER)
    own.post("/accounts/logout/")
    for _, address in zip(range(40), networks(), strict=False):
        log_in(Client(), LOGIN, address=address)
    assert log_in(Client(), LOGIN, password=PASSWORD, address=OWNER).status_code == 429
    assert log_in(own, LOGIN, password=PASSWORD, address=OWNER).status_code == 302


def test_a_known_browser_is_no_way_to_guess_on(client, moderator):
    log_in(client, LOGIN, password=PASSWORD, address=OWNER)
    client.post("/accounts/logout/")
    codes = [
        log_in(client, LOGIN, address=address).status_code
        for _, address in zip(range(40), networks(), strict=False)
    ]
    assert codes == [200] * TRIES + [429] * (40 - TRIES)


def test_nor_do_the_guesses_of_a_neighbour_in_the_same_network(moderator):
    own = Client()
    log_in(own, LOGIN, password=PASSWORD, address=OWNER)
    own.post("/accounts/logout/", REMOTE_ADDR=OWNER)
    for number in range(100):
        log_in(Client(), LOGIN, username=f"name-{number % 7}", address=OWNER)
        log_in(Client(), LOGIN, address=OWNER)
    assert log_in(own, LOGIN, password=PASSWORD, address=OWNER).status_code == 302


@pytest.mark.parametrize("forged", ["x", "", "a:b:c", "0" * 64])
def test_a_forged_mark_makes_no_browser_known(client, moderator, forged):
    client.cookies[signing_in.COOKIE] = forged
    for _, address in zip(range(signing_in.BY_NAME), networks(), strict=False):
        log_in(client, LOGIN, address=address)
    assert log_in(client, LOGIN, password=PASSWORD, address=OWNER).status_code == 429


def test_the_browser_known_to_one_person_is_not_known_to_another(client, moderator):
    make_user(username="other", password=PASSWORD)
    log_in(client, LOGIN, username="other", password=PASSWORD, address=OWNER)
    for _, address in zip(range(signing_in.BY_NAME), networks(), strict=False):
        log_in(Client(), LOGIN, address=address)
    assert log_in(client, LOGIN, password=PASSWORD, address=OWNER).status_code == 429


def test_a_network_cannot_try_one_password_on_ever_new_names(client):
    names = (f"name-{number}" for number in range(80))
    codes = [log_in(client, LOGIN, username=name).status_code for name in names]
    assert codes == [200] * signing_in.BY_NETWORK + [429] * (80 - signing_in.BY_NETWORK)


def test_a_header_of_one_s_own_is_no_new_network(client, moderator):
    given = {"username": "vera", "password": WRONG}
    codes = [
        client.post(LOGIN, given, headers={"X-Forwarded-For": address}).status_code
        for _, address in zip(range(TRIES + 1), networks(), strict=False)
    ]
    assert codes[-1] == 429


def test_a_right_password_ends_the_count(client, moderator):
    for _ in range(3):
        for _ in range(TRIES - 1):
            log_in(client, LOGIN)
        assert log_in(client, LOGIN, password=PASSWORD).status_code == 302
        client.logout()


@pytest.mark.django_db(transaction=True)
def test_guesses_at_one_moment_are_all_counted():
    make_user(username="vera", password=PASSWORD)
    codes = race(*[lambda: log_in(Client(), LOGIN).status_code] * (TRIES + 6))
    assert sorted(codes) == [200] * TRIES + [429] * 6


def test_no_name_address_or_password_is_kept_of_an_attempt(client, moderator):
    log_in(client, LOGIN)
    kept = str(list(Attempts.objects.values()))
    assert [word for word in ("vera", STRANGER, WRONG) if word in kept] == []


def test_guesses_at_the_old_password_count_as_attempts(client, moderator):
    client.force_login(moderator)
    given = {"old_password": WRONG, "new_password1": "river 2 river", "new_password2": "x"}
    codes = [client.post("/accounts/password/", given).status_code for _ in range(TRIES + 1)]
    assert codes == [200] * TRIES + [429]
    assert client.get("/admin/password_change/").url == "/accounts/password/"


def test_who_knows_the_old_password_gives_themselves_a_new_one(client, moderator):
    client.force_login(moderator)
    given = {"old_password": PASSWORD, "new_password1": WRONG, "new_password2": WRONG}
    page = client.post("/accounts/password/", given, follow=True).content.decode()
    assert "Your password was changed." in page
    moderator.refresh_from_db()
    assert moderator.check_password(WRONG)
    assert is_in(client)


# Making accounts


def join(client, username, address=STRANGER, **given):
    form = {"username": username, "password1": PASSWORD, "password2": PASSWORD, **given}
    return client.post("/accounts/join/", form, REMOTE_ADDR=address)


def test_a_network_makes_only_so_many_accounts_an_hour():
    codes = [join(Client(), f"reader-{number}").status_code for number in range(40)]
    assert codes == [302] * accounts.ACCOUNTS_PER_HOUR + [429] * (40 - accounts.ACCOUNTS_PER_HOUR)
    assert User.objects.count() == accounts.ACCOUNTS_PER_HOUR
    refused = join(Client(), "one-more")
    assert (refused["Retry-After"], refused.status_code) == ("3600", 429)
    assert "Too many accounts were created from your network." in refused.content.decode()
    assert join(Client(), "elsewhere", address=OWNER).status_code == 302


def test_whoever_only_asks_for_names_is_counted_too(moderator):
    codes = [join(Client(), "vera").status_code for _ in range(30)]
    assert codes.count(400) == accounts.ACCOUNTS_PER_HOUR


def errors(response):
    return {name: list(texts) for name, texts in response.context["form"].errors.items()}


@pytest.mark.parametrize("password", [{"password2": "other"}, {"password1": "1", "password2": "1"}])
def test_what_is_wrong_with_a_password_tells_nothing_of_the_name(client, moderator, password):
    taken = errors(join(client, "vera", **password))
    assert taken == errors(join(client, "nobody-has-this", **password))
    assert set(taken) == {"password2"}


@pytest.mark.parametrize("name", ["vera", "VERA", " vera ", "ｖｅｒａ"])
def test_why_a_name_cannot_be_used_is_not_told(client, moderator, name):
    assert errors(join(client, name)) == {
        "username": ["This name cannot be used. Please choose another."]
    }
    assert User.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_join_under_one_name_at_once_one_is_told():
    codes = race(*[lambda: join(Client(), "ani").status_code] * 2)
    assert sorted(codes) == [302, 400]
    assert User.objects.count() == 1


def test_the_pages_about_accounts_are_those_that_the_site_means_to_have(client, moderator):
    shown = {name: reverse(name) for name in ("login", "logout", "password_change")}
    assert shown == {
        "login": "/accounts/login/",
        "logout": "/accounts/logout/",
        "password_change": "/accounts/password/",
    }
    client.force_login(moderator)
    assert client.get("/accounts/password/").status_code == 200
