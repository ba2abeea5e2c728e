from uuid import uuid4

from django.test import RequestFactory
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.identity import submission_of

SECRETS = st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=32, max_size=64)


def request_with(secret):
    request = RequestFactory().post("/")
    request.COOKIES["csrftoken"] = secret
    return request


@given(st.uuids(), SECRETS)
def test_one_browser_sends_a_form_as_the_same_submission_every_time(number, secret):
    sent = {submission_of(request_with(secret), number) for _ in range(3)}
    assert len(sent - {number, None}) == 1


@given(st.uuids(), SECRETS, SECRETS)
def test_two_browsers_never_send_the_same_submission(number, secret, other):
    assume(secret != other)
    assert submission_of(request_with(secret), number) != submission_of(request_with(other), number)


@given(st.uuids(), st.uuids(), SECRETS)
def test_two_forms_of_one_browser_are_two_submissions(number, other, secret):
    assume(number != other)
    request = request_with(secret)
    assert submission_of(request, number) != submission_of(request, other)


def test_without_a_number_or_a_cookie_there_is_no_submission(rf):
    assert submission_of(rf.post("/"), uuid4()) is None
    assert submission_of(request_with("secret"), None) is None
