"""The discussion policy as readers see it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article
from moderation.models import PolicyVersion
from moderation.services.policy import differences, posted


@require_safe
def site_policy(request: HttpRequest) -> HttpResponse:
    return _page(request, in_force())


@require_safe
def article_policy(request: HttpRequest, slug: str) -> HttpResponse:
    return _page(request, in_force(slug))


@require_safe
def section_policy(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the version in force of the policy of a section."""
    return _page(request, in_force_in_section(pk))


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a version by its permalink: its text, its rules, and what changed with it."""
    published = PolicyVersion.objects.published()
    return _page(request, get_object_or_404(published, policy=pk, number=number))


def in_force(slug: str = "") -> PolicyVersion | None:
    """The version in force for an article, or for the site.

    Raises Http404 if there is no such article.
    """
    if not slug:
        return PolicyVersion.objects.default_version()
    return PolicyVersion.objects.current_version(get_object_or_404(Article, slug=slug))


def in_force_in_section(pk: int) -> PolicyVersion | None:
    """The version in force of the policy of a section."""
    return PolicyVersion.objects.published().filter(policy=pk, policy__section__gt="").first()


def _page(request: HttpRequest, shown: PolicyVersion | None) -> HttpResponse:
    if shown is None:
        return render(request, "discussion/policy.html", {"version": None}, status=404)
    published = PolicyVersion.objects.published().filter(policy=shown.policy_id)
    before = published.filter(number__lt=shown.number).first()
    rules = posted.rules(shown.clauses.all())
    begun = posted.since(shown)
    context = {
        "version": shown,
        "versions": list(published.prefetch_related(None).defer("text", "texts")),
        "before": before,
        "paragraphs": posted.paragraphs(shown.text_for_reader, rules),
        "rules": [(rule, begun[rule.anchor]) for rule in rules],
        "pieces": differences.of_texts(*posted.texts(before, shown)) if before else [],
        "changes": posted.changes(before, shown),
    }
    return render(request, "discussion/policy.html", context)
