"""Containerfile and compose.yaml, as far as they go without a container engine."""

import json
import os
import re
import shlex
import subprocess
import sysconfig
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.core.management import get_commands

from config.version import VERSION

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one["image"] == f"comity:{VERSION}"}
PAGE = (ROOT / "docs/containers.md").read_text()
KEYS = {
    "build", "cap_add", "cap_drop", "command", "depends_on", "env_file", "healthcheck", "image",
    "init", "networks", "ports", "read_only", "restart", "security_opt", "shm_size", "tmpfs",
    "user", "volumes",
}  # fmt: skip
# Run at the end, as the image's user, where nothing but /tmp can be written.
SERVE = """
mount -o remount,bind,ro /
as_user() {{
    setpriv --reuid={user} --regid={user} --clear-groups --bounding-set=-all --no-new-privs env \\
        SECRET_KEY=river-and-stone-4fj39dk20fjs83hdk2 DATABASE_URL=sqlite:////tmp/comity.sqlite3 \\
        ALLOWED_HOSTS=comments.example.org BEHIND_HTTPS=true \\
        SITE_URL=https://comments.example.org "$@"
}}
! as_user touch /srv/comity/written
as_user python manage.py migrate --verbosity 0
as_user {serve} &
for attempt in $(seq 60); do
    sleep 1
    as_user {healthy} 2>/dev/null && echo 'the container is healthy' && exit
done
exit 1
"""


def instructions():
    """The instructions of the Containerfile, as pairs of name and rest."""
    lines = (ROOT / "Containerfile").read_text().splitlines()
    return [line.split(" ", 1) for line in lines if line and not line.startswith("#")]


def ran(name, rest):
    """What an instruction does, as a line of a shell script."""
    if name == "COPY" and rest.startswith("--from"):
        return f"test -e {rest.split()[1]}"
    if name == "COPY":
        *sources, target = rest.split()
        if sources == ["."]:
            ignored = (ROOT / ".dockerignore").read_text()
            sources = re.findall(r"^!(.+)", ignored, re.MULTILINE)
        return f"tar c -C /srv/comity.git {' '.join(sources)} | tar x --no-same-owner -C {target}"
    return {
        "WORKDIR": f"mkdir -p {rest}; cd {rest}",
        "RUN": f"({rest})",
        "ENV": f"export {rest}",
    }.get(name, "")


def every_command():
    """The commands of manage.py that services and their scripts run."""
    for service in OURS.values():
        words = service.get("command", ["deploy/containers/web"])
        script = ROOT / words[0]
        if script.is_file():
            assert os.access(script, os.X_OK), script
            jobs = re.search(r"for job in (.*); do", script.read_text())
            yield from (job.split()[0] for job in shlex.split(jobs[1] if jobs else ""))
        elif words[:2] == ["python", "manage.py"]:
            yield words[2]


def test_every_service_names_what_there_is():
    for name, service in SERVICES.items():
        assert set(service) - KEYS == set(), name
        assert set(service.get("depends_on", {})) - set(SERVICES) == set(), name
        assert set(service["networks"]) - set(COMPOSE["networks"]) == set(), name
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), name
    assert set(every_command()) - set(get_commands()) == set()
    assert len(set(every_command())) >= 9
    documented = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`.*?) \|", PAGE, re.M))))
    assert documented == set(SERVICES)


def test_every_setting_that_the_page_gives_exists():
    site = re.search(r"> comity.env <<END\n(.*?)^END", PAGE, re.M | re.S)[1]
    given = set(re.findall(r"^([A-Z_]+)=", site, re.M))
    rows = (ROOT / "docs/settings.md").read_text()
    assert given - set(re.findall(r"^\| `([A-Z_]+)`", rows, re.M)) == set()
    assert {"SECRET_KEY", "DATABASE_URL", "CACHE_URL", "CELERY_BROKER_URL"} - given == set()


def test_what_is_ours_may_do_nothing_else_and_only_the_proxy_is_reached_from_outside():
    assert len(OURS) == 6
    for name, service in OURS.items():
        assert service["read_only"] is True, name
        assert (service["user"], service["cap_drop"]) == ("10001", ["ALL"]), name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert COMPOSE["networks"]["storage"] == {"internal": True}
    assert SERVICES["database"]["networks"] == SERVICES["cache"]["networks"] == ["storage"]


@pytest.mark.root
def test_the_steps_of_the_image_make_a_site_that_is_healthy_and_writes_nothing(tmp_path):
    steps = instructions()
    said = dict(steps)
    serve, healthy = (
        shlex.join(json.loads(said[name].partition("[")[1] + said[name].partition("[")[2]))
        for name in ("CMD", "HEALTHCHECK")
    )
    script = tmp_path / "image.sh"
    lines = ["set -eu", *(ran(name, rest) for name, rest in steps)]
    script.write_text(
        "\n".join(lines) + SERVE.format(user=said["USER"], serve=serve, healthy=healthy)
    )
    source = tmp_path / "source"
    tracked = ["git", "checkout-index", "--all", f"--prefix={source}/"]
    subprocess.run(tracked, cwd=ROOT, check=True)
    done = subprocess.run(
        [ROOT / "tests/recipe/run", source, sysconfig.get_path("purelib"), script],
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-3000:]}\n{done.stderr[-6000:]}"
    assert done.stdout.endswith("the container is healthy\n")
