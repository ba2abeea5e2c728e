"""The cards of the desk's page, and what was claimed and decided on them."""

from moderation.models import Decision, ReviewItem


def current(page):
    return int(page.locator("[data-card][aria-current]").get_attribute("id").split("-")[1])


def decided():
    """The comments that were decided, in the order of the decisions."""
    return list(Decision.objects.order_by("pk").values_list("comment", flat=True))


def ids(comments):
    return [comment.pk for comment in comments]


def settle(page):
    """Wait until the page waits for nothing: what a key set off has been done by then."""
    page.wait_for_load_state("networkidle")


def press_until_gone(page, key="f"):
    card = current(page)
    page.keyboard.press(key)
    page.locator(f"#card-{card}").wait_for(state="detached")
    return card


def claims():
    return list(
        ReviewItem.objects.open().filter(claimed_by__isnull=False).values_list("comment", flat=True)
    )
