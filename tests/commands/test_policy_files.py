import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from moderation.models import Policy, PolicyExample, PolicyVersion
from moderation.services.policy import documents, drafting, shipped
from tests.factories import POLICY_TEXT, make_article, make_clause, make_policy_version, rule

pytestmark = pytest.mark.django_db

TEXT = "No personal attacks, please."
CLAUSE = {"quote": "personal attacks", "attribute": "personal_attack", "queue_at": 0.4}
DOCUMENT = {
    "format": "comity-policy/1",
    "text": [TEXT],
    "clauses": [{**CLAUSE, "hold_at": 0.7, "rules": [{**rule("words", ""), "entries": ["moron"]}]}],
    "examples": [{"expectation": "flag", "text": "You moron."}],
    "intake": {"approvals_of_new_authors": 2},
}


@pytest.fixture
def version(written_release):
    return make_policy_version()


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "ours.json"
    file.write_text(json.dumps(DOCUMENT))
    return str(file)


def bring(*arguments) -> str:
    out = StringIO()
    call_command("import_policy", *arguments, stdout=out, no_color=True)
    return out.getvalue()


@pytest.fixture
def export(capsys):
    def exported(*arguments) -> str:
        capsys.readouterr()
        call_command("export_policy", *arguments)
        return capsys.readouterr().out

    return exported


def refusal(run, *arguments) -> str:
    with pytest.raises(CommandError) as refused:
        run(*arguments)
    return str(refused.value)


def test_what_is_imported_and_published_is_exported_as_it_was(version, file, export):
    assert bring(file, "--publish") == (
        "Default policy: version 2 is in force for new comments. "
        "The next rescore judges the older ones by it.\n"
        "The policy has 1 examples now.\n"
        "The settings of pre-moderation were changed.\n"
    )
    assert json.loads(export()) == DOCUMENT


@pytest.mark.parametrize("own", shipped.available(), ids=lambda own: own.key)
def test_a_shipped_policy_is_published_and_exported_as_written_with_its_translation(own, export):
    bring(f"shipped:{own.key}", "--publish")
    exported, language = json.loads(export()), {"en": "de", "de": "en"}[own.language]
    written, other = as_shipped(own.key), as_shipped(f"{own.name}.{language}")
    translated = {
        "texts": {language: other["text"]},
        "clauses": [
            clause
            | {"quotes": {language: same["quote"]}}
            | ({"notices": clause["notices"] | same["notices"]} if "notices" in clause else {})
            for clause, same in zip(written["clauses"], other["clauses"], strict=True)
        ],
    }
    assert exported == {"intake": {}} | written | translated


def as_shipped(key):
    return json.loads((shipped.FOLDER / f"{key}.json").read_text(encoding="utf-8"))


def test_an_exported_file_is_the_same_after_its_import(version, export, tmp_path):
    PolicyExample.objects.create(policy=version.policy, expectation="pass", text="Kind.")
    exported = export()
    (tmp_path / "theirs.json").write_text(exported, encoding="utf-8")
    article = make_article()
    bring(str(tmp_path / "theirs.json"), "--article", article.slug, "--publish")
    assert export("--article", article.slug) == exported


def test_importing_what_is_in_force_changes_nothing_and_says_so(version, file):
    bring(file, "--publish")
    for arguments in ([], ["--publish"], ["--replace-draft"]):
        assert bring(file, *arguments) == (
            "Default policy: version 2, which is in force, says the same already. "
            "Nothing was changed.\n"
        )
    assert PolicyVersion.objects.count() == 2


def test_without_publish_it_becomes_the_draft_and_the_settings_stay(version, file, export):
    assert bring(file).splitlines() == [
        "Default policy: it is the draft of version 2. Publish it at the desk.",
        "The policy has 1 examples now.",
        "Its settings of pre-moderation apply at once, so a draft leaves them as they are: "
        "set them at the desk, or import it with --publish.",
    ]
    assert json.loads(export("--draft")) == {**DOCUMENT, "intake": {}}
    assert json.loads(export())["text"] == [POLICY_TEXT]


def test_an_editor_s_draft_is_replaced_only_when_it_is_said(version, file):
    draft = drafting.draft_of(policy=version.policy)
    drafting.save(draft=draft, text="Mine.", clauses=[])
    told = refusal(bring, file)
    assert told[:47] == "The draft has changes that are not published. P"
    assert "add --replace-draft" in told
    draft.refresh_from_db()
    assert (draft.text, version.policy.examples.count()) == ("Mine.", 0)
    bring(file, "--replace-draft")
    draft.refresh_from_db()
    assert draft.text == TEXT


def test_a_draft_that_only_copies_what_is_in_force_is_free(version, file):
    draft = drafting.draft_of(policy=version.policy)
    bring(file)
    draft.refresh_from_db()
    assert draft.text == TEXT


def test_publishing_leaves_the_draft_of_an_editor_as_it_is(version, file):
    draft = drafting.draft_of(policy=version.policy)
    drafting.save(draft=draft, text="Mine.", clauses=[make_clause()])
    bring(file, "--publish")
    draft.refresh_from_db()
    assert (draft.text, draft.published_at) == ("Mine.", None)
    assert drafting.published(version.policy).text == TEXT


def test_what_cannot_be_published_is_refused_and_nothing_is_imported(version, file, tmp_path):
    failing = {"expectation": "pass", "text": "No moron here."}
    refused = {**DOCUMENT, "examples": [failing]}
    (tmp_path / "ours.json").write_text(json.dumps(refused))
    assert refusal(bring, file, "--publish") == (
        "Not published: 1 of 1 examples is not judged as it should be. Nothing was imported.\n"
        "  Must pass: No moron here."
    )
    policy = Policy.objects.get()
    assert (policy.examples.count(), policy.approvals_of_new_authors) == (0, 0)
    assert drafting.published(policy) == version


def test_new_examples_are_checked_against_the_clauses_in_force(version, file, tmp_path):
    bring(file, "--publish")
    wrong = [{"expectation": "flag", "text": "Kind."}]
    (tmp_path / "ours.json").write_text(json.dumps({**DOCUMENT, "examples": wrong}))
    assert "1 of 1 examples is not judged" in refusal(bring, file, "--publish")
    assert [own.text for own in PolicyExample.objects.all()] == ["You moron."]


def test_what_a_file_does_not_say_about_examples_and_settings_stays(version, file, tmp_path):
    bring(file, "--publish")
    (tmp_path / "ours.json").write_text(
        json.dumps({name: DOCUMENT[name] for name in ("format", "text")} | {"clauses": [CLAUSE_2]})
    )
    bring(file, "--publish")
    policy = Policy.objects.get()
    assert (policy.examples.count(), policy.approvals_of_new_authors) == (1, 2)


CLAUSE_2 = {"quote": "attacks", "rules": DOCUMENT["clauses"][0]["rules"]}


def test_an_article_gets_a_policy_of_its_own_without_settings_about_authors(version, file, export):
    article = make_article()
    assert bring(file, "--article", article.slug, "--publish").splitlines()[-1] == (
        "Only the site's policy has approvals_of_new_authors: left out."
    )
    own = json.loads(export("--article", article.slug))
    assert own == {**DOCUMENT, "intake": {}}
    assert json.loads(export())["text"] == [POLICY_TEXT]


def test_an_old_version_is_exported_into_a_file(version, file, tmp_path):
    bring(file, "--publish")
    call_command("export_policy", "--version", "1", "--output", str(tmp_path / "one.json"))
    document = documents.loads((tmp_path / "one.json").read_bytes())
    assert document.text == POLICY_TEXT


def test_what_cannot_be_exported_is_said_with_the_next_step(version, export):
    assert "no policy yet" not in export()
    article = make_article()
    for arguments, told in {
        ("--draft",): "There is no draft. Leave out --draft for the version in force.",
        ("--version", "9"): "There is no published version 9. Choose one of: 1.",
        ("--article", article.slug): f"The article “{article.slug}” has no policy of its own. "
        "Leave out --article for the site's.",
        ("--article", "no"): "No article has the address “no”. It is the last part of the "
        "article's URL.",
    }.items():
        assert refusal(export, *arguments) == told


def test_a_site_without_a_policy_says_so(export):
    assert refusal(export) == ("The site has no policy yet. Write one at the desk, or import one.")


def test_a_draft_that_was_never_published_is_no_version(export):
    drafting.draft_of(policy=Policy.objects.create())
    assert refusal(export)[:27] == "No version is in force. Pub"
    assert refusal(export, "--version", "1") == (
        "There is no published version 1. None is published: use --draft."
    )
    assert json.loads(export("--draft"))["text"] == [""]


def test_a_file_that_cannot_be_read_creates_no_policy(tmp_path):
    missing = str(tmp_path / "none.json")
    assert refusal(bring, missing) == f"There is no file {missing}. Check its name and folder."
    assert refusal(bring, "shipped:mild.en")[:35] == "No policy “mild.en” is shipped. Cho"
    (tmp_path / "none.json").write_text("{}")
    assert refusal(bring, missing) == f"{missing}: format: This is missing. Add it."
    assert refusal(bring, str(tmp_path))[:12] == "Cannot read "
    assert not Policy.objects.exists()
