"""Word files with lists in lists, tables, footnotes and text boxes, as another program writes them, read the same."""

from pathlib import Path

import pytest

from tests.imports import word_files as make
from tests.imports.test_uploads import read_single

RICHER = Path(__file__).parent / "files/richer"
SAME = {
    "handbook": make.handbook(1),
    "nested": make.nested_list(),
    "tracked": make.tracked(),
    "footnote": make.with_footnote(),
    "picture": make.with_picture(),
}


@pytest.mark.parametrize("name", SAME)
def test_what_another_program_saved_reads_as_what_it_opened(name):
    saved, expected = read_single("x.docx", (RICHER / f"{name}.docx").read_bytes()), read_single("x.docx", SAME[name])
    assert (saved.title, saved.text, saved.statement) == (expected.title, expected.text, expected.statement)


def test_all_of_them_are_there():
    assert {path.stem for path in RICHER.glob("*.docx")} == set(SAME)


BOX = (
    b'<w:p><w:r><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent><w:p><w:r>'
    b"<w:t>Ask at the desk.</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>"
)
LINK = "https://example.org/pool"


def test_what_stands_in_a_text_box_is_kept():
    boxed = make.changed(
        make.plain(0), {"word/document.xml": lambda old: old.replace(b"<w:sectPr", BOX + b"<w:sectPr")}
    )
    assert read_single("x.docx", boxed).text.endswith("Ask at the desk.")


@pytest.mark.parametrize(("target", "expected"), [(LINK, f"[the pool]({LINK})"), ("javascript:alert(1)", "the pool")])
def test_a_link_is_kept_where_it_leads_somewhere(target, expected):
    relation = (
        '<Relationship Id="rId88" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )
    run = b'<w:p><w:hyperlink r:id="rId88"><w:r><w:t>the pool</w:t></w:r></w:hyperlink></w:p><w:sectPr'
    linked = make.changed(
        make.plain(0),
        {
            "word/_rels/document.xml.rels": lambda old: old.replace(b"</Relationships>", relation.encode()),
            "word/document.xml": lambda old: old.replace(b"<w:sectPr", run),
        },
    )
    assert read_single("x.docx", linked).text.endswith(f"\n\n{expected}")


def test_a_bar_in_a_cell_makes_no_cell():
    import docx

    document = docx.Document()
    document.add_heading("Prices", 0)
    table = document.add_table(rows=2, cols=2)
    for at, content in enumerate(["Size", "Price | deposit", "Large", "£2 | £5"]):
        table.cell(at // 2, at % 2).text = content
    text = "| Size | Price \\| deposit |\n| --- | --- |\n| Large | £2 \\| £5 |"
    assert read_single("x.docx", make.saved(document)).text == text
