"""A remote file counts by its name, without whatever lets its user in."""

from __future__ import annotations

import pytest

from martlet import _native


def test_a_url_counts_by_its_text(inputs):
    files = inputs.session()
    assert inputs.key("root://host//a.root", files) == b"s\x13root://host//a.root"
    assert files.identity("root://host//a.root") is None
    assert files.remote_count == 1


def test_credentials_neither_count_nor_are_told(inputs):
    files = inputs.session(remote="never")
    plain = inputs.key("https://host/a.root?x=1")
    assert inputs.key("https://me:secret@host/a.root?x=1&authz=secret") == plain
    assert inputs.key("https://host/a.root?X-Amz-Signature=secret&x=1&token=secret") == plain
    with pytest.raises(_native.Unidentified) as caught:
        inputs.key("https://me:secret@host/a.root?authz=secret", files)
    assert "secret" not in str(caught.value) and "https://host/a.root" in str(caught.value)


def test_remote_files_can_be_refused(inputs):
    files = inputs.session(remote="never")
    with pytest.raises(_native.Unidentified, match="remote"):
        files.identity("root://host//a.root")
    with pytest.raises(ValueError, match="remote is"):
        _native.Files(None, "sometimes")


def test_the_count_begins_anew_with_a_submission(inputs):
    files = inputs.session()
    files.look(["s3://bucket/a", "s3://bucket/b", "s3://me@bucket/b"])
    assert files.remote_count == 2
    files.forget()
    assert files.remote_count == 0
