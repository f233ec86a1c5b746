"""Much at once: zips are opened and read file by file, limits are told in words, and by hand is by hand."""

import os

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from policyhub.imports import batches, views
from policyhub.imports.models import Batch, Item, SourceDocument, Upload
from policyhub.imports.splitting import SplitMethod
from policyhub.registry import writing
from policyhub.registry.models import Rule
from tests.factories import touchpoint
from tests.imports import word_files as make
from tests.imports.test_batches import LINES, files_read, send, titles
from tests.pages import read


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


def problems(response):
    """What could not be imported, a sentence for each file."""
    return [problem.text for problem in read(response).parts(".notice.error li")]


def test_a_zip_is_read_file_by_file_and_told_so(people, ana, monkeypatch):
    monkeypatch.setattr(views, "READ_AT_ONCE", 0)
    files = {f"desk/{n}.md": f"# Rule {n}\n\nWe keep to it.".encode() for n in range(3)}
    batch_url = send(ana, "", ("all.zip", make.zipped_as({**files, "inner.zip": b"PK", "photo.jpg": make.red_dot()})))
    monkeypatch.setattr(batches, "monotonic", iter(range(0, 1000, 2)).__next__)
    assert files_read(ana.get(batch_url)) == "0 of 1 files"
    for done in (1, 2, 3, 4):  # the zip in the zip is refused at once, the others wait
        ana.post(f"{batch_url}read/")
        assert files_read(ana.get(batch_url)) == f"{done} of 5 files"
    ana.post(f"{batch_url}read/")
    page = ana.get(batch_url)
    assert titles(page) == ["Rule 0", "Rule 1", "Rule 2"]
    assert problems(page) == [
        "“all.zip/inner.zip” is a zip inside a zip. Import it on its own.",
        "“all.zip/photo.jpg” isn't Word (.docx), Markdown, text or CSV.",
    ]
    assert set(Item.objects.values_list("paper__source", flat=True)) == {f"all.zip/{name}" for name in files}
    assert not Upload.objects.exclude(data=None).exists()


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (make.zipped_as({}), "“bad.zip” contains no files."),
        (make.zipped_as({"../x.md": b"# X"}), "“bad.zip” contains a file with an unsafe name."),
    ],
)
def test_a_zip_that_stays_closed_is_named(people, ana, data, problem):
    page = ana.get(send(ana, "", ("bad.zip", data)))
    assert problems(page) == [problem]
    assert "There's nothing to import here." in read(page).main.text


def test_zips_that_unpack_to_too_much_together_are_taken_one_by_one(people, ana, monkeypatch):
    monkeypatch.setattr(batches, "MOST_WAITING", 100_000)
    package = make.zipped(rule__md=b"# Towels\n\n" + b"We lend towels to whoever asks. " * 2000)
    batch_url = send(ana, "", ("a.zip", package), ("b.zip", package))
    while Upload.objects.filter(read_at=None).exists():
        ana.post(f"{batch_url}read/")
    page = ana.get(batch_url)
    assert titles(page) == ["Towels"]
    assert problems(page) == ["“b.zip” is too much together with the other files. Import it on its own."]


def test_files_that_are_too_large_together_are_refused_at_the_field(people, ana, monkeypatch):
    monkeypatch.setattr("policyhub.imports.forms.MOST_BYTES", 15)
    files = [SimpleUploadedFile(f"{n}.md", b"# A\n\nTen.") for n in range(2)]
    answer = ana.post("/import/", {"sent": files})
    assert answer.status_code == 422
    assert any(error.startswith("Together they're larger than") for error in read(answer).errors)
    assert not Batch.objects.exists()


# Too many rules


def test_more_lines_than_anybody_can_look_over_are_one_rule(people, ana, monkeypatch):
    monkeypatch.setattr(batches, "MOST_ITEMS", 3)
    batch_url = send(ana, "No diving\nNo running\nNo shouting\nNo pushing")
    assert titles(ana.get(batch_url)) == ["Pasted text"]
    answer = ana.post(f"{batch_url}split/", {"way": "line"}, follow=True)
    assert read(answer).has("status", "That's more than 3 rules. Split them another way, or import them in parts.")
    assert titles(answer) == ["Pasted text"]


def test_more_files_than_anybody_can_look_over_are_looked_over_in_parts(people, ana, monkeypatch):
    monkeypatch.setattr(batches, "MOST_ITEMS", 2)
    batch_url = send(ana, "", ("all.zip", make.zipped_as({f"{n}.md": f"# R{n}\n\nWe do.".encode() for n in range(3)})))
    while Upload.objects.filter(read_at=None).exists():
        ana.post(f"{batch_url}read/")
    page = ana.get(batch_url)
    assert titles(page) == ["R0", "R1"]
    assert problems(page) == ["“all.zip/2.md” is too much to check at once. Import it separately."]


def test_a_page_of_many_asks_no_more_questions_than_a_page_of_few(people, ana, django_assert_max_num_queries):
    for n in (3, 300):
        batch_url = send(ana, "\n".join(f"Rule number {i} of {n}" for i in range(n)))
        with django_assert_max_num_queries(14):
            answer = ana.get(batch_url)
        assert read(answer).has("heading", f"{n} rules found")


# By hand


def test_pasted_lines_lose_none_to_the_title(people, ana):
    page = ana.get(
        send(ana, "NO DIVING\n\nNo running\n\n**Keys cost five pounds**\nTitle: nobody shouts\n---\n# 1 is one")
    )
    assert read(page).has("heading", "1 rule found"), "with a heading it is a text"
    page = ana.get(send(ana, "NO DIVING\n\nNo running\n\n**Keys cost five pounds**\nTitle: nobody shouts"))
    assert titles(page) == ["NO DIVING", "No running", "Keys cost five pounds", "Title"]
    assert Item.objects.last().statement == "Title: nobody shouts"


def test_what_was_put_right_by_hand_outlives_another_way_of_splitting(people, ana):
    files = [("desk.docx", make.handbook(0)), ("pool.docx", make.handbook(4))]
    batch_url = send(ana, "", *files)
    while Upload.objects.filter(read_at=None).exists():
        ana.post(f"{batch_url}read/")
    first = Item.objects.first()
    ana.post(f"{batch_url}{first.pk}/", {"title": "Mine", "kind": "", "statement": "So.", "text": "Mine."})
    answer = ana.post(f"{batch_url}split/", {"way": "file"}, follow=True)
    assert titles(answer) == ["Mine", *[title for title, _s, _l in make.TEXTS[1:4]], "Handbook of the house"]
    assert read(answer).has("status", "Your edits stay as they are: “Handbook of the house”.")
    assert list(Item.objects.values_list("position", flat=True)) == [0, 1, 2, 3, 4]


def test_the_way_that_is_chosen_already_changes_nothing(people, ana):
    batch_url = send(ana, LINES)
    first = Item.objects.first()
    ana.post(f"{batch_url}{first.pk}/leave-out/", {"out": "1"})
    ana.post(f"{batch_url}split/", {"way": "line"})
    assert Item.objects.get(pk=first.pk).left_out
    ana.post(f"{batch_url}split/", {"way": "file"})
    ana.post(f"{batch_url}split/", {"way": "line"})
    assert Item.objects.filter(left_out=True).count() == 0, "what it was left out of is not there any more"


def test_likeness_follows_what_is_put_right_and_left_out(people, ana):
    batch_url = send(ana, "No diving\nTowels are lent\nNo diving")
    last = Item.objects.last()
    assert last.like == "No diving"
    first = Item.objects.first()
    ana.post(f"{batch_url}{first.pk}/leave-out/", {"out": "1"})
    assert Item.objects.get(pk=last.pk).like == ""
    ana.post(f"{batch_url}{first.pk}/leave-out/", {"out": "0"})
    assert Item.objects.get(pk=last.pk).like == "No diving"
    ana.post(f"{batch_url}{last.pk}/", {"title": "No jumping", "kind": "", "statement": "No jumping.", "text": ""})
    assert Item.objects.get(pk=last.pk).like == ""


def test_a_title_that_was_cut_and_a_long_text_are_to_be_looked_at(people, ana):
    page = read(ana.get(send(ana, "Towels\n" + "towels and robes " * 20))).main.text
    assert "1 more to check." in page
    assert "The title was too long and has been shortened" in page
    page = ana.get(send(ana, "", ("long.md", b"# Towels\n\n" + b"We lend towels to whoever asks.\n\n" * 1000)))
    assert "Long for one rule; it may be several" in read(page).main.text


# Adding and undoing


def test_what_is_not_read_yet_can_neither_be_split_nor_added(people, ana, monkeypatch):
    monkeypatch.setattr(views, "READ_AT_ONCE", 0)
    batch_url = send(ana, LINES)
    ana.post(f"{batch_url}split/", {"way": "file"})
    ana.post(f"{batch_url}add/")
    ana.post(f"{batch_url}read/")
    assert len(titles(ana.get(batch_url))) == 3
    assert ana.post(f"{batch_url}add/").url == "/rules/"
    assert Rule.objects.count() == 3


def test_where_everything_is_left_out_nothing_is_added(people, ana):
    batch_url = send(ana, LINES)
    for item in Item.objects.all():
        ana.post(f"{batch_url}{item.pk}/leave-out/", {"out": "1"})
    assert ana.post(f"{batch_url}add/").url == batch_url
    assert Batch.objects.get().added_at is None


def test_a_draft_that_a_touchpoint_needs_stays_and_is_named(people, ana):
    batch_url = send(ana, LINES)
    ana.post(f"{batch_url}add/")
    touchpoint("Swim", people.ana, Rule.objects.first())
    page, rule = read(ana.post(f"{batch_url}undo/", follow=True)), Rule.objects.get()
    assert page.has("status", f"These stay because someone has edited them: {rule.title}.")
    assert page.link(rule.title) == rule.get_absolute_url()


@pytest.mark.parametrize("work", ["write", "kind"])
def test_a_draft_that_was_changed_stays(people, ana, work):
    batch_url = send(ana, LINES)
    ana.post(f"{batch_url}add/")
    rule, at = Rule.objects.first(), {"by": people.ana, "now": timezone.now()}
    if work == "write":
        writing.write(rule, writing.RuleInput({"statement": "Other words."}), version=1, **at)
    else:
        writing.change_kind(rule, "standard", **at)
    ana.post(f"{batch_url}undo/")
    assert list(Rule.objects.values_list("pk", flat=True)) == [rule.pk]


# The child


def test_the_child_is_told_no_secret(people, monkeypatch, tmp_path):
    from policyhub.imports import uploads

    monkeypatch.setenv("SECRET_KEY", "not for children")
    environments = []
    real = uploads.subprocess.run
    monkeypatch.setattr(uploads.subprocess, "run", lambda *a, **k: environments.append(k["env"]) or real(*a, **k))
    batch = batches.begin([("a.md", b"# A\n\nWe do.")], "", by=people.ana, now=timezone.now())
    batches.read_on(batch, now=timezone.now())
    assert SourceDocument.objects.get().title == "A"
    assert "SECRET_KEY" in os.environ
    assert [set(env) & {"SECRET_KEY", "DATABASE_URL", "EMAIL_URL"} for env in environments] == [set()]
    assert Batch.objects.get().way == SplitMethod.FILE
