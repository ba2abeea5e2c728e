import os
import shutil

import pytest
from django.urls import reverse
from playwright.sync_api import sync_playwright

# Playwright's loop runs in the test's thread; Django only warns about real async code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ARGUMENTS = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-sync",
    "--no-first-run",
    "--test-third-party-cookie-phaseout",  # embeds must do without
]

FORESEEN = ("400 (Bad Request)", "409 (Conflict)", "net::ERR_FAILED")


@pytest.fixture(scope="session")
def chromium():
    """The system's Chromium, or the one that Playwright brings."""
    arguments = [*ARGUMENTS, "--no-sandbox"] if os.geteuid() == 0 else ARGUMENTS
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=arguments,
        )
        yield browser
        browser.close()


def _is_mistake(line):
    """Chromium also logs pages that say what is wrong, or who was first, and connections that a
    test cuts: those are foreseen.
    """
    return line.type == "error" and not any(status in line.text for status in FORESEEN)


@pytest.fixture
def page(chromium, live_server):
    """A fresh page whose relative addresses are the live site's; a script error fails the test."""
    context = chromium.new_context(base_url=live_server.url)
    context.set_default_timeout(10_000)
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda line: errors.append(line.text) if _is_mistake(line) else None)
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def sign_in(page, live_server, client):
    """Sign a user in without the login page."""

    def sign_in(user):
        client.force_login(user)
        cookie = client.cookies["sessionid"]
        page.context.add_cookies(
            [{"name": "sessionid", "value": cookie.value, "url": live_server.url}]
        )

    return sign_in


@pytest.fixture
def another_desk(chromium, live_server, client):
    """The desk of a moderator in a browser of its own, where errors on the console are foreseen."""
    contexts = []

    def another_desk(moderator, **options):
        client.force_login(moderator)
        context = chromium.new_context(base_url=live_server.url, **options)
        context.set_default_timeout(10_000)
        session = {"name": "sessionid", "value": client.cookies["sessionid"].value}
        context.add_cookies([{**session, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.goto(reverse("desk:queue"))
        return page

    yield another_desk
    for context in contexts:
        context.close()
