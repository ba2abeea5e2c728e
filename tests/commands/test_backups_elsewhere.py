"""Backups that are encrypted, or lie in S3-compatible storage, and the way back from both."""

import socket
from pathlib import Path

import pytest
from django.core.management import CommandError

from moderation.management import backups
from moderation.management.backups import encryption, places
from tests.commands.test_backup import content

pyrage = pytest.importorskip("pyrage")
KEY = pyrage.x25519.Identity.generate()
ENCRYPTED = {"BACKUP_RECIPIENTS": str(KEY.to_public())}


@pytest.fixture(scope="module")
def storage():
    """Settings of a storage on this machine, which speaks S3, with a bucket."""
    boto3 = pytest.importorskip("boto3")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    settings = {
        "S3_ENDPOINT": f"http://{host}:{port}",
        "S3_ACCESS_KEY": "newsroom",
        "S3_SECRET_KEY": "river-and-stone",
        "S3_REGION": "us-east-1",
    }
    client = boto3.client(
        "s3", endpoint_url=settings["S3_ENDPOINT"], region_name="us-east-1",
        aws_access_key_id="newsroom", aws_secret_access_key="river-and-stone",
    )  # fmt: skip
    client.create_bucket(Bucket="paper")
    yield settings, client
    server.stop()


def refusal(site, address, **settings):
    done = site.run("restore", address, **settings)
    assert done.returncode == 1
    return done.stderr.removeprefix("CommandError: ").rstrip()


def test_an_encrypted_backup_is_restored_by_its_key_alone(commented, sites, tmp_path):
    done = commented.run("backup", str(tmp_path / "kept"), **ENCRYPTED)
    path = Path(done.stdout.strip())
    assert (path.suffix, path.stat().st_mode & 0o077) == (".age", 0)
    assert path.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"A calm remark." not in path.read_bytes()
    assert sorted(tmp_path.joinpath("kept").iterdir()) == [path, Path(f"{path}.sha256")]
    with sites.empty(tmp_path) as other:
        done = other.run("restore", str(path), BACKUP_IDENTITY=str(KEY))
        assert (done.returncode, done.stderr) == (0, "")
        assert content(other) == content(commented)


@pytest.mark.parametrize(
    ("identity", "told"),
    [
        ("", "backup.age is encrypted. Set BACKUP_IDENTITY to the secret key that belongs to"),
        (str(pyrage.x25519.Identity.generate()), "backup.age is not encrypted for the key in"),
    ],
    ids=["no key", "another's key"],
)
def test_without_its_key_an_encrypted_backup_stays_closed(tmp_path, identity, told):
    plain = tmp_path / "backup"
    plain.write_bytes(b"A calm remark.")
    path = encryption.encrypt(plain, [KEY.to_public()])
    with pytest.raises(CommandError, match=told), encryption.decrypted(path, identity):
        pass
    assert list(tmp_path.iterdir()) == [path]
    with encryption.decrypted(path, str(KEY)) as opened:
        assert opened.read_bytes() == b"A calm remark."


def test_settings_that_cannot_work_are_named_before_anything_is_written(settings, tmp_path):
    settings.BACKUP_RECIPIENTS = ["age1nonsense"]
    with pytest.raises(CommandError, match="BACKUP_RECIPIENTS is no public key of age"):
        backups.write(str(tmp_path / "kept"))
    assert not (tmp_path / "kept").exists()
    with pytest.raises(CommandError, match="Set S3_ENDPOINT to the storage's address"):
        places.at("s3://paper/comity")


def test_a_backup_in_storage_is_restored_unless_it_was_damaged(commented, sites, storage, tmp_path):
    settings, client = storage
    client.put_object(Bucket="paper", Key="comity/comity-2020-01-01T000000Z.dump", Body=b"")
    client.put_object(Bucket="paper", Key="comity/comity-2020-01-01T000000Z.sqlite3", Body=b"")
    done = commented.run("backup", "s3://paper/comity", "--keep", "1", **settings, **ENCRYPTED)
    address = done.stdout.strip()
    key = address.removeprefix("s3://paper/")
    kept = {one["Key"] for one in client.list_objects_v2(Bucket="paper")["Contents"]}
    assert {key, f"{key}.sha256"} == {name for name in kept if "2020" not in name}
    assert len(kept) == 3  # that of the other kind of database is not ours to delete
    with sites.empty(tmp_path) as other:
        done = other.run("restore", address, BACKUP_IDENTITY=str(KEY), **settings)
        assert (done.returncode, done.stderr) == (0, "")
        assert content(other) == content(commented)
        client.put_object(Bucket="paper", Key=key, Body=b"damaged")
        assert "is damaged: its SHA-256" in refusal(other, address, **settings)
        missing = refusal(other, f"{address}.old", **settings)
        assert missing == f"The storage at {settings['S3_ENDPOINT']} fails: Object does not exist"


def test_storage_that_does_not_answer_is_named(settings):
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        settings.S3_ENDPOINT = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        with pytest.raises(CommandError, match=f"^The storage at {settings.S3_ENDPOINT} fails: "):
            places.at("s3://paper/comity").names()
