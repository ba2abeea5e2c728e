"""`doctor` on sites that are ill, each in its own way."""

import json

import pytest

from tests.servers import free_port

SOUND = {
    "SITE_URL": "http://localhost:8000",
    "DEBUG": "false",
    "BEHIND_HTTPS": "true",
    "SECRET_KEY": "k3yOf-sufficient_length.and/many+letters.which.nobody.has.seen",
}


def diagnosed(site, **environment):
    """The exit code, and state and step of what was found, by what it is about and says."""
    done = site.run("doctor", "--json", **{**SOUND, **environment})
    found = json.loads(done.stdout)
    return done.returncode, {(f["about"], f["told"]): (f["state"], f["step"]) for f in found}


def test_a_site_is_told_what_it_lacks_and_what_to_do(site):
    code, found = diagnosed(site)
    assert (code, [key for key, (state, _) in found.items() if state == "error"]) == (3, [])
    assert found["jobs", "No rescore ended yet."] == ("warning", "Let rescore run every night.")
    assert found["database", "Its tables are those of this program."] == ("ok", "")
    assert [about for (about, _), (state, _) in found.items() if state == "error"] == []


def test_migrations_that_were_not_made_are_an_error(sites, tmp_path):
    with sites.empty(tmp_path) as site:
        code, found = diagnosed(site)
    (told,) = [key for key in found if "migrations were not made" in key[1]]
    assert (code, found[told]) == (1, ("error", "Run: python manage.py migrate"))


def test_what_cannot_be_reached_is_named_each_by_itself(site):
    port = free_port()
    site.url = f"postgres://nobody@127.0.0.1:{port}/comity"
    code, found = diagnosed(
        site,
        SITE_URL=f"https://comments.invalid:{port}",
        EMAIL_URL=f"smtp://127.0.0.1:{port}",
        DEFAULT_FROM_EMAIL="comments@example.org",
    )
    assert code == 1
    ill = {(about, state) for (about, _), (state, _) in found.items() if state != "ok"}
    assert {("database", "error"), ("https", "error"), ("e-mail", "warning")} <= ill


@pytest.mark.parametrize("arguments", [["doctor"], ["doctor", "--json"]])
def test_it_says_everything_in_plain_words_too(site, arguments):
    done = site.run(*arguments, **SOUND)
    assert "No rescore ended yet." in done.stdout
    assert done.stderr == "CommandError: Something should be seen to.\n"
