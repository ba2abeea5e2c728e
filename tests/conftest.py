import os
import shutil
from importlib.util import find_spec
from math import inf

import hypothesis
import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from moderation.services import storage
from moderation.services.clients import counting
from moderation.services.desk import clauses_in_force
from moderation.services.judging import loaders, releases
from moderation.templatetags import discussion
from tests import site
from tests.written_classifier import WrittenClassifier

# No deadline: a busy machine is no failure.  Continuous integration draws the same examples
# every time, so that what it says is about the change; developers' runs go on searching.
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True)
hypothesis.settings.register_profile("developer", deadline=None)
hypothesis.settings.load_profile("ci" if "CI" in os.environ else "developer")


def pytest_collection_modifyitems(items):
    """Tests under tests/browser and tests/postgres carry the mark of their folder."""
    for item in items:
        for needed in item.iter_markers("needs"):
            if find_spec(needed.args[0]) is None:
                reason = f"needs {needed.args[0]}: pip install -r requirements-dev.txt"
                item.add_marker(pytest.mark.skip(reason))
        for folder in ("browser", "postgres"):
            if f"tests/{folder}/" in item.path.as_posix():
                item.add_marker(folder)
        # A busy machine delays a browser for seconds: what fails once is tried once more, and
        # the summary counts it as a rerun.
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _folder_of_the_run(config):
    """The folder that test processes side by side have in common."""
    own = config._tmp_path_factory.getbasetemp()
    return own.parent if hasattr(config, "workerinput") else own


@pytest.fixture(scope="session")
def migrated(pytestconfig):
    """The site that the tests' database and the sites of tests are copied from."""
    return site.migrated_once(_folder_of_the_run(pytestconfig))


def pytest_sessionfinish(session):
    if not hasattr(session.config, "workerinput"):
        site.drop_migrated(_folder_of_the_run(session.config))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, migrated, tmp_path_factory
):
    """On SQLite the tests use a file, as a site does, so that threads can race for it."""
    test = connection.settings_dict["TEST"]
    if migrated.on_postgres:
        test["TEMPLATE"] = migrated.database
    else:
        test["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")
        shutil.copy(migrated.database, test["NAME"])


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Django is to begin with the copied file; it goes with the folder of the run."""
    return connection.vendor == "sqlite"


@pytest.fixture(autouse=True)
def _uncounted_calls(monkeypatch):
    """Calls of a test are not stored in the middle of another."""
    monkeypatch.setattr(counting, "STORED_EVERY", inf)
    yield
    counting.calls.take()


@pytest.fixture(autouse=True)
def _english_again():
    """A request leaves its thread in the language that it was answered in."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _empty_cache():
    """Rows of the next test have the ids of this one's: what is kept about them must not stay."""
    cache.clear()
    storage.memory.forget()
    for kept in (discussion.versions, discussion.rules, clauses_in_force.kept):
        kept.forget()


@pytest.fixture(autouse=True)
def _postgres_only(request):
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: run `make test-postgres`")


@pytest.fixture(autouse=True)
def _root_only(request):
    if request.node.get_closest_marker("root") and os.geteuid() != 0:
        pytest.skip("needs root: it mounts file systems of its own")


@pytest.fixture(autouse=True)
def _sqlite_only(request):
    if request.node.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        pytest.skip("is about SQLite: run `make test-sqlite`")


@pytest.fixture(autouse=True)
def _quick_passwords_and_plain_static_files(settings):
    """A real hash of a password takes half a second. Templates name static files as they are: no
    test needs `collectstatic` first.
    """
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def sites(migrated):
    """Makes sites for tests of processes."""
    return site.Sites(migrated)


@pytest.fixture
def use_classifier(db, settings, monkeypatch):
    """Make a classifier the active one: `use_classifier(WrittenClassifier("second"))`."""

    def use_classifier(classifier):
        monkeypatch.setitem(
            loaders.CLASSIFIERS, classifier.name, loaders.Loader(lambda _: classifier)
        )
        settings.CLASSIFIER = classifier.name
        return releases.activate(classifier.name)

    yield use_classifier
    releases._load.cache_clear()


@pytest.fixture
def written_release(use_classifier):
    """The active release is one whose probabilities are written in the texts."""
    return use_classifier(WrittenClassifier())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """In continuous integration a test that cannot run is a failure, not a skip.

    Some skips are meant: what is about one database is run on that one, and the run with the
    core requirements alone leaves out what needs more.
    """
    report = yield
    marked = item.get_closest_marker
    meant = (
        (marked("postgres") and connection.vendor != "postgresql")
        or (marked("sqlite") and connection.vendor != "sqlite")
        or (marked("root") and os.geteuid() != 0)
        or (marked("needs") and "COMITY_CORE_ONLY" in os.environ)
    )
    if "CI" in os.environ and report.skipped and not meant and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
    return report
