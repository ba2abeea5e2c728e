"""What the systemd units may do, by systemd's own measure."""

import re
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

UNITS = sorted(Path(settings.BASE_DIR, "deploy").glob("*.service"))


def test_systemd_rates_the_exposure_of_every_unit_below_3():
    assert shutil.which("systemd-analyze"), "systemd-analyze is missing: apt-get install systemd"
    rated = {}
    for unit in UNITS:
        told = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--no-pager", unit],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        rated[unit.name] = float(re.search(r"exposure level for \S+: ([\d.]+)", told.stdout)[1])
    assert len(rated) >= 7
    assert {name: level for name, level in rated.items() if level >= 3} == {}
