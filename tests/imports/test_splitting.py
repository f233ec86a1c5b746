"""How a text becomes rules: at which headings, line by line, and that no word is lost on the way."""

import re

import pytest

from policyhub.imports.documents import Document
from policyhub.imports.splitting import PASTED, SplitMethod, by_line, sections, split, usual_method

CHAPTERS = """Words before all.

# Desk

## Refunds

Within thirty days.

## Keys: what they cost

Five pounds each.

### Exceptions

None for staff.

# Pool

All about the pool.

## Diving

Not at the shallow end.

## Towels

### Exceptions

Guests of a party.

## No running
"""


def handbook(text, title="Handbook", source="handbook.md"):
    return Document(source, title, "policy", text, "", "en")


def texts_by_title(pieces):
    return {piece.title: piece.text for piece in pieces}


def test_chapters_give_way_to_their_sections_and_what_is_deeper_stays_inside():
    document = handbook(CHAPTERS)
    assert usual_method([document], pasted=False) == SplitMethod.HEADING
    assert texts_by_title(split(document, SplitMethod.HEADING)) == {
        "Handbook": "Words before all.",
        "Refunds": "Within thirty days.",
        "Keys: what they cost": "Five pounds each.\n\n### Exceptions\n\nNone for staff.",
        "Pool": "All about the pool.",
        "Diving": "Not at the shallow end.",
        "Towels": "### Exceptions\n\nGuests of a party.",
        "No running": "",
    }


def test_sections_with_many_parts_stay_sections():
    parts = ("How", "When", "Who")
    text = "".join(
        f"# Rule {n}\n\nWe keep it.\n\n" + "".join(f"## {part}\n\nSo.\n\n" for part in parts) for n in range(4)
    )
    assert [title for title, _text in sections(handbook(text))[1]] == ["Rule 0", "Rule 1", "Rule 2", "Rule 3"]


def test_a_heading_in_code_is_no_heading():
    text = "# One\n\n```\n# not this\n```\n\n# Two\n\nWords.\n\n# Three\n\nWords."
    assert [title for title, _text in sections(handbook(text))[1]] == ["One", "Two", "Three"]


@pytest.mark.parametrize("method", SplitMethod)
def test_no_rule_is_without_a_sentence_and_no_word_is_lost(method):
    for text in (CHAPTERS, "| Size | Price |\n| --- | --- |\n| Large | £2 |", "- [ ] Lock\n- Count", "# Alone", "One"):
        pieces = split(handbook(text), method)
        assert pieces
        assert all(piece.title and piece.statement.strip() for piece in pieces)
        remaining = {
            word for piece in pieces for word in re.findall(r"\w+", f"{piece.title} {piece.statement} {piece.text}")
        }
        lost = set(re.findall(r"\w+", text)) - remaining
        # Line by line headings are none; a chapter that says nothing gives way to its sections.
        assert lost <= set(re.findall(r"\w+", " ".join(re.findall(r"^#.*", text, re.M))))
        assert method == SplitMethod.LINE or lost <= {"Desk"}


def test_the_sentence_of_a_table_reads_as_one():
    (piece,) = split(handbook("| Size | Price |\n| --- | --- |\n| Large | £2 |"), SplitMethod.FILE)
    assert piece.statement == "Size, Price"


def test_a_line_is_its_own_sentence_and_a_long_one_is_cut():
    long = "towels " * 100
    pieces = by_line(f"1. Refunds: within thirty days.\n- [ ] Count the till\n> Dogs wait.\n\n---\n{long}")
    assert [(piece.title, piece.statement) for piece in pieces[:3]] == [
        ("Refunds", "Refunds: within thirty days."),
        ("Count the till", "Count the till"),
        ("Dogs wait", "Dogs wait."),
    ]
    assert len(pieces) == 4
    assert len(pieces[3].statement) == 600
    assert pieces[3].title.endswith("towels…")
    assert len(pieces[3].title) <= 200


def test_several_files_are_each_split_as_it_fits_them():
    leave = handbook("## Purpose\n\nRest.\n\n## Scope\n\nAll.\n\n## Policy\n\nFive weeks.", "Leave", "leave.md")
    lines = handbook("No diving\nNo running", "Pasted text", PASTED)
    all_three = [handbook(CHAPTERS), leave, lines]
    assert usual_method(all_three, pasted=False) == SplitMethod.USUAL
    assert [len(split(document, SplitMethod.USUAL)) for document in all_three] == [7, 1, 2]
    assert usual_method([leave, leave], pasted=False) == SplitMethod.FILE
    assert usual_method([], pasted=True) == SplitMethod.FILE
