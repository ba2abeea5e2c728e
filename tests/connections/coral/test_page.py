"""The example of docs/coral.md, run as it stands."""

import subprocess
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[3] / "docs" / "coral.md"


@pytest.mark.django_db(transaction=True)
def test_the_page_signs_as_coral_does(connection, live_server):
    script = PAGE.read_text().split("```sh\n")[1].split("```")[0]
    assert "http://localhost:8000" in script
    script = script.replace("http://localhost:8000", live_server.url)
    answer = subprocess.run(  # noqa: S603 -- of this repository
        ["sh", "-c", script],  # noqa: S607 -- the shell that is there
        capture_output=True,
        text=True,
        check=True,
    )
    assert answer.stdout.splitlines()[0].split()[1] == "204"
