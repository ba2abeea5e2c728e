"""How long a moderator waits for the next comment: from the key to its card painted.

    make bench-desk-keys

Serves a demo site, opens the queue in Chromium, and decides sixty cards by `f`, each as soon as its
card takes keys.  Times are taken in the page, from the keydown event to the frame after the next
card became the current one.  It fails if a card was skipped, or one claimed that was never current.
The last line is one JSON object: median and 95th percentile in milliseconds.
"""

import json
import os
import re
import shutil
import sys
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.screenshots import PASSWORD, demo_site

DECIDED = 60
COMMENTS = 300
# Puts many comments back into the queue
QUEUE = """
from articles.models import Comment
from moderation.services.decisions import cases
for comment in Comment.objects.filter(status="published")[:100]:
    cases.open_case(comment=comment, queue="needs_review")
"""
# Notes when a key goes down, and when the frame with another current card was painted.
STOPWATCH = """() => {
    let began = null, from = null;
    window.waited = [];
    const id = () => document.querySelector("[data-card][data-upcoming]")?.id
        ?? document.querySelector("[data-card][aria-current]")?.id;
    document.addEventListener("keydown", (event) => {
        if (event.key === "f") [began, from] = [performance.now(), id()];
    }, true);
    new MutationObserver(() => {
        if (began === null || !id() || id() === from) return;
        const start = began;
        began = null;
        requestAnimationFrame(() => setTimeout(() => waited.push(performance.now() - start)));
    }).observe(document.body, {subtree: true, attributes: true, childList: true});
}"""
IDS = "cards => cards.map(card => card.id)"


def main() -> int:
    with demo_site(COMMENTS, QUEUE) as (address, _places), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
            args=["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else [],
        )
        page = browser.new_context(base_url=address).new_page()
        waited = sorted(_work_through(page))
        browser.close()
    p95 = round(waited[int(0.95 * len(waited))], 1)
    figures = {"cards": len(waited), "median_ms": round(median(waited), 1), "p95_ms": p95}
    sys.stdout.write(json.dumps(figures) + "\n")
    return 0


def _work_through(page: Page) -> list[float]:
    """Decide DECIDED cards; return the milliseconds that each next card took."""
    claimed: list[str] = []
    claim = re.compile(r"/(\d+)/claim/$")
    page.on("request", lambda sent: claimed.extend(claim.findall(sent.url)))
    page.goto("/accounts/login/?next=/desk/")
    page.fill("[name=username]", "anna")
    page.fill("[name=password]", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/")
    page.evaluate(STOPWATCH)
    was_current: list[str] = []
    for _ in range(DECIDED):
        card = page.locator("[data-card][aria-current]")
        card.wait_for()
        name = card.get_attribute("id") or ""
        free = page.locator("[data-card]:not(:has(.taken))").evaluate_all(IDS)
        if free[0] != name:
            raise SystemExit(f"{free[0]} was skipped for {name}")
        was_current.append(name.removeprefix("card-"))
        page.keyboard.press("f")
        page.locator(f"#{name}").wait_for(state="detached")
    page.locator("[data-card][aria-current]").wait_for()
    last = page.locator("[data-card][aria-current]").get_attribute("id") or ""
    if unseen := set(claimed) - {*was_current, last.removeprefix("card-")}:
        raise SystemExit(f"Claimed without having been current: {unseen}")
    waited: list[float] = page.evaluate("waited")
    return waited


if __name__ == "__main__":
    sys.exit(main())
