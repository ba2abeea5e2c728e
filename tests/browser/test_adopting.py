import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from moderation.models import Policy
from moderation.services.policy import drafting
from tests.browser.accessibility import violations
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_adopts_a_shipped_policy_and_publishes_it(page, sign_in):
    editor = make_moderator()
    editor.user_permissions.add(Permission.objects.get(codename="change_policy"))
    sign_in(editor)
    policy = Policy.objects.create()
    page.goto(reverse("desk:policy", args=[policy.pk]))
    assert violations(page) == []
    page.get_by_role("link", name="start from a policy").click()
    page.get_by_label("Policy to start from").select_option("Open, English")
    page.get_by_role("button", name="Adopt as draft").click()
    assert "Adopted as the draft." in page.locator(".messages").inner_text()
    page.get_by_role("button", name="Publish version 1").click()
    assert "Version 1 is in force" in page.locator(".messages").inner_text()
    assert drafting.published(policy).clauses.count() == 14
