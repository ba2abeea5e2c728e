"""Two processes of a site bring its database up to date."""


def test_two_migrations_at_once_leave_each_migration_once(site):
    site.run("migrate", "moderation", "0010", "-v0")
    both = [site.start("migrate", "-v0") for _ in range(2)]
    told = [process.communicate(timeout=120)[1] for process in both]
    assert [process.returncode for process in both] == [0, 0], told
    assert {"".join(told)} <= {"", "Another migrate is running. Waiting until it is done.\n"}
    names = site.rows("SELECT app, name FROM django_migrations")
    assert len(names) == len(set(names))
