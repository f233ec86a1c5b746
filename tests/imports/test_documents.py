"""A folder of a small shop's papers, in all the forms in which people keep them."""

import csv
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from policyhub.imports.documents import MAX_BYTES, MAX_TEXT, Document, Skipped, read

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/documents"

Reader = Callable[..., Document]


@pytest.fixture
def read_text(tmp_path: Path) -> Reader:
    """Writes one file and reads it back as a document."""

    def write_and_read(content: str | bytes, name: str = "parcel-desk.md") -> Document:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        [document] = read(path)
        assert isinstance(document, Document), document
        return document

    return write_and_read


def why(path: Path) -> str:
    [skipped] = read(path)
    assert isinstance(skipped, Skipped), skipped
    return skipped.why


def reasons(folder: Path) -> dict[str, str]:
    return {outcome.source: getattr(outcome, "why", "came in") for outcome in read(folder)}


# The folder


def test_a_folder_is_read_in_the_order_of_its_names_whatever_the_disk_says(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.txt", "a/b/c.markdown", "C.MD", "d.mdx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Lamps are tested before they are sold.")

    sources = [outcome.source for outcome in read(tmp_path)]

    assert sources == ["C.MD", "a/b/c.markdown", "a/z.txt", "b.md", "d.mdx"]
    assert list(read(tmp_path)) == list(read(tmp_path))


def test_one_file_is_named_by_its_file_name(read_text: Reader) -> None:
    assert read_text("Lamps are tested.", "deep/down/lamps.md").source == "lamps.md"


def test_a_path_that_is_not_there_is_reported_and_not_raised(tmp_path: Path) -> None:
    assert why(tmp_path / "gone.md") == "couldn't be opened (no such file or directory)"


def test_an_empty_folder_gives_nothing(tmp_path: Path) -> None:
    assert list(read(tmp_path)) == []


def test_what_is_not_a_rule_is_skipped_with_its_reason(tmp_path: Path) -> None:
    files = {
        "blank.md": b" \n\t\n",
        "cover.md": b"---\ntitle: Cover\n---\n",
        "photo.jpg": b"\xff\xd8\xff",
        "picture.md": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "noise.txt": bytes(range(1, 32)) * 40,
        ".draft.md": b"Not yet.",
        ".git/config.md": b"Not ours.",
        "lamps.md": b"Lamps are tested.",
    }
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)

    assert reasons(tmp_path) == {
        ".draft.md": "is hidden",
        ".git": "is hidden",
        "blank.md": "is empty",
        "cover.md": "contains no text",
        "lamps.md": "came in",
        "noise.txt": "isn't text (binary)",
        "photo.jpg": "isn't Word (.docx), Markdown, text or CSV",
        "picture.md": "isn't text (binary)",
    }


def test_links_are_skipped_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/secret.md").write_text("The safe opens at nine.")
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "file.md").symlink_to(tmp_path / "elsewhere/secret.md")
    (folder / "folder").symlink_to(tmp_path / "elsewhere")
    (folder / "nowhere.md").symlink_to(tmp_path / "nothing")
    (folder / "round").symlink_to(folder)

    assert set(reasons(folder).values()) == {"is a link to another location"}
    assert len(reasons(folder)) == 4


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert reasons(tmp_path) == {"pipe.md": "isn't a regular file"}


def test_a_file_that_cannot_be_opened_does_not_stop_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a.md", "b.md", "c.md"):
        (tmp_path / name).write_text("Lamps are tested.")
    whole = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name == "b.md":
            raise PermissionError(13, "Permission denied")
        return whole(path)

    monkeypatch.setattr(Path, "read_bytes", locked)

    assert reasons(tmp_path) == {
        "a.md": "came in",
        "b.md": "couldn't be opened (permission denied)",
        "c.md": "came in",
    }


def test_a_file_over_5_mb_is_refused_without_being_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with (tmp_path / "huge.md").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    monkeypatch.delattr(Path, "read_bytes")
    assert why(tmp_path / "huge.md") == "is larger than 5 MB"


@pytest.mark.parametrize("length", [MAX_TEXT + 1, 3 * MAX_TEXT])
def test_a_text_over_300_000_characters_is_refused(tmp_path: Path, length: int) -> None:
    (tmp_path / "long.md").write_text("# Long\n" + "lamp " * (length // 5 + 1))
    assert why(tmp_path / "long.md") == "is longer than 300,000 characters"


def test_a_short_text_with_a_big_picture_inside_comes_in(read_text: Reader) -> None:
    picture = "A" * 900_000
    document = read_text(f"# Lamps\nSee ![our lamp][one].\n\n[one]: <data:image/png;base64,{picture}>\n")
    assert document.text == "See our lamp."


def test_odd_file_names_are_no_trouble(tmp_path: Path) -> None:
    for name in (b"gr\xfcn.md", "Prüfung – Lampen.md".encode(), b"---.md", b"..md", b"a\nb.md"):
        Path(os.fsdecode(os.path.join(os.fsencode(tmp_path), name))).write_text("lamps, tested")

    outcomes = list(read(tmp_path))

    assert len(outcomes) == 5
    for outcome in outcomes:
        outcome.source.encode()  # no half characters
        assert isinstance(outcome, Skipped) or outcome.title == outcome.title.strip() != ""


# Characters


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_usual_encoding_and_line_end_gives_the_same_text(read_text: Reader, codec: str, ending: str) -> None:
    content = "# Rückgabe\n\nGrößere Geräte holen wir ab.\nÜber 20 kg: zu zweit.\n"
    document = read_text(content.replace("\n", ending).encode(codec))
    assert document.title == "Rückgabe"
    assert document.text == "Größere Geräte holen wir ab.\nÜber 20 kg: zu zweit."


def test_windows_quotes_and_the_euro_survive(read_text: Reader) -> None:
    assert read_text("A lamp costs “20 €” – at least.".encode("cp1252")).text == "A lamp costs “20 €” – at least."


def test_what_word_and_pdf_leave_behind_is_removed(read_text: Reader) -> None:
    messy = "\u200bO\ufb03ce sta\ufb00 \ufb01le\xad this\x07 da\u0308ily.\x0bA\xa0second line.\u202e"
    assert read_text(messy).text == "Office staff file this däily.\nA second line."


def test_entities_become_characters_but_never_tags(read_text: Reader) -> None:
    text = read_text("Caf&eacute; &amp; bar&nbsp;&rsquo;s&#8203; sign: &lt;b&gt;open&lt;/b&gt; &#60;i&#62;").text
    assert text == "Café &amp; bar ’s sign: &lt;b&gt;open&lt;/b&gt; &#60;i&#62;"


# Front matter and titles


@pytest.mark.parametrize(
    "front",
    [
        "---\ntitle: Lost property\ntags:\n  - desk\n---\n",
        "---\ntitle: 'Lost property'\n---\n",
        '---\ntitle: "Lost property" # as on the door\n---\n',
        "---\nlayout: page\ntitle: >-\n  Lost\n  property\n---\n",
        "---\nname: Lost property\n---\n",
        "---\nname: lost\ntitle: Lost property\n...\n",
        '+++\ntitle = "Lost property"\ndate = 2024-05-06\n+++\n',
        "title: Lost property\nteam: desk\n---\n",
        "\ufeff\n---\ntitle: Lost property\n---\n",
        "---\ntitle: lost-property\n---\n",
    ],
)
def test_front_matter_gives_the_title_and_goes(read_text: Reader, front: str) -> None:
    document = read_text(front + "\nFound things are kept for a month.\n")
    assert (document.title.capitalize(), document.text) == ("Lost property", "Found things are kept for a month.")


def test_lines_between_rules_are_words_and_not_front_matter(read_text: Reader) -> None:
    document = read_text("---\nImportant: the shop shuts at six.\n---\n\nNobody stays behind.\n", "closing.md")
    assert "the shop shuts at six" in document.text + document.title


@pytest.mark.parametrize(
    ("name", "content", "title"),
    [
        ("a.md", "# Gift cards #\n\nThey last two years.", "Gift cards"),
        ("a.md", "Gift cards\n==========\n\nThey last two years.", "Gift cards"),
        ("a.md", "Gift cards\n---\n\nThey last two years.", "Gift cards"),
        ("a.md", "**Gift cards**\n\nThey last two years.", "Gift cards"),
        ("a.md", "## 🎁 *Gift* `cards` & [vouchers](http://x.org)\n\nThey last.", "Gift cards & vouchers"),
        ("a.md", "<h2 class='x'>Gift cards</h2>\nThey last two years.", "Gift cards"),
        ("a.md", "# README\n\n## Gift cards\n\nThey last two years.", "Gift cards"),
        ("a.md", "GIFT CARDS FOR VIP GUESTS\n\nThey last.", "Gift cards for vip guests"),
        ("a.md", "HR AND TV RULES\n\nThey last.", "HR and TV rules"),
        ("a.txt", "Gift cards\n\nThey last two years.", "Gift cards"),
        ("gift-cards.md", "# 1. Purpose\n\nThey last two years.\n\n# Scope\n\nAll.", "Gift cards"),
        ("gift_cards.txt", "They last two years.\n\nAll of them.", "Gift cards"),
        ("shop--gift-cards.md", "They last two years.", "Gift cards"),
        ("01-gift-cards.md", "They last two years.", "Gift cards"),
        ("24-hour-refund.md", "They last two years.", "24 hour refund"),
        ("GIFT_CARDS.txt", "They last two years.", "Gift cards"),
    ],
)
def test_the_title_is_what_a_reader_would_call_it(read_text: Reader, name: str, content: str, title: str) -> None:
    assert read_text(content, name).title == title


def test_an_index_file_is_called_by_its_folder(tmp_path: Path) -> None:
    (tmp_path / "gift-cards").mkdir()
    (tmp_path / "gift-cards/index.md").write_text("They last two years.")
    [document] = read(tmp_path)
    assert isinstance(document, Document)
    assert document.title == "Gift cards"


def test_the_heading_that_became_the_title_leaves_the_text(read_text: Reader) -> None:
    for front in ("", "---\ntitle: gift cards\n---\n"):
        document = read_text(front + "# Gift Cards\n\nThey last.\n\n## Lost ones\n\nAre gone.")
        assert document.text == "They last.\n\n## Lost ones\n\nAre gone."


def test_a_heading_unlike_the_front_matter_title_stays(read_text: Reader) -> None:
    assert read_text("---\ntitle: Cards\n---\n# How long they last\n\nA year.").text.startswith("# How long")


def test_a_section_heading_below_the_first_words_is_not_the_title(read_text: Reader) -> None:
    prose = "Everybody who has bought a card may hand it on to a friend or to their family."
    assert read_text(f"{prose}\n\n### Lost ones\n\nAre gone.", "gift-cards.md").title == "Gift cards"
    assert read_text(f"{prose}\n\n# Cards\n\nAre fine.", "gift-cards.md").title == "Cards"


def test_a_title_never_passes_200_characters(read_text: Reader) -> None:
    long = "card " * 60
    assert read_text(f"---\ntitle: {long}\n---\nThey last.").title.endswith("card…")
    document = read_text(f"# {long}\n\nThey last.", "gift-cards.md")
    assert document.title == "Gift cards"
    assert long.strip() in document.text
    assert len(read_text("They last.", "card-" * 45 + ".md").title) <= 200


# Markdown


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("One<br>two<br />three", "One  \ntwo  \nthree"),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("A <b>bold</b> and <strong> strong </strong>word", "A **bold** and  **strong** word"),
        ("An <em>odd</em> <i class='icon'></i><u>word</u>", "An *odd* word"),
        ("<ul>\n <li>One</li>\n <li>Two</li>\n</ul>", "- One\n\n- Two"),
        ('<a class="b" href="https://lamps.example/a">Lamps</a>', "[Lamps](https://lamps.example/a)"),
        ('<a href="../lamps.html">Lamps</a>', "Lamps"),
        ("<a href='javascript:alert(1)'>Lamps</a>", "Lamps"),
        ('See <img src="x.png" alt="our lamp"> here', "See our lamp here"),
        ("<script>alert('<b>')</script>Lamps<style>p {}</style>", "Lamps"),
        ("Lamps <!-- not\n\nyet --> work", "Lamps  work"),
        ("<div class='row'>\n\nLamps\n\n</div>", "Lamps"),
        ("<Note type='x'>Lamps</Note> <Icon name='y' />", "Lamps"),
        ("<sc<b>ript>Lamps", "[script]Lamps"),
        ("Write to <Company Name> or <your_name> now", "Write to [Company Name] or [your_name] now"),
        ("Under 5 < 6 and 7 > 6, <24 hours", "Under 5 < 6 and 7 > 6, <24 hours"),
        ("<https://lamps.example> <desk@lamps.example>", "<https://lamps.example> <desk@lamps.example>"),
        ("<table><tr><th>Lamp</th><th>Price</th></tr><tr><td>A</td><td>5</td></tr></table>", "Lamp | Price\n\nA | 5"),
        ("| a<br>b | <p>c</p> |", "| a b | c |"),
        ("import Lamp from './lamp.astro';\nexport default ({ x }) => x\nLamps", "Lamps"),
        (
            "export default settings before you import from 'there'",
            "export default settings before you import from 'there'",
        ),
        ("Mail {{ site.email_desk }} or {{ help() | upper }}", "Mail [email desk] or [help]"),
        ("Mail [us]({{ site.email }}) {% include 'x' %}today{# later #}", "Mail us today"),
        ('See [the page]({{< ref "/x" >}}) {{.Name}}', "See the page [Name]"),
        ("> Mind the lamp\n{.is-info}", "> Mind the lamp"),
        ("![a lamp](lamp.png) [![b](b.png)](c.html) ![](http://x.org/y.png)", "a lamp b"),
        ("[x](a.md) [y](#b) [z](c (d).md) [w](tel:1) [v](//e.org)", "x y z w v"),
        ('[x](https://e.org/a_(b) "hint") [m](mailto:a@e.org)', '[x](https://e.org/a_(b) "hint") [m](mailto:a@e.org)'),
        ("[x][1]\n\n[1]: https://e.org", "[x][1]\n\n[1]: https://e.org"),
        ("• One\n• Two", "- One\n- Two"),
        ("##Two", "## Two"),
        ("        Far in\n\n\n\n\nBack", "Far in\n\nBack"),
        ("- One\n    - Two\n\n      more\n- Three", "- One\n    - Two\n\n      more\n- Three"),
        ("    1. One\n    2. Two", "1. One\n2. Two"),
        ("```\n<b>{{ x }}</b>\n    far\n```\n\nLamps", "```\n<b>{{ x }}</b>\n    far\n```\n\nLamps"),
    ],
)
def test_anybodys_markdown_becomes_plain_markdown(read_text: Reader, written: str, text: str) -> None:
    prose = "First some words, so that nothing below them can be the title of this page here."
    assert read_text(f"{prose}\n\n{written}\n").text.removeprefix(prose).strip() == text


def test_no_tag_survives_outside_code(read_text: Reader) -> None:
    tags = "".join(f"<{name} a='1'>x</{name}><{name}>" for name in ("b", "custom-tag", "DIV", "a", "td", "svg"))
    assert "<" not in read_text(f"Lamps {tags}").text


# Kind, statement, language


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Refund policy", "policy"),
        ("House rules", "policy"),
        ("Richtlinie für Gutscheine", "policy"),
        ("Complaints procedure", "procedure"),
        ("Procedure for breaches of policy", "procedure"),
        ("How to open the shop", "procedure"),
        ("Verfahren bei Beschwerden", "procedure"),
        ("Telephone standard", "standard"),
        ("Service level for e-mail", "standard"),
        ("Servicestandards", "standard"),
        ("Standard terms of sale", "policy"),
        ("Frequently asked questions", ""),
        ("Glossary", ""),
        ("Gift cards", "policy"),
    ],
)
def test_the_title_tells_the_kind(read_text: Reader, title: str, kind: str) -> None:
    assert read_text(f"# {title}\n\nCards last two years.", "x.md").kind == kind


def test_steps_in_order_make_a_procedure(read_text: Reader) -> None:
    steps = "1. Unlock the door\n2. Switch the lamps on\n3. Count the till\n"
    assert read_text(f"# Mornings\n\n{steps}").kind == "procedure"
    assert read_text("# Mornings\n\n1. The door is green.\n2. Lamps are on.\n3. Tills are full.\n").kind == "policy"


def test_the_folder_tells_the_kind_when_nothing_else_does(tmp_path: Path) -> None:
    (tmp_path / "procedures").mkdir()
    (tmp_path / "procedures/mornings.md").write_text("The door is opened at eight.")
    [document] = read(tmp_path)
    assert isinstance(document, Document)
    assert document.kind == "procedure"


@pytest.mark.parametrize(
    ("body", "statement"),
    [
        ("Cards last two years. Then they are void.", "Cards last two years."),
        ("## When\n\n- Cards last one year.\n\nCards last two years.", "Cards last two years."),
        ("Last updated: 5 May 2024.\n\nCards last two years.", "Cards last two years."),
        ("| Cards last | one year. |\n\n> Cards last three years.\n\nCards last two years.", "Cards last two years."),
        ("```\nCards last one year.\n\nCards last five years.\n```\n\nCards last two years.", "Cards last two years."),
        ("**Cards** last [two](http://x.org) years, e.g. until *May*.", "Cards last two years, e.g. until May."),
        ("Short one. So what are they?\nCards last two years.", "Cards last two years."),
        ("Cards are “good for two years.” Then they are void.", "Cards are “good for two years.”"),
        ("No full stop at all here\n\n1. Cards last two years.", ""),
        ("Cards last " + "very " * 80 + "long.", ""),
    ],
)
def test_the_statement_is_the_first_plain_sentence(read_text: Reader, body: str, statement: str) -> None:
    assert read_text(f"# Cards\n\n{body}\n").statement == statement


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("The cards are good for two years and must be paid with the order.", "en"),
        ("Die Karten sind zwei Jahre gültig und werden nicht mit der Ware bezahlt.", "de"),
        ("Las tarjetas valen durante dos años y se pagan con el pedido.", ""),
        ("Lamp 7 / 12 V", ""),
    ],
)
def test_the_language_is_guessed_by_its_small_words(read_text: Reader, body: str, language: str) -> None:
    assert read_text(body).language == language


# Tables


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_of_rules_is_one_document(read_text: Reader, mark: str) -> None:
    rows = [["Case", "What we do"], ["Broken", 'New one,\nor "money" | back'], ["Late"], ["", ""]]
    lines = [mark.join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]

    document = read_text("\r\n".join(lines), "shop--late_and-broken.csv")

    assert document.title == "Late and broken"
    assert document.text.split("\n") == [
        "| Case | What we do |",
        "| --- | --- |",
        '| Broken | New one, or "money" \\| back |',
        "| Late |  |",
    ]


def test_html_and_links_in_cells_are_flattened(read_text: Reader) -> None:
    document = read_text("Case,Answer\nLate,See [here](x.md).<br>Or <b>wait</b>\n", "late.csv")
    assert document.text.endswith("| Late | See here. Or **wait** |")


def test_a_list_of_the_other_files_is_not_a_rule(tmp_path: Path) -> None:
    (tmp_path / "lamps.md").write_text("Lamps are tested.")
    (tmp_path / "manifest.csv").write_text("a,b\nc,d\n")
    (tmp_path / "overview.csv").write_text("title,path\nLamps,lamps.md\n")
    (tmp_path / "prices.csv").write_text("lamp,price\nA,5\n")

    assert reasons(tmp_path) == {
        "lamps.md": "came in",
        "manifest.csv": "is a list of the other files, not a rule",
        "overview.csv": "is a list of the other files, not a rule",
        "prices.csv": "came in",
    }


def test_a_table_with_one_very_long_row_is_not_filled_up(tmp_path: Path) -> None:
    (tmp_path / "wide.csv").write_text("a" + "," * 50_000 + "\n" + "b\n" * 50_000)
    assert why(tmp_path / "wide.csv") == "is longer than 300,000 characters"


def test_a_broken_or_bare_table_is_reported(tmp_path: Path) -> None:
    (tmp_path / "bare.csv").write_text(",,\n,,\n")
    (tmp_path / "broken.csv").write_text('a,b\n"' + "x" * 200_000)
    assert reasons(tmp_path) == {
        "bare.csv": "contains no text",
        "broken.csv": "is a table that couldn't be read",
    }


# Hostile files


HOSTILE = [
    "[",
    "<",
    "*",
    "---\n",
    "![",
    "[](",
    "[a](b(",
    "<a ",
    "<b>",
    "<!--",
    "{{",
    "{#  ",
    "```\n",
    "| <b>\n",
    "_",
    "a_",
]
HOSTILE += [
    "&",
    "`",
    "- ",
    " ",
    "\n",
    "1.  ",
    "# a\n",
    "<td>",
    "data:",
    "\u0301\u0327",
    '"',
    "title: x\n",
    "](",
    "a. ",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize(("size", "seconds"), [(1_000_000, 1), (290_000, 2)])
def test_a_hostile_file_costs_little_time(tmp_path: Path, piece: str, size: int, seconds: float) -> None:
    (tmp_path / "hostile.md").write_text(piece * (size // len(piece)) + "x")
    started = time.process_time()
    [outcome] = read(tmp_path)
    assert time.process_time() - started < seconds, outcome.source


if CORPUS.exists():

    def test_every_real_document_comes_in_and_only_the_manifest_is_skipped() -> None:
        started = time.process_time()
        outcomes = list(read(CORPUS))
        took = time.process_time() - started

        documents = {outcome.source: outcome for outcome in outcomes if isinstance(outcome, Document)}
        assert len(outcomes) == 191
        assert len(documents) == 190
        assert [outcome.source for outcome in outcomes if isinstance(outcome, Skipped)] == ["manifest.csv"]
        assert all(0 < len(outcome.title) <= 200 and len(outcome.text) <= MAX_TEXT for outcome in documents.values())
        assert took < 3

    def test_guesses_about_real_documents_stay_good() -> None:
        with (CORPUS / "manifest.csv").open(encoding="utf-8", newline="") as file:
            rows = {row["file"]: row for row in csv.DictReader(file)}
        documents = [document for document in read(CORPUS) if isinstance(document, Document)]

        def letters(text: str) -> str:
            return "".join(filter(str.isalnum, text.lower()))

        titles = sum(letters(document.title) == letters(rows[document.source]["title"]) for document in documents)
        kinds = sum(document.kind == rows[document.source]["kind"].replace("other", "") for document in documents)
        assert titles / len(documents) > 0.85
        assert kinds / len(documents) > 0.9
