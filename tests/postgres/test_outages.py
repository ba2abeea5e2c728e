"""A PostgreSQL that is stopped and started again under a site that is being read."""

from tests import servers
from tests.served import served
from tests.site import Site


def test_readers_are_told_while_it_is_away_and_read_on_afterwards(tmp_path):
    with servers.postgres() as url:
        site = Site(url, tmp_path)
        assert site.run("migrate", "-v0").returncode == 0
        site.add_comments(1)
        with served(tmp_path, DATABASE_URL=url) as pages:
            assert pages.get("/articles/a/").status == 200
            servers.stop_postgres(url)
            away = pages.get("/articles/a/")
            assert (away.status, away.headers["Retry-After"]) == (503, "60")
            assert len(pages.log()) == 1
            servers.start_postgres(url)
            assert pages.get("/articles/a/").status == 200
