"""What people send: forty good files with what is expected of each, bad ones refused in words, and nothing harmed."""

import contextlib
import random
import re
import socket
import subprocess
import sys
import threading
import time
import zipfile
from pathlib import Path

import pytest

from policyhub.imports import packages
from policyhub.imports import sandbox as child
from policyhub.imports.documents import Document, Skipped, read
from policyhub.imports.splitting import SplitMethod, split, usual_method
from policyhub.imports.uploads import read_upload
from tests.conftest import share
from tests.imports import word_files as make

SAVED = sorted((Path(__file__).parent / "files").glob("*.docx"))
CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus/documents"
MOST_MEMORY = 300 * 1024 * 1024


def read_single(name, data):
    """The one document of a file."""
    (document,) = read_upload(name, data)
    assert isinstance(document, Document), document
    return document


# Good ones


@pytest.mark.parametrize("n", range(16))
def test_a_plain_word_file_keeps_title_sentence_and_list(n):
    title, sentence, steps = make.TEXTS[n % len(make.TEXTS)]
    document = read_single(f"{n}.docx", make.plain(n))
    assert document.title == f"{title} {n}"
    assert document.text == f"{sentence}\n\n- {steps[0]}\n- {steps[1]}"
    assert document.statement == sentence
    assert document.language == "en"


@pytest.mark.parametrize("n", range(4))
def test_a_handbook_becomes_its_rules_with_lists_and_table(n):
    document = read_single("handbook.docx", make.handbook(n))
    assert document.title == "Handbook of the house"
    assert usual_method([document], pasted=False) == SplitMethod.HEADING
    pieces = split(document, SplitMethod.HEADING)
    expected = make.TEXTS[n : n + 4]
    assert [piece.title for piece in pieces] == [title for title, _sentence, _steps in expected]
    for piece, (_title, sentence, steps) in zip(pieces, expected, strict=True):
        assert f"We say: **{sentence}**" in piece.text
        assert f"1. {steps[0]}\n2. {steps[1]}" in piece.text
        assert piece.statement == f"We say: {sentence}"
    assert pieces[-1].text.endswith("| Size | Price |\n| --- | --- |\n| Large | £2 |")


def test_lists_in_lists_stay_lists_in_lists():
    text = read_single("closing.docx", make.nested_list()).text
    assert "- Call it out\n  - Once at a quarter to\n- Lock" in text


def test_steps_go_on_counting_after_a_note_and_begin_anew_below_a_heading():
    text = read_single("opening.docx", make.interrupted_list()).text
    assert re.findall(r"^(\d+)\. (.*)$", text, re.M) == [
        ("1", "Switch off the alarm"),
        ("2", "Light the hall"),
        ("3", "Count the till"),
        ("1", "Clear the steps"),
    ]
    assert text.index("Wait for a colleague") < text.index("3. Count the till")


def test_hidden_words_stay_hidden_and_struck_ones_are_struck():
    text = read_single("discount.docx", make.hidden_words()).text
    assert text == "Members pay half.\n\nGuests pay ~~five pounds~~"


def test_merged_cells_keep_each_word_in_its_column():
    rows = [line for line in read_single("prices.docx", make.merged_cells()).text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows if "---" not in row]
    assert cells == [["Who", "Price", ""], ["Child", "Morning", "£2"], ["", "Evening", "£3"]]


def test_a_formula_becomes_a_line_of_signs():
    assert "The fee is fee=(a+b)/2 per day." in read_single("fee.docx", make.with_formula()).text


def test_of_a_picture_nothing_is_kept():
    document = read_single("flag.docx", make.with_picture())
    assert document.text == "The red flag means that nobody swims today."


def test_of_tracked_changes_what_was_put_in_is_kept():
    assert read_single("deposit.docx", make.tracked()).text == "The deposit is ten pounds for each key."


def test_footnotes_stand_at_the_end():
    text = read_single("times.docx", make.with_footnote()).text
    assert "We open at seven on every weekday[1]" in text
    assert text.endswith("1. Since the spring.")


@pytest.mark.parametrize("path", SAVED, ids=lambda path: path.stem)
def test_files_saved_by_another_program_read_the_same(path):
    n = int(path.stem.split("-")[1])
    title, sentence, steps = make.TEXTS[n % len(make.TEXTS)]
    document = read_single(path.name, path.read_bytes())
    assert document.title == f"{title} {n}"
    assert sentence in document.text
    assert f"- {steps[0]}" in document.text
    assert f"- {steps[1]}" in document.text


def test_ten_of_them_were_saved_by_another_program():
    assert len(SAVED) == 10


@pytest.mark.parametrize("n", range(8))
def test_markdown_keeps_what_it_says(n):
    title, sentence, steps = make.TEXTS[n]
    text = f"# {title}\n\n{sentence}\n\n1. {steps[0]}\n2. {steps[1]}\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n"
    document = read_single(f"{n}.md", text.encode())
    assert document.title == title
    assert document.text == text.split("\n\n", 1)[1].strip()


def test_a_zip_of_them_is_all_of_them_each_by_its_place():
    package = make.zipped_as(
        {"a/till.docx": make.plain(2), "b/notes.md": b"# Dogs\n\nDogs wait outside.", "c/photo.jpg": make.red_dot()}
    )
    outcomes = read_upload("all.zip", package)
    assert [(type(f).__name__, f.source) for f in outcomes] == [
        ("Document", "all.zip/a/till.docx"),
        ("Document", "all.zip/b/notes.md"),
        ("Skipped", "all.zip/c/photo.jpg"),
    ]
    assert outcomes[1].title == "Dogs"


# Pasted lines


def test_ten_pasted_lines_are_ten_rules():
    lines = "\n".join(
        ["No diving in the shallow end.", "- Refunds: thirty days", "2) Keys cost £5", "", "• Dogs wait outside"]
    )
    document = read_single("pasted text.md", lines.encode())
    assert usual_method([document], pasted=True) == SplitMethod.LINE
    pieces = split(document, SplitMethod.LINE)
    assert [piece.title for piece in pieces] == [
        "No diving in the shallow end",
        "Refunds",
        "Keys cost £5",
        "Dogs wait outside",
    ]
    assert pieces[1].statement == "Refunds: thirty days"


def test_one_policy_with_the_usual_parts_stays_one_rule():
    parts = "\n\n".join(f"## {part}\n\nWords about it." for part in ("Purpose", "Scope", "Definitions", "Policy"))
    document = read_single("leave.md", f"# Leave\n\n{parts}".encode())
    assert usual_method([document], pasted=False) == SplitMethod.FILE
    assert len(split(document, SplitMethod.HEADING)) == 4


# Bad ones, each with its good twin


BIG = b"<w:p>" + b" " * 70_000_000 + b"</w:p>"
ENTITY = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
FILE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def bad_files():
    good = make.plain(0)
    word = make.changed
    many = make.zipped_as({f"{n}.md": b"# x" for n in range(2100)})
    not_word, strange, unsafe = "isn't really a Word file", "content that no Word file should have", "an unsafe name"
    yield "a bomb in a Word file", "x.docx", word(good, {"word/document.xml": lambda old: old + BIG}), "far more", good
    yield "a bomb in a zip", "x.zip", make.zipped(a__md=b"a" * 80_000_000), "far more", make.zipped(a__md=b"# A\n\nB.")
    yield "a zip in a zip", "x.zip", make.zipped(a__zip=make.zipped(a__md=b"# A")), "zip inside a zip", None
    yield "an outer entity", "x.docx", make.declared(FILE, "&f;"), strange, good
    yield "a bomb of entities", "x.docx", make.declared(ENTITY, "&b;"), strange, good
    yield "macros", "x.docx", word(good, {"word/vbaProject.bin": lambda old: b"x"}), "contains macros", good
    yield "a file for macros", "x.docm", good, "Save it as .docx", None
    yield "a picture called Word", "x.docx", make.red_dot(), not_word, good
    yield "a PDF called Word", "x.docx", b"%PDF-1.7 ...", not_word, good
    yield "a zip called Word", "x.docx", make.zipped(a__md=b"# A"), not_word, good
    yield "a name that leads outside", "x.zip", make.zipped_as({"../../evil.md": b"# E"}), unsafe, None
    yield "a name from the root", "x.zip", make.zipped_as({"/etc/evil.md": b"# E"}), unsafe, None
    yield "a link", "x.zip", make.link_in_zip(), "contains a link to another location", None
    yield "a Word file cut off", "x.docx", good[: len(good) // 2], "damaged", good
    yield "a zip cut off", "x.zip", make.zipped(a__md=b"# A\n\nB.")[:40], "damaged", None
    yield "a password", "x.zip", make.locked_zip(), "password", None
    yield "an old Word file", "x.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "old Word file", good
    yield "nothing", "x.md", b"", "is empty", b"# A\n\nB."
    yield "no text", "x.txt", bytes(range(256)) * 20, "isn't text", b"We lend towels."
    yield "a program", "x.exe", b"MZ" + b"\0" * 500, "isn't Word", None
    yield "too many files", "x.zip", many, "more than 2,000 files", make.zipped(a__md=b"# A\n\nB.")
    yield "a hundred megabytes", "x.docx", b"PK\x03\x04" + b"x" * 100_000_000, "larger than 20 MB", good


BAD = [pytest.param(*rest, id=name) for name, *rest in bad_files()]


@pytest.mark.parametrize(("name", "data", "refusal", "twin"), BAD)
def test_a_bad_file_is_refused_in_words_and_its_good_twin_comes_in(name, data, refusal, twin):
    started = time.monotonic()
    outcomes = read_upload(name, data)
    assert time.monotonic() - started < 5 * 2  # five seconds of its own, on a machine that others use
    refusals = [outcome for outcome in outcomes if isinstance(outcome, Skipped)]
    assert len(outcomes) == len(refusals) == 1
    assert refusal in refusals[0].why
    assert "Traceback" not in refusals[0].why
    if twin is not None:
        assert all(isinstance(outcome, Document) for outcome in read_upload(name, twin))


def test_a_picture_from_elsewhere_is_not_fetched():
    connections = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}/x.png"

        def listen():
            with contextlib.suppress(OSError):
                connections.append(listener.accept())

        watcher = threading.Thread(target=listen)
        watcher.start()
        outcomes = read_upload("x.docx", make.external_picture(address))
        watcher.join()
    assert connections == []
    assert len(outcomes) == 1


# The child: little memory, little time, no way out


def run_child(code):
    start = (
        "from policyhub.imports import sandbox; import sys; sys.addaudithook(sandbox.no_way_out); sandbox.limit(5)\n"
    )
    return subprocess.run(
        [sys.executable, "-c", start + code], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import os; os.system('true')",
        "import subprocess; subprocess.run(['true'])",
        "x = bytearray(400 * 1024 * 1024)",
        "while True: pass",
    ],
    ids=["a connection", "a shell", "a program", "memory", "time"],
)
def test_the_child_cannot(code):
    assert run_child(code).returncode != 0


def test_without_its_limits_the_child_could():
    """The control."""
    code = "import os, resource\nassert os.system('true') == 0\n"
    code += "assert resource.getrlimit(resource.RLIMIT_AS)[0] == resource.RLIM_INFINITY"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def mutated(data, rng):
    changed = bytearray(data)
    for _ in range(rng.randint(1, 20)):
        at = rng.randrange(len(changed))
        changed[at] = rng.randrange(256)
    return bytes(changed[: rng.randrange(len(changed))] if rng.random() < 0.2 else changed)


def test_mutated_files_are_read_or_refused_in_time():
    rng = random.Random(15)
    seeds = [
        ("x.docx", make.handbook(1)),
        ("x.md", b"# A\n\n- read_single\n- two\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n" * 40),
    ]
    seeds += [
        ("x.csv", b"name,limit\nrefund,40\n" * 200),
        ("x.zip", make.zipped(a__docx=make.plain(1), b__md=b"# B\n\nC.")),
    ]
    damaged = [lambda data: mutated(data, rng)] * len(seeds)
    for part in ("document", "numbering", "styles", "_rels/document.xml.rels"):  # past the checksums, into the reader
        inner = f"word/{part}" if "." in part else f"word/{part}.xml"
        seeds.append(("x.docx", make.merged_cells() if part == "document" else make.interrupted_list()))
        damaged.append(lambda data, inner=inner: make.changed(data, {inner: lambda old: mutated(old, rng)}))
    for n in range(share(2000)):
        name, data = seeds[n % len(seeds)]
        started = time.monotonic()
        outcomes = read_upload(name, damaged[n % len(seeds)](data))
        assert outcomes, "neither read nor refused"
        assert time.monotonic() - started < 2 * (child.SECONDS + 2)


def test_the_memory_of_a_child_is_bounded_by_the_system():
    """Its address space, which no more memory than that fits into; how much was used cannot be seen from here."""
    code = f"import resource\nassert resource.getrlimit(resource.RLIMIT_AS) == ({MOST_MEMORY}, {MOST_MEMORY})"
    assert run_child(code).returncode == 0


if CORPUS.exists():

    def test_word_files_made_of_real_documents_are_all_accounted_for_with_their_words() -> None:
        documents = [outcome for outcome in read(CORPUS) if isinstance(outcome, Document)]
        step = max(1, len(documents) // share(190))
        for document in documents[::step]:
            reread = read_single("real.docx", make.of_markdown(document.title, document.text))
            expected_words = set(re.findall(r"\w{4,}", document.text.replace("_", " ")))
            reread_words = set(re.findall(r"\w{4,}", re.sub(r"\\?_", " ", f"{reread.title} {reread.text}")))
            assert len(expected_words - reread_words) <= 0.02 * len(expected_words) + 1, document.source
            pieces = split(reread, usual_method([reread], pasted=False))
            assert pieces
            assert all(piece.title and piece.statement for piece in pieces), document.source


def test_a_package_that_unpacks_to_too_much_is_not_opened_however_well_it_is_packed() -> None:
    """Nothing about its ratio is odd: it is the size alone."""
    entry = zipfile.ZipInfo("word/document.xml")
    entry.file_size, entry.compress_size = packages.MAX_UNPACKED, packages.MAX_UNPACKED // 2
    packages.check_entries([entry])
    entry.file_size += 1
    with pytest.raises(packages.PackageRefused, match="unpacks to far more than it should"):
        packages.check_entries([entry])
