"""The editor of discussion policies, and the policy as readers find it."""

from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article
from moderation.models import Policy, PolicyExample, PolicyVersion
from moderation.permissions import may_edit_policies
from moderation.services.policy import differences, drafting, listing, policies, previewing
from moderation.services.policy.drafting import NotPublishable
from moderation.views.access import DeskRequest, View, moderators_only
from moderation.views.policy_forms import (
    ArticlePolicyForm,
    ClauseForms,
    ExampleForm,
    IntakeForm,
    TextForm,
)

CHANGES_SHOWN = 50


def editors_only(view: View) -> View:
    """Let moderators through who may change policies."""

    @wraps(view)
    def guarded(request: DeskRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_edit_policies(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return moderators_only(guarded)


@editors_only
@require_http_methods(["GET", "POST"])
def policy_list(request: DeskRequest) -> HttpResponse:
    """All policies; a new one for an article is made by naming the article."""
    Policy.objects.get_or_create(article=None)
    form = ArticlePolicyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        policy, _ = Policy.objects.get_or_create(article=form.cleaned_data["article"])
        return redirect("desk:policy", policy.pk)
    listed = Policy.objects.select_related("article").order_by("article__title")
    context = {"policies": listed, "form": form}
    return render(request, "desk/policies.html", context, status=400 if form.errors else 200)


@editors_only
@require_http_methods(["GET", "POST"])
def edit(request: DeskRequest, pk: int) -> HttpResponse:
    """The draft of a policy beside real comments; what it says is saved before it is tried."""
    policy = get_object_or_404(Policy.objects.select_related("article"), pk=pk)
    draft = drafting.draft_of(policy=policy)
    if request.method == "GET":
        return _editor(request, policy, draft)
    text, clauses = TextForm(request.POST), ClauseForms(request.POST, text=request.POST.get("text"))
    if not (text.is_valid() and clauses.is_valid()):
        return _editor(request, policy, draft, text=text, clauses=clauses, status=400)
    kept = clauses.kept()
    if "propose" in request.POST:
        kept += drafting.proposals(text.cleaned_data["text"], kept)
    drafting.save(draft=draft, text=text.cleaned_data["text"], clauses=kept)
    messages.success(request, "Saved. Nothing is in force before you publish it.")
    return redirect("desk:policy", policy.pk)


@editors_only
@require_POST
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    policy = get_object_or_404(Policy, pk=pk)
    draft = drafting.draft_of(policy=policy)
    try:
        version = drafting.publish(draft=draft, published_by=request.user)
    except NotPublishable as refused:
        messages.error(request, str(refused))
        return _editor(request, policy, draft, failing=refused.failing, status=409)
    messages.success(
        request,
        f"Version {version.number} is in force for new comments. "
        "The next rescore judges the older ones by it.",
    )
    return redirect("desk:policies")


@editors_only
@require_POST
def intake(request: DeskRequest, pk: int) -> HttpResponse:
    """Save what is held whatever its score."""
    policy = get_object_or_404(Policy, pk=pk)
    form = IntakeForm(request.POST, instance=policy)
    if not form.is_valid():
        draft = drafting.draft_of(policy=policy)
        return _editor(request, policy, draft, intake_form=form, status=400)
    form.save()
    messages.success(request, "Saved; it holds from the next comment on.")
    return redirect("desk:policy", policy.pk)


@editors_only
@require_POST
def add_example(request: DeskRequest, pk: int) -> HttpResponse:
    policy = get_object_or_404(Policy, pk=pk)
    form = ExampleForm(request.POST, instance=PolicyExample(policy=policy))
    if not form.is_valid():
        draft = drafting.draft_of(policy=policy)
        return _editor(request, policy, draft, example_form=form, status=400)
    form.save()
    return redirect("desk:policy", policy.pk)


@editors_only
@require_POST
def drop_example(request: DeskRequest, pk: int) -> HttpResponse:  # noqa: ARG001 -- a view
    example = get_object_or_404(PolicyExample, pk=pk)
    example.delete()
    return redirect("desk:policy", example.policy_id)


@require_safe
def site_policy(request: HttpRequest) -> HttpResponse:
    return _public(request, policies.default_version())


@require_safe
def article_policy(request: HttpRequest, slug: str) -> HttpResponse:
    return _public(request, policies.current_version(get_object_or_404(Article, slug=slug)))


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The permalink of a version: what was in force, and what changed with it."""
    published = PolicyVersion.objects.filter(published_at__isnull=False)
    return _public(request, get_object_or_404(published, policy=pk, number=number))


def _public(request: HttpRequest, shown: PolicyVersion | None) -> HttpResponse:
    if shown is None:
        return render(request, "discussion/policy.html", {"version": None}, status=404)
    published = shown.policy.versions.filter(published_at__isnull=False).order_by("-number")
    before = published.filter(number__lt=shown.number).first()
    context = {
        "version": shown,
        "versions": published,
        "before": before,
        "pieces": differences.of_texts(before.text, shown.text) if before else [],
        "clause_changes": differences.of_clauses(before, shown) if before else [],
    }
    return render(request, "discussion/policy.html", context)


def _editor(
    request: DeskRequest,
    policy: Policy,
    draft: PolicyVersion,
    *,
    text: TextForm | None = None,
    clauses: ClauseForms | None = None,
    intake_form: IntakeForm | None = None,
    example_form: ExampleForm | None = None,
    failing: list[PolicyExample] | None = None,
    status: int = 200,
) -> HttpResponse:
    in_force = drafting.published(policy)
    saved = list(draft.clauses.all())
    scores = previewing.recent_scores(policy)
    changes = previewing.changes(scores, in_force.clauses.all() if in_force else [], saved)
    context = {
        "policy": policy,
        "draft": draft,
        "in_force": in_force,
        "text": text or TextForm(initial={"text": draft.text}),
        "clauses": clauses or ClauseForms.of(saved),
        "intake": intake_form or IntakeForm(instance=policy),
        "example_form": example_form or ExampleForm(),
        "examples": policy.examples.all(),
        "failing": failing or [],
        "preview": [(clause, previewing.lines(clause, scores)) for clause in saved],
        "listed": listing.hits(policy, saved),
        "sample_size": len(scores),
        "changes": changes[:CHANGES_SHOWN],
        "changes_count": len(changes),
        "pieces": differences.of_texts(in_force.text, draft.text) if in_force else [],
        "clause_changes": differences.of_clauses(in_force, draft) if in_force else [],
    }
    return render(request, "desk/policy.html", context, status=status)
