"""The licences of all that a site in production installs, as the packages state them."""

from collections import deque
from importlib.metadata import distribution
from pathlib import Path

from django.conf import settings
from packaging.requirements import Requirement

FILES = ("requirements-core.in", "requirements-production.in")
# Licences that ask for a notice alone; of MPL and LGPL packages, which are used unchanged, no more.
ALLOWED = {
    "0BSD", "3-Clause BSD License", "Apache Software License", "Apache-2.0", "BSD License",
    "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "MIT", "MIT License", "MIT-0", "PSF-2.0",
    "Python Software Foundation License", "Unlicense", "Zlib",
}  # fmt: skip
STATED_IN_ITS_REPOSITORY = {"pyrage": {"MIT"}}
WEAK_COPYLEFT = {"certifi", "psycopg2-binary", "publicsuffixlist", "tqdm"}
# Their metadata name more than one licence, or give the whole text: BSD both.
READ_BY_HAND = {"fido2", "qrcode"}


def installed():
    """Every package that the requirements bring, by name."""
    lines = [
        line for name in FILES for line in Path(settings.BASE_DIR, name).read_text().split("\n")
    ]
    waiting = deque(Requirement(line) for line in lines if line and line[0] not in "#-")
    found, seen = {}, set()
    while waiting:
        wanted = waiting.popleft()
        if str(wanted) in seen:
            continue
        seen.add(str(wanted))
        package = found[wanted.name.lower().replace("_", "-")] = distribution(wanted.name)
        for needed in map(Requirement, package.requires or []):
            extras = wanted.extras | {""}
            if not needed.marker or any(needed.marker.evaluate({"extra": e}) for e in extras):
                waiting.append(needed)
    return found


def licences(package):
    """What its metadata say: an expression, or else classifiers, or else a text."""
    stated = package.metadata
    if stated["Name"] in STATED_IN_ITS_REPOSITORY:
        return STATED_IN_ITS_REPOSITORY[stated["Name"]]
    if expression := stated.get("License-Expression"):
        return {part.strip() for part in expression.replace(" OR ", " AND ").split(" AND ")}
    classifiers = [c for c in stated.get_all("Classifier", []) if c.startswith("License ::")]
    return {c.split("::")[-1].strip() for c in classifiers} or {stated.get("License", "none")}


def test_every_licence_is_one_that_a_newsroom_can_take():
    packages = installed()
    others = {name for name, one in packages.items() if licences(one) - ALLOWED}
    assert others == WEAK_COPYLEFT | READ_BY_HAND
    assert {"django", "onnxruntime", "opentelemetry-sdk", "gunicorn"} - set(packages) == set()
