"""Every key of a TOML text is found on its line."""

from __future__ import annotations

from stronghold.intake.mapping.lines import key_lines


def test_tables_and_arrays_of_tables_and_their_keys() -> None:
    lines = key_lines('a = 1\n[t]\n"b c" = 2 # x\n[[r]]\nk = 1\n[r.s]\nd.e = 3\n[[r.i]]\nm = 1\n[[r.i]]\n[[r]]\n[[r.i]]\nn = 2\n')
    assert lines == {
        ("a",): 1,
        ("t",): 2,
        ("t", "b c"): 3,
        ("r", 1): 4,
        ("r", 1, "k"): 5,
        ("r", 1, "s"): 6,
        ("r", 1, "s", "d", "e"): 7,
        ("r", 1, "i", 1): 8,
        ("r", 1, "i", 1, "m"): 9,
        ("r", 1, "i", 2): 10,
        ("r", 2): 11,
        ("r", 2, "i", 1): 12,
        ("r", 2, "i", 1, "n"): 13,
    }


def test_lines_inside_lists_and_long_texts_are_no_keys() -> None:
    text = 'a = [\n  "x = 1",\n  "[t]", # ]\n]\nb = """\nc = 1\n[u]\n"""\nd = \'\'\'one\'\'\'\ne = 2\n'
    assert key_lines(text) == {("a",): 1, ("b",): 5, ("d",): 9, ("e",): 10}
