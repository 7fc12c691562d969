"""What shared texts take once every cell has its own copy."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stronghold.intake.readers.shared_text import SharedText, repeated_bytes


def texts_xml(texts: list[str]) -> bytes:
    return f"<sst>{''.join(f'<si><t>{text}</t></si>' for text in texts)}</sst>".encode()


def sheet_xml(references: list[int]) -> bytes:
    cells = "".join(
        f'<c r="A{row}" t="s"><v>{number}</v></c><c r="B{row}"><v>0</v></c>' for row, number in enumerate(references, 1)
    )
    return f"<sheetData><row>{cells}</row></sheetData>".encode()


@given(st.lists(st.text(alphabet="ab", max_size=9), min_size=1, max_size=5), st.data())
def test_the_sum_is_that_of_the_texts_referred_to_and_the_bound_is_above_it(texts: list[str], data: st.DataObject) -> None:
    references = data.draw(st.lists(st.integers(0, len(texts) - 1), max_size=9))
    shared, sheet = texts_xml(texts), sheet_xml(references)
    # Each text brings what stands around it: '><t>' and '</t></si>', and the last one '</sst>' too.
    around = [len("><t></t></si>") + (len("</sst>") if number == len(texts) - 1 else 0) for number in range(len(texts))]
    exact = repeated_bytes([[shared], [sheet]])
    assert exact == sum(len(texts[number]) + around[number] for number in references)
    assert repeated_bytes([[sheet], [shared]]) == exact
    measured = SharedText()
    for part in (sheet, shared):
        measured.start()
        measured.take(part)
    assert measured.at_most() >= exact


def test_a_text_over_several_stretches_is_one_text() -> None:
    stretches = [b"<sst><si><t>" + b"x" * 100, b"<r>" + b"y" * 100, b"</t></si></sst>"]
    assert (repeated_bytes([stretches, [sheet_xml([0, 0])]]) or 0) > 400


def test_what_could_hide_the_numbering_cannot_be_told() -> None:
    assert repeated_bytes([[b"<sst><!-- <si/> --><si>x</si></sst>"], [sheet_xml([0])]]) is None
    assert repeated_bytes([[texts_xml(["a"])], [texts_xml(["b"])]]) is None
    assert repeated_bytes([[sheet_xml([7])], [texts_xml(["a"])]]) == 0
