"""What clerks and officers write in the box for free words: what happened, and what such boxes are full of.

Which words go with which happening follows from its number, so that the same town has the same words.
"""

from __future__ import annotations

import pyarrow as pa

from stronghold.town.agencies.cells import Make

__all__ = ["clerk", "narrative"]

_REMARKS: dict[str, tuple[str, ...]] = {
    "recorded_crime": (
        "{Nature}. No CCTV. Enquiries continue.",
        "{Nature}. Statement to be taken.",
        "Reported by telephone. {Nature}.",
        "{Nature}. House to house done, no witnesses.",
        "{Nature}. Scene attended, forensics not called.",
        "Online report. {Nature}.",
    ),
    "stop_and_search": (
        "Seen to change direction on sight of officers. Body-worn video on.",
        "Loitering by parked cars, no account given.",
        "Smell of cannabis.",
        "Fits description passed by control. Search record given.",
        "Seen to pass something to another, who left.",
        "Known from briefing. Hand in waistband.",
    ),
    "arrest": ("{Nature}. Cautioned, no reply.", "{Nature}. Came quietly.", "{Nature}. Replied: 'not mine'."),
    "custody": ("{Nature}. Risk assessed.", "{Nature}. Seen by nurse.", "{Nature}. Solicitor asked for."),
    "missing_episode": (
        "Phone goes to voicemail. Friends spoken to.",
        "Left without coat after an argument.",
        "Did not come back from school.",
        "Has been missing before. Out past agreed time.",
        "Left by window. Takes medication, not taken along.",
        "Went to the shop and did not return.",
    ),
    "intelligence_report": (
        "{Nature}.",
        "It is said that: {nature}.",
        "{Nature}. No further detail known.",
        "{Nature}. To be corroborated.",
    ),
    "sighting": ("{Nature}.", "{Nature}. Out of sight after a minute.", "{Nature}. No offence seen."),
    "seizure": ("{Nature}. Sealed and booked in.", "{Nature}. Sent for examination.", "{Nature}."),
    "housing_complaint": (
        "{Nature}. Caller does not want to give a statement.",
        "{Nature}. Diary sheets sent.",
        "{Nature}. Third call this month.",
        "Letter sent to tenant. {Nature}.",
        "{Nature}. Officer to visit.",
    ),
    "community_report": (
        "{Nature}.",
        "Caller says: {nature}. Wishes to stay anonymous.",
        "{Nature}. It has been going on for weeks.",
        "{Nature}. Only seen once.",
    ),
    "school_exclusion": ("Parents written to.", "Reintegration meeting planned.", "Work sent home.", ""),
    "ambulance_attendance": ("{Nature}. Obs stable.", "{Nature}. Carried to vehicle.", "{Nature}. Declined further help."),
    "hospital_attendance": ("{Nature}. Triaged.", "{Nature}. Seen by doctor.", "{Nature}."),
    "needle_find": ("{Nature}. Cleared.", "{Nature}. Sharps box used."),
    "tenancy": ("", "", "", "Rent by standing order.", "Gas check due."),
}
_CLERKS = 60


def _turn(event: int, choices: int) -> int:
    """Which of so many choices goes with an event: any number, always the same."""
    return (event * 2_654_435_761 >> 15) % choices


def narrative(kind: str) -> Make:
    """The free words of happenings of that kind, from their ``nature``."""
    remarks = _REMARKS[kind]

    def make(table: pa.Table) -> pa.Array:
        events, natures = table["event"].to_pylist(), table["nature"].to_pylist()
        made = [
            remarks[_turn(event, len(remarks))].format(nature=nature or "see log", Nature=(nature or "see log").capitalize())
            for event, nature in zip(events, natures, strict=True)
        ]
        return pa.array([text or None for text in made], pa.string())

    return make


def clerk(initials: str) -> Make:
    """Who entered the row, as a number of the system's users."""

    def make(table: pa.Table) -> pa.Array:
        return pa.array([f"{initials}{_turn(event, _CLERKS) + 101}" for event in table["event"].to_pylist()], pa.string())

    return make
