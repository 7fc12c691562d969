"""Proposals: from an unknown file to a mapping that a person can correct, with a reason for every line of it."""

from stronghold.intake.proposal.kind_choice import NothingRecognised
from stronghold.intake.proposal.model import LeftOut, Preview, Proposal
from stronghold.intake.proposal.previewing import preview, preview_file
from stronghold.intake.proposal.proposing import propose
from stronghold.intake.proposal.sampling import SAMPLE_ROWS

__all__ = ["SAMPLE_ROWS", "LeftOut", "NothingRecognised", "Preview", "Proposal", "preview", "preview_file", "propose"]
