import pytest

from articles.models import Article, Author, Comment
from moderation.models import Policy, PolicyVersion, Verdict
from moderation.services.desk.cards import of_comments, with_people
from moderation.services.judging import releases
from moderation.services.judging.scoring import judge
from moderation.services.readers import personal_data
from moderation.services.transfer.seed_page import parse_page
from moderation.services.transfer.seeding import load_page
from tests.services.transfer.test_seed_page import PAGE, SEED, page

pytestmark = pytest.mark.django_db


def test_a_page_becomes_an_article_with_policy_authors_and_comments_in_order():
    loaded = load_page(parse_page(PAGE.encode()))
    article = Article.objects.get()
    assert loaded.article == article
    assert article.slug == "harbour-reopens"
    assert PolicyVersion.objects.current_version(article).number == 1
    comments = article.comments.in_thread_order()
    assert [comment.author.name for comment in comments] == ["Ann", "Bob Dunn", "Ann"]
    assert Author.objects.count() == 2


def test_loading_a_page_again_changes_nothing():
    load_page(parse_page(PAGE.encode()))
    again = load_page(parse_page(PAGE.encode()))
    assert (again.article_is_new, again.policy_is_new, again.comments) == (False, False, [])
    assert Comment.objects.count() == 3
    assert PolicyVersion.objects.count() == 1


def test_comments_that_a_page_gained_are_added():
    load_page(parse_page(PAGE.encode()))
    longer = PAGE + "\n  4. Cy said:\n\n    Late, but here.\n"
    added = load_page(parse_page(longer.encode())).comments
    assert [comment.text for comment in added] == ["Late, but here."]


def test_a_page_with_another_policy_keeps_it_to_its_article():
    load_page(parse_page(PAGE.encode()))
    other = page(**{"Harbour_reopens": "Airport closes", "No_personal": "No threats, no personal"})
    article = load_page(parse_page(other)).article
    assert PolicyVersion.objects.current_version(article).policy.article == article
    assert PolicyVersion.objects.default_version().text == "No personal attacks."
    assert Policy.objects.count() == 2


def test_a_policy_in_which_nothing_is_recognised_waits_as_a_draft_for_an_editor():
    loaded = load_page(parse_page(page(**{"No_personal_attacks": "Enjoy the harbour"})))
    draft = PolicyVersion.objects.get()
    assert (draft.text, draft.published_at, loaded.policy_is_new) == (
        "Enjoy the harbour.",
        None,
        False,
    )
    assert {comment.status for comment in Comment.objects.all()} == {Comment.Status.HELD}


def test_the_real_page_is_judged_as_its_policy_says():
    load_page(parse_page(SEED.read_bytes()))
    comments = {comment.author.name: comment for comment in Comment.objects.all()}
    assert evidence(comments["Boghos Jermag"], "personal attacks") == ["idiot"]
    assert evidence(comments["Mgl"], "personal attacks") == ["Idiot"]
    assert evidence(comments["Vram"], "profanity") == ["jack(…)"]
    headlines = {card.comment.author.name: str(card.worst) for card in of_comments(flagged())}
    assert headlines == {
        "Boghos Jermag": "personal attacks",
        "Mgl": "personal attacks",
        "Vram": "profanity",
    }
    for calm in ("Hagop", "Vagharshak Sevulyan", "Zartir Lao"):
        assert comments[calm].status == Comment.Status.PUBLISHED


def test_the_classifier_that_ships_judges_the_real_page_as_a_moderator_would(settings):
    settings.CLASSIFIER = "standard"
    releases.activate("standard")
    comments = load_page(parse_page(SEED.read_bytes())).comments
    verdicts = {outcome.comment.author.name: outcome.verdict for outcome in judge(comments)}
    assert verdicts == {
        "Hagop": Verdict.PUBLISH,
        "Boghos Jermag": Verdict.QUEUE,
        "Mgl": Verdict.HOLD,
        "Vagharshak Sevulyan": Verdict.PUBLISH,
        "Vram": Verdict.QUEUE,
        "Zartir Lao": Verdict.PUBLISH,
    }


def test_loading_again_does_not_bring_the_erased_back():
    page = parse_page(SEED.read_bytes())
    load_page(page)
    personal_data.erase(Author.objects.get(name="Hagop"))
    assert load_page(page).comments == []
    assert not Author.objects.filter(name="Hagop").exists()


def flagged() -> list[Comment]:
    return list(with_people(Comment.objects.filter(review_items__status="open")))


def evidence(comment: Comment, quote: str) -> list[str]:
    finding = comment.findings.get(clause__quote=quote)
    assert finding.probability >= finding.threshold
    return [comment.text[start:end] for start, end, _ in finding.evidence]
