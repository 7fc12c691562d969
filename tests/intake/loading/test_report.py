"""Counts that add up, or say that they do not."""

from __future__ import annotations

from dataclasses import replace

from stronghold.intake.loading.report import LoadReport, SourceCounts

COUNTS = SourceCounts(1, "a.csv", "0" * 64, read=10, kept=8, quarantined=2, noted=1, repeated=2, replaced=1)
REPORT = LoadReport(sources=(COUNTS,), refused=(), records=5, quarantined_rows=2)


def test_counts_that_add_up() -> None:
    assert REPORT.counts_add_up
    assert (REPORT.read, REPORT.kept, COUNTS.records) == (10, 8, 5)


def test_a_lost_row_is_seen() -> None:
    assert not replace(REPORT, sources=(replace(COUNTS, read=11),)).counts_add_up
    assert not replace(REPORT, records=4).counts_add_up
    assert not replace(REPORT, quarantined_rows=1).counts_add_up
