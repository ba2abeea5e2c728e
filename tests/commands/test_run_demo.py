import re
from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.django_db


def set_up() -> str:
    out = StringIO()
    call_command("run_demo", "--only-set-up", stdout=out, no_color=True)
    return out.getvalue()


def test_it_refuses_to_change_a_site_that_is_not_a_demo(settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="not a demo site"):
        set_up()
    assert User.objects.count() == 0


def test_it_prints_each_password_once_and_the_addresses_each_time(settings, tmp_path):
    settings.DEMO, settings.STATIC_ROOT = True, tmp_path / "static"
    first, second = set_up(), set_up()
    printed = dict(re.findall(r"(\w+) with password (\S+)", first))
    assert set(printed) == {"moderator", "editor", "administrator"}
    for username, password in printed.items():
        assert User.objects.get(username=username).check_password(password)
    assert "password" not in second
    for address in ("http://127.0.0.1:8000/", ":8000/desk/", ":8000/admin/"):
        assert address in first
        assert address in second


def test_nobody_of_the_demo_both_moderates_and_administers(settings, tmp_path):
    settings.DEMO, settings.STATIC_ROOT = True, tmp_path / "static"
    set_up()
    may = {
        user.username: (
            user.has_perm("moderation.moderate"),
            user.has_perm("moderation.change_policy") and not user.is_staff,
            user.is_staff and user.has_perm("auth.change_user"),
        )
        for user in User.objects.all()
    }
    assert may == {
        "moderator": (True, False, False),
        "editor": (True, True, False),
        "administrator": (False, False, True),
    }
