"""Pictures of every page of a demo site: light and dark, on a desktop and on a phone.

    python -m tests.screenshots [FOLDER]

Builds the demo site in a temporary folder, serves it, and writes the pictures
to FOLDER (var/screenshots).  `--readme` writes the few that the README shows
to docs/pictures.
"""

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, Page, sync_playwright

from tests.servers import free_port
from tests.site import ROOT, Site, wait_until

PASSWORD = "only-for-pictures"
MODERATOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser("anna", password="{PASSWORD}")
from moderation.models import Decision, ReviewItem
from moderation.services.decisions import cases
from moderation.services.decisions.concurrency import version_token_of
from django.contrib.auth.models import User
ben = User.objects.get(username="demo-ben")
items = ReviewItem.objects.open().filter(queue="needs_review").order_by("-priority", "id")
cases.claim(item=items[1], moderator=ben)
comment = items[4].comment
cases.escalate(comment=comment, moderator=ben, version_token=version_token_of(comment))
print(items[0].comment_id)
"""
SIZES = {"desktop": (1280, 900), "phone": (390, 844)}
PAGES = {
    "articles": "/",
    "article": "{article}",
    "embed": "{paper}",
    "queue": "/desk/",
    "reported": "/desk/queues/reported/",
    "senior": "/desk/queues/escalated/",
    "card": "/desk/comments/{comment}/",
    "author": "/desk/comments/{comment}/author/",
    "batch": "/desk/queues/needs-review/batch/?least=80&most=90",
    "alike": "/desk/queues/needs-review/alike/",
    "appeals": "/desk/appeals/",
    "search": "/desk/search/?q=bridge",
    "decided": "/desk/decisions/",
    "statistics": "/desk/statistics/",
    "preferences": "/desk/preferences/",
    "policies": "/desk/policies/",
    "policy": "/desk/policies/1/",
}
README = {
    "queue": ("light", 900),
    "embed": ("light", 1350),
    "batch": ("light", 900),
    "statistics": ("dark", 1100),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "var" / "screenshots")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    parser.add_argument("--comments", type=int, default=3000)
    arguments = parser.parse_args()
    with demo_site(arguments.comments) as (address, places), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else [],
        )
        if arguments.readme:
            _picture_readme(browser, address, places)
        else:
            _picture_everything(browser, address, places, arguments.folder)
        browser.close()
    return 0


@contextmanager
def demo_site(comments: int, code: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """A demo site that is served until the context ends: its address, and what to look at.

    `code` is run after its comments are made.
    """
    with tempfile.TemporaryDirectory() as name:
        site = Site(f"sqlite:///{name}/demo.sqlite3", Path(name))
        demo = {"DEMO": "true", "DEBUG": "true"}
        for command in (
            ["make_demo_data", "--comments", str(comments), "--days", "30"],
            ["shell", "-v0", "-c", code + MODERATOR],
        ):
            done = site.run(*command, **demo)
            if done.returncode:
                raise SystemExit(done.stderr)
        article = site.rows(
            "SELECT slug FROM articles_article JOIN articles_comment "
            "ON article_id = articles_article.id GROUP BY slug ORDER BY count(*) DESC LIMIT 1"
        )
        port, paper = free_port(), free_port()
        ports = ("--port", str(port), "--paper-port", str(paper))
        server = site.start("run_demo", *ports, **demo)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _answers(address))
            yield (
                address,
                {
                    "comment": done.stdout.split()[-1],
                    "article": f"/articles/{article[0][0]}/",
                    "paper": f"http://localhost:{paper}/",
                },
            )
        finally:
            server.terminate()
            server.wait(timeout=10)


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}/accounts/login/") as answer:  # noqa: S310 -- the server above
            return bool(answer.status == 200)
    except OSError:
        return False


def _picture_everything(
    browser: Browser, address: str, places: dict[str, str], folder: Path
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for scheme in ("light", "dark"):
        for size, points in SIZES.items():
            page = _signed_in(browser, address, scheme, points)
            for name, path in PAGES.items():
                page.goto(path.format(**places))
                page.screenshot(path=folder / f"{name}-{scheme}-{size}.png", full_page=True)
            page.context.close()
    sys.stdout.write(f"{4 * len(PAGES)} pictures are in {folder}\n")


def _picture_readme(browser: Browser, address: str, places: dict[str, str]) -> None:
    folder = ROOT / "docs" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for name, (scheme, height) in README.items():
        page = _signed_in(browser, address, scheme, (1180, height))
        page.goto(PAGES[name].format(**places))
        if name == "embed":
            _take_part(page)
        page.screenshot(path=folder / f"{name}.png")
        page.context.close()


def _take_part(page: Page) -> None:
    """Sign in at the paper, so that the picture shows the discussion as its reader sees it."""
    page.locator("#sign-in").click()
    page.get_by_text("Commenting as").wait_for()


def _signed_in(browser: Browser, address: str, scheme: str, size: tuple[int, int]) -> Page:
    context = browser.new_context(
        base_url=address,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": size[0], "height": size[1]},
        device_scale_factor=1,
    )
    page = context.new_page()
    page.goto("/accounts/login/?next=/desk/")
    page.fill("[name=username]", "anna")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/")
    return page


if __name__ == "__main__":
    sys.exit(main())
