"""The forms of linking's quality."""

from __future__ import annotations

from stronghold.web.pages.quality.forms import DrawForm, NoteForm


def test_a_draw_has_bounds_and_a_note_is_optional() -> None:
    assert DrawForm({"size": "200", "seed": "0"}).is_valid()
    assert set(DrawForm({"size": "19", "seed": "-1"}).errors) == {"size", "seed"}
    assert NoteForm({}).is_valid() and not NoteForm({"note": "n" * 1_001}).is_valid()
