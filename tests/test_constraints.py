"""What the database refuses is told to people in sentences, never by the name of a constraint."""

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import BaseConstraint
from django.urls import reverse

from moderation.models import Clause, Policy, PolicyVersion
from tests.factories import make_clause, make_policy_version, make_user, rule

OURS = [
    pytest.param(constraint, id=constraint.name)
    for label in ("articles", "moderation", "staff")
    for model in apps.get_app_config(label).get_models()
    for constraint in model._meta.constraints
]


@pytest.mark.parametrize("constraint", OURS)
def test_every_constraint_says_in_a_sentence_what_it_refuses(constraint: BaseConstraint):
    message = str(constraint.get_violation_error_message())
    assert message != BaseConstraint.default_violation_error_message % {"name": constraint.name}
    assert constraint.name not in message
    assert message[0].isupper() or message[0] == "“"
    assert message.endswith(".")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"queue_at": 0.9, "hold_at": 0.5}, "“Review” must not be above “hide”."),
        ({"hold_at": 0.9, "remove_at": 0.8}, "“Hide” must not be above “remove”."),
        ({"rules": [rule("links", 0)]}, "“Links, at least” needs a number from 1 to 32,767."),
    ],
)
def test_a_clause_is_refused_in_words(fields, message):
    clause = make_clause(version=make_policy_version(), **{"attribute": "threat", **fields})
    with pytest.raises(ValidationError) as refused:
        clause.full_clean()
    assert refused.value.messages == [message]


@pytest.fixture
def admin_client(client, db):
    client.force_login(make_user(is_staff=True, is_superuser=True))
    return client


def version_form(version, **changed):
    """What the admin's page of a version sends: its own fields and those of its clauses."""
    clauses = list(version.clauses.all())
    form = {
        "policy": version.policy_id,
        "number": version.number,
        "text": version.text,
        "clauses-TOTAL_FORMS": len(clauses),
        "clauses-INITIAL_FORMS": len(clauses),
    }
    for place, clause in enumerate(clauses):
        for name in ("id", "position", "quote", "attribute", "queue_at", "hold_at"):
            form[f"clauses-{place}-{name}"] = getattr(clause, name)
        form[f"clauses-{place}-version"] = version.pk
    return form | changed


def test_the_admin_explains_thresholds_in_the_wrong_order(admin_client):
    policy = make_policy_version().policy
    draft = PolicyVersion.objects.create(policy=policy, number=2, text="No profanity.")
    Clause.objects.create(version=draft, quote="profanity", queue_at=0.5, hold_at=0.8)
    address = reverse("admin:moderation_policyversion_change", args=[draft.pk])
    page = admin_client.post(address, version_form(draft, **{"clauses-0-queue_at": 0.9}))
    assert "“Review” must not be above “hide”." in page.content.decode()
    assert "onstraint" not in page.content.decode()


def test_the_admin_explains_a_second_default_policy(admin_client):
    make_policy_version()
    inline = {"examples-TOTAL_FORMS": 0, "examples-INITIAL_FORMS": 0}
    form = {"approvals_of_new_authors": 0, "record_minimum": 5, "record_days": 30, **inline}
    page = admin_client.post(reverse("admin:moderation_policy_add"), form)
    assert "The site has a default policy already." in page.content.decode()
    assert Policy.objects.count() == 1


def test_users_are_added_in_the_admin_as_ever(admin_client):
    given = {"username": "ani", "password1": "long-enough-1", "password2": "long-enough-1"}
    admin_client.post(reverse("admin:auth_user_add"), given | {"usable_password": "true"})
    assert User.objects.filter(username="ani").exists()
