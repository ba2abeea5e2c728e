"""The four calls of Akismet's API: https://akismet.com/developers/detailed-docs/."""

from urllib.parse import urlencode

from django.conf import settings

from articles import site_url
from moderation.models import SpamCheck
from moderation.services.clients.webhooks import sending
from moderation.services.clients.webhooks.sending import Answer, NotSent

# The reader waits for the check, and for nothing else.
CHECKED_WITHIN = 2.0  # seconds
ANSWERED_WITHIN = 15.0
LONGEST_ANSWER = 4096
SUBMITTED = "Thanks for making the web a better place."


def check(asked: SpamCheck) -> SpamCheck.Answer:
    """What Akismet takes the comment for.  Raises NotSent if it does not say."""
    answer = _ask("comment-check", _about(asked), within=CHECKED_WITHIN)
    said = answer.text.strip()
    if said == "false":
        return SpamCheck.Answer.HAM
    if said != "true":
        raise _refusal(answer)
    if answer.headers.get("x-akismet-pro-tip", "").strip() == "discard":
        return SpamCheck.Answer.BLATANT
    return SpamCheck.Answer.SPAM


def submit(asked: SpamCheck, *, as_spam: bool) -> Answer:
    """Tell Akismet what the comment is.  Raises NotSent if it does not take that."""
    method = "submit-spam" if as_spam else "submit-ham"
    answer = _ask(method, _about(asked), within=ANSWERED_WITHIN)
    if answer.text.strip() != SUBMITTED:
        raise _refusal(answer)
    return answer


def refusal_of_key() -> str:
    """Why Akismet does not accept the key; empty if it does.  Raises NotSent if it does not say."""
    answer = _ask("verify-key", {}, within=ANSWERED_WITHIN)
    if answer.text.strip() == "valid":
        return ""
    return str(_refusal(answer))


def _about(asked: SpamCheck) -> dict[str, str]:
    comment = asked.comment
    given = {
        "user_ip": asked.user_ip,
        "user_agent": asked.user_agent,
        "referrer": asked.referrer,
        "permalink": site_url.whole(comment.article.page_url),
        "comment_type": "reply" if comment.parent_id else "comment",
        "comment_author": comment.author_name,
        "comment_author_email": comment.author.email,
        "comment_content": comment.text,
        "comment_date_gmt": comment.posted_at.isoformat(),
        "comment_post_modified_gmt": comment.article.published_at.isoformat(),
        "blog_lang": comment.article.language or settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
        "recheck_reason": "edit" if comment.edited_at else "",
    }
    return {name: value for name, value in given.items() if value}


def _ask(method: str, given: dict[str, str], *, within: float) -> Answer:
    body = urlencode({"api_key": settings.AKISMET_KEY, "blog": settings.SITE_URL, **given})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "User-Agent": f"Comity/{settings.VERSION} | Akismet/1",
    }
    answer = sending.ask(
        "POST",
        f"{settings.AKISMET_URL.rstrip('/')}/1.1/{method}",
        body.encode(),
        headers,
        longest=LONGEST_ANSWER,
        within=within,
    )
    if not answer.is_taken:
        raise _refusal(answer)
    return answer


def _refusal(answer: Answer) -> NotSent:
    """In Akismet's words, which never repeat the key."""
    names = ("x-akismet-alert-msg", "x-akismet-debug-help", "x-akismet-error")
    told = next(filter(None, (answer.headers.get(name, "") for name in names)), "")
    said = told or answer.text.strip()[:200] or "nothing"
    return NotSent(f"Akismet answers HTTP {answer.status}: {said}", answer)
