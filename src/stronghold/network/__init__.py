"""Entities become a network: ties with their evidence."""

from stronghold.network.ties import TieReport, find_ties

__all__ = ["TieReport", "find_ties"]
