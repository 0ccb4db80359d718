"""A result is kept where that is quicker than having it again."""

from __future__ import annotations

import pytest
from martlet.worker.contents import Contents, Known
from martlet.worker.policy import OVERHEAD, TRACE, Bandwidth, is_worth_keeping, is_worth_noting

MB = 10**6


@pytest.mark.parametrize(
    ("seconds_again", "megabytes", "is_kept"),
    [
        (0, 0, False),  # nothing to win
        (OVERHEAD, 0, False),  # as quick again as loaded
        (1.1 * OVERHEAD, 0, True),
        (0.1, 1, True),
        (0.3, 10, True),
        (0.1, 10, False),  # kept at 100 MB/s and loaded again: 0.2 s
        (1, 40, True),
        (1, 50, False),
        (60, 1_000, True),
        (10, 1_000, False),
    ],
)
def test_time_is_weighed_against_bytes(seconds_again, megabytes, is_kept):
    slow = Bandwidth(bytes_per_second=100 * MB)
    assert is_worth_keeping(seconds_again, megabytes * MB, slow) is is_kept


@pytest.mark.parametrize(
    ("seconds", "seconds_again", "is_noted"),
    [
        (0, TRACE, False),
        (0, OVERHEAD, False),  # one of a chain of cheap steps
        (0, 1.1 * OVERHEAD, True),  # behind an expensive one whose result is too large to keep
        (TRACE, TRACE, True),
    ],
)
def test_what_takes_time_or_stands_behind_it_is_noted(seconds, seconds_again, is_noted):
    assert is_worth_noting(seconds, seconds_again) is is_noted


def test_the_bandwidth_follows_what_is_measured():
    bandwidth = Bandwidth(bytes_per_second=100 * MB)
    assert bandwidth.seconds(100 * MB) == pytest.approx(1)
    for _ in range(20):
        bandwidth.measured(500 * MB, 0.5)
    assert bandwidth.seconds(100 * MB) == pytest.approx(0.1, rel=0.05)
    for _ in range(20):
        bandwidth.measured(500 * MB, 50)
    assert bandwidth.seconds(100 * MB) == pytest.approx(10, rel=0.05)


def test_small_files_tell_nothing_of_the_bandwidth():
    bandwidth = Bandwidth(bytes_per_second=100 * MB)
    for _ in range(1_000):
        bandwidth.measured(99_999, 1)
    assert bandwidth.seconds(100 * MB) == pytest.approx(1)


def test_one_large_transfer_counts_more_than_a_small_one():
    small, large = Bandwidth(100 * MB), Bandwidth(100 * MB)
    small.measured(MB, 0.1)
    large.measured(1_000 * MB, 100)
    assert small.seconds(MB) < 2 * Bandwidth(100 * MB).seconds(MB) < large.seconds(MB)


def test_contents_forget_what_was_first_met_longest_ago():
    contents = Contents(capacity=20)
    steps = [bytes([n]) * 32 for n in range(23)]
    for step in (*steps[:20], steps[0], *steps[20:]):
        contents[step] = Known(step, 0.0, 1)
    assert [step for step in steps if contents[step] is None] == steps[:3]
    assert all(contents[step].content == step for step in steps[3:])
    contents.forget(steps[3])
    assert contents[steps[3]] is None
    contents.forget(steps[3])
