"""Word files for the tests, good and bad, made here; all words are ours."""

import io
import re
import struct
import zipfile
import zlib
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

TEXTS = [
    (
        "Lost property",
        "We keep what we find for four weeks.",
        ["Write down where it lay.", "Phones go into the safe."],
    ),
    ("Late entry", "The last entry is forty-five minutes before we close.", ["Say it kindly.", "Offer tomorrow."]),
    ("Till count", "Two people count the till at the end of a shift.", ["Count twice.", "Both sign."]),
    ("Wet floors", "Whoever sees water on the floor dries it at once.", ["Put the sign up.", "Fetch the mop."]),
    ("Parties", "A party pays half of the price when it books.", ["Send the letter.", "Note the number of guests."]),
    ("Dogs", "Dogs wait outside, but for those that assist somebody.", ["Show the shade.", "Bring water."]),
    ("First aid", "Whoever is nearest helps first and calls second.", ["Kneel down.", "Send somebody to the desk."]),
    ("Keys", "A lost locker key costs what the new lock costs.", ["Ask what is inside.", "Open it together."]),
]


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def plain(n: int) -> bytes:
    """A title, a sentence and a list, by the usual styles."""
    title, sentence, steps = TEXTS[n % len(TEXTS)]
    document = docx.Document()
    document.add_heading(f"{title} {n}", 0)
    document.add_paragraph(sentence)
    for step in steps:
        document.add_paragraph(step, style="List Bullet")
    return saved(document)


def handbook(n: int) -> bytes:
    """Several rules under headings, with a table and emphasis."""
    document = docx.Document()
    document.add_heading("Handbook of the house", 0)
    for title, sentence, steps in TEXTS[n % 4 : n % 4 + 4]:
        document.add_heading(title, 1)
        paragraph = document.add_paragraph("We say: ")
        paragraph.add_run(sentence).bold = True
        for step in steps:
            document.add_paragraph(step, style="List Number")
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["Size", "Price", "Large", "£2"]):
        table.cell(at // 2, at % 2).text = text
    return saved(document)


def of_markdown(title: str, text: str) -> bytes:
    """A Word file of somebody's Markdown: its headings, list items and paragraphs."""
    document = docx.Document()
    document.add_heading(title, 0)
    for line in text.split("\n"):
        if heading := re.fullmatch(r"(#{1,6}) (.*)", line):
            document.add_heading(heading[2], len(heading[1]))
        elif item := re.match(r"\s*[-*] (.*)", line):
            document.add_paragraph(item[1], style="List Bullet")
        elif line.strip():
            document.add_paragraph(line)
    return saved(document)


def nested_list() -> bytes:
    document = docx.Document()
    document.add_heading("Closing the pool", 0)
    document.add_paragraph("We close the pool in this order every evening.")
    for text, style in (
        ("Call it out", "List Bullet"),
        ("Once at a quarter to", "List Bullet 2"),
        ("Lock", "List Bullet"),
    ):
        document.add_paragraph(text, style=style)
    return saved(document)


def interrupted_list() -> bytes:
    """Steps that go on counting after a note between them, and begin anew below a heading."""
    document = docx.Document()
    document.add_heading("Opening the house", 0)
    for text, style in (
        ("Switch off the alarm", "List Number"),
        ("Light the hall", "List Number"),
        ("Wait for a colleague here.", "Normal"),
        ("Count the till", "List Number"),
        ("In winter", "Heading 1"),
        ("Clear the steps", "List Number"),
    ):
        document.add_paragraph(text, style=style)
    return saved(document)


def hidden_words() -> bytes:
    """A sentence of which a part is hidden, and one of which a part is struck."""
    document = docx.Document()
    document.add_heading("Discount", 0)
    paragraph = document.add_paragraph("Members pay half")
    paragraph.add_run(", the boss pays nothing").font.hidden = True
    paragraph.add_run(".")
    document.add_paragraph("Guests pay ").add_run("five pounds").font.strike = True
    return saved(document)


def merged_cells() -> bytes:
    """A table whose first column holds one cell over two rows, and whose head spans two columns."""
    document = docx.Document()
    document.add_heading("Prices", 0)
    table = document.add_table(rows=3, cols=3)
    rows = ["Who", "Price", "", "Child", "Morning", "£2", "", "Evening", "£3"]
    for at, text in enumerate(rows):
        table.cell(at // 3, at % 3).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).merge(table.cell(2, 0))
    return saved(document)


def with_formula() -> bytes:
    """A formula of a fraction and a power."""
    maths = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    formula = (
        f'<m:oMath xmlns:m="{maths}"><m:r><m:t>fee=</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num>'
        "<m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>"
    )
    document = docx.Document()
    document.add_heading("The fee", 0)
    document.add_paragraph("The fee is FORMULA per day.")
    return changed(
        saved(document),
        {
            "word/document.xml": lambda old: old.replace(
                b"FORMULA per day.</w:t></w:r>", f"</w:t></w:r>{formula}<w:r><w:t> per day.</w:t></w:r>".encode()
            )
        },
    )


def red_dot() -> bytes:
    """A picture of one red point, as PNG."""
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\xff\0\0")),
        (b"IEND", b""),
    ]
    parts = [
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def with_picture() -> bytes:
    document = docx.Document()
    document.add_heading("The red flag", 0)
    document.add_paragraph("The red flag means that nobody swims today.")
    document.add_picture(io.BytesIO(red_dot()))
    return saved(document)


def tracked() -> bytes:
    """A change that was tracked: "five" was struck, "ten" put in its place."""
    document = docx.Document()
    document.add_heading("Deposit", 0)
    paragraph = document.add_paragraph("The deposit is ")
    for tag, inner, content in (("w:del", "w:delText", "five"), ("w:ins", "w:t", "ten")):
        change, run, text = OxmlElement(tag), OxmlElement("w:r"), OxmlElement(inner)
        change.set(qn("w:id"), "1")
        change.set(qn("w:author"), "Ana")
        text.text = content
        run.append(text)
        change.append(run)
        paragraph._p.append(change)
    paragraph.add_run(" pounds for each key.")
    return saved(document)


FOOTNOTES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes xmlns:w="http://schemas.openxmlformats.org/'
    'wordprocessingml/2006/main"><w:footnote w:id="2"><w:p><w:r><w:t>Since the spring.</w:t></w:r></w:p></w:footnote>'
    "</w:footnotes>"
)


def with_footnote() -> bytes:
    document = docx.Document()
    document.add_heading("Opening times", 0)
    run = document.add_paragraph("We open at seven on every weekday").add_run()
    mark = OxmlElement("w:footnoteReference")
    mark.set(qn("w:id"), "2")
    run._r.append(mark)
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    return changed(
        saved(document),
        {
            "word/footnotes.xml": lambda _old: FOOTNOTES.encode(),
            "word/_rels/document.xml.rels": lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="rId99" Type="{relation}" Target="footnotes.xml"/></Relationships>'.encode(),
            ),
            "[Content_Types].xml": lambda old: old.replace(
                b"</Types>", f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode()
            ),
        },
    )


def changed(package: bytes, files: dict[str, Any]) -> bytes:
    """A package with some of its files made anew: name to a function of the old bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            data = old.read(entry)
            new.writestr(entry.filename, files[entry.filename](data) if entry.filename in files else data)
        for name in files.keys() - set(old.namelist()):
            new.writestr(name, files[name](b""))
    return out.getvalue()


def declared(entity: str, use: str) -> bytes:
    """A Word file whose text declares an entity and uses it."""
    return changed(
        plain(0),
        {
            "word/document.xml": lambda old: old.replace(b"<w:document", f"{entity}<w:document".encode(), 1).replace(
                b"We keep", f"{use}We keep".encode()
            )
        },
    )


def external_picture(address: str) -> bytes:
    """A picture that stands elsewhere."""
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    return changed(
        with_picture(),
        {
            "word/_rels/document.xml.rels": lambda old: old.replace(
                b"</Relationships>",
                f'<Relationship Id="rId77" Type="{relation}" Target="{address}" TargetMode="External"/>'
                "</Relationships>".encode(),
            ),
            "word/document.xml": lambda old: old.replace(b"r:embed=", b'r:link="rId77" r:unused='),
        },
    )


def zipped(**files: bytes) -> bytes:
    return zipped_as({name.replace("__", "."): data for name, data in files.items()})


def zipped_as(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def link_in_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        entry = zipfile.ZipInfo("rules.md")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        package.writestr(entry, "/etc/passwd")
    return out.getvalue()


def locked_zip() -> bytes:
    """Marked as protected by a password, as far as one looks at it from outside."""
    data = bytearray(zipped(rules__md=b"# Towels\n\nWe lend them."))
    for magic, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(magic) + at] |= 1
    return bytes(data)
