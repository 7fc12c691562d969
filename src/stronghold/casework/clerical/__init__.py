"""Samples of links that people judge: drawn once, answered pair by pair in the browser or in a file, and never lost in between.

``draw`` keeps a sample; ``next_pair``, ``answer`` and ``take_back`` are the clerk's; ``sample_view`` says what came of it; ``answered_labels``
gives training and measuring what was said. Who may see every record that a sample was drawn from may see the sample, and go on with it.
"""

from stronghold.casework.clerical.answering import AskedPair, answer, next_pair, take_back, take_in
from stronghold.casework.clerical.drawing import draw, export
from stronghold.casework.clerical.reading import SampleView, StratumView, answered_labels, listed, require_clerk, sample_view

__all__ = [
    "AskedPair",
    "SampleView",
    "StratumView",
    "answer",
    "answered_labels",
    "draw",
    "export",
    "listed",
    "next_pair",
    "require_clerk",
    "sample_view",
    "take_back",
    "take_in",
]
