"""Memory, open files, connections and temporary files of a server that is asked very often."""

import pytest

from tests.faults.growing import public_pages

pytestmark = [pytest.mark.exhaustive, pytest.mark.same_with_each_database]


def test_f14_a_server_that_is_asked_very_often_holds_no_more_than_before() -> None:
    """F14: the whole of it, 10,000 requests and 200 PDFs, is a program's: tests/faults/growing.py."""
    before, after = public_pages(1_500)
    assert after.memory < before.memory * 1.1
    assert after.handles <= before.handles + 4
    assert (before.files, after.files) == (0, 0)
    assert after.connections <= 9  # two workers of four threads, and whoever counts
