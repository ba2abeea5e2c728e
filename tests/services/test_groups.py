import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from moderation.models import ShippedGroup
from moderation.services import groups
from moderation.services.groups import GROUPS
from tests.factories import make_user

pytestmark = pytest.mark.django_db

SENIOR = {"compare_moderators", "decide_escalated", "assign_cases", "define_queues"}


def codenames(name):
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_migrate_makes_the_groups_with_their_permissions():
    assert set(Group.objects.values_list("name", flat=True)) == set(GROUPS)
    assert codenames("Moderators") == {"moderate"}
    assert codenames("Senior moderators") == {"moderate", *SENIOR}
    assert codenames("Editors") == {"moderate", "change_policy"}


def test_an_administrator_may_do_everything_in_the_admin_and_decide_nothing():
    apps = Permission.objects.filter(content_type__app_label__in=groups.APPS)
    everything = set(apps.values_list("codename", flat=True))
    assert codenames("Administrators") == everything - {"moderate", "decide_escalated"}


def test_migrating_again_changes_nothing():
    before = list(Group.permissions.through.objects.order_by("pk").values())
    call_command("migrate", verbosity=0)
    assert list(Group.permissions.through.objects.order_by("pk").values()) == before


def test_what_an_administrator_changed_stays():
    moderators, seniors = (Group.objects.get(name=n) for n in ("Moderators", "Senior moderators"))
    added = Permission.objects.get(codename="view_author")
    moderators.permissions.set([added])
    seniors.name = "Chefs"
    seniors.save()
    Group.objects.get(name="Editors").delete()
    groups.make_groups()
    assert codenames("Moderators") == {"view_author"}
    assert codenames("Chefs") == {"moderate", *SENIOR}
    assert set(Group.objects.values_list("name", flat=True)) == {
        "Moderators",
        "Chefs",
        "Administrators",
    }


def test_a_permission_that_is_new_is_given_once():
    shipped = ShippedGroup.objects.get(name="Senior moderators")
    shipped.given = ["moderation.moderate"]
    shipped.save()
    shipped.group.permissions.clear()
    groups.make_groups()
    assert codenames("Senior moderators") == SENIOR
    shipped.group.permissions.clear()
    groups.make_groups()
    assert codenames("Senior moderators") == set()


def test_a_group_that_the_site_had_under_the_name_is_left_alone():
    ShippedGroup.objects.all().delete()
    Group.objects.get(name="Editors").permissions.clear()
    groups.make_groups()
    assert codenames("Editors") == set()


def test_members_of_a_group_have_what_it_gives():
    user = make_user()
    user.groups.add(Group.objects.get(name="Senior moderators"))
    assert user.has_perms(["moderation.moderate", "moderation.compare_moderators"])
    assert not user.has_perm("moderation.change_policy")
