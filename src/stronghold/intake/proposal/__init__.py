"""Proposals: from an unknown file to a mapping that a person can correct, with a reason for every line of it."""

from stronghold.intake.proposal.model import Preview, Proposal
from stronghold.intake.proposal.previewing import preview
from stronghold.intake.proposal.proposing import SAMPLE_ROWS, propose

__all__ = ["SAMPLE_ROWS", "Preview", "Proposal", "preview", "propose"]
