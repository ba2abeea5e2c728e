"""docs/production.md, followed to the letter on a copy of this machine."""

import re
import shutil
import subprocess
import sysconfig
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
BLOCKS = re.findall(r"^```sh\n(.*?)^```$", (ROOT / "docs/production.md").read_text(), re.M | re.S)
NEEDED = ("unshare", "nginx", "openssl", "pg_ctlcluster", "ip", "curl")

LISTED = "curl --silent --fail https://comments.example.org/ | grep 'The first article'"

# What is looked at after a step; each line ends the script if it fails.
AFTER = {
    "createuser comity": "! runuser --user nobody -- psql comity --command 'SELECT 1' 2>/dev/null",
    "chmod 640": "! runuser --user nobody -- cat /etc/comity/comity.env 2>/dev/null",
    "enable --now comity-web": """
        systemctl start comity-minute.service
        systemctl start comity-nightly.service
    """,
    "systemctl restart nginx": """
        plain=http://comments.example.org/desk/
        curl --silent --head $plain | grep 'Location: https://comments.example.org/desk/'
        page=https://comments.example.org/accounts/login/
        curl --silent --head $page | grep 'csrftoken=.*Secure'
        curl --silent http://127.0.0.1:8000/desk/ | grep X-Forwarded-Proto
        comity doctor > /tmp/doctor || test $? = 3
        ! grep error /tmp/doctor
        grep 'certificate of https://comments.example.org ends in' /tmp/doctor
    """,
    "--request PUT": LISTED,
    "comity restore": LISTED,
    "RELEASE=v0.2.0": f"""
        {LISTED}
        readlink /proc/$(cat /run/comity-web.service.pid)/cwd | grep v0.2.0
    """,
    "comity/v0.1.0 /opt/comity/current\ncomity migrate": f"""
        {LISTED}
        readlink /proc/$(cat /run/comity-web.service.pid)/cwd | grep v0.1.0
        echo 'the recipe is done'
    """,
}


def answered(block: str) -> str:
    """`createsuperuser` asks at a terminal."""
    answers = "admin '' river-and-stone river-and-stone"
    return block.replace("comity createsuperuser", f"answered 'comity createsuperuser' {answers}")


def script() -> str:
    lines = ["set -eu"]
    for block in BLOCKS:
        lines += ["set -x", answered(block)]
        looks = [look for marker, look in AFTER.items() if marker in block]
        lines += ["set +x", *looks]
    return "\n".join(lines)


@pytest.fixture
def source(tmp_path):
    """What `git clone` finds: the files as they are here, under two tags."""
    repository = tmp_path / "source"
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (repository / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, repository / name)
    who = {
        f"GIT_{role}_{what}": "test@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for what in ("NAME", "EMAIL")
    }
    commit = "commit --quiet --message all"
    for command in ("init --quiet", "add --all", commit, "tag v0.1.0", "tag v0.2.0"):
        subprocess.run(["git", *command.split()], cwd=repository, env=who, check=True)
    return repository


@pytest.mark.root
def test_the_recipe_makes_a_site_from_nothing_restores_it_and_upgrades_it(source, tmp_path):
    assert [name for name in NEEDED if shutil.which(name) is None] == []
    steps = tmp_path / "recipe.sh"
    steps.write_text(script())
    packages = sysconfig.get_path("purelib")
    done = subprocess.run(
        [ROOT / "tests/recipe/run", source, packages, steps],
        capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    assert done.stdout.endswith("the recipe is done\n")
