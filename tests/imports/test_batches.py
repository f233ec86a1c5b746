"""Import in the browser: sent, looked at, put right, left out, split otherwise, added, undone."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from policyhub.classification.actions import classify
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.imports import batches, views
from policyhub.imports.models import Batch, Item, SourceDocument, Upload
from policyhub.publishing import bulk
from policyhub.registry.models import Rule
from tests.authoring.test_two_savers import at_once
from tests.factories import RuleFactory
from tests.imports import word_files as make
from tests.pages import read

LINES = "No diving in the shallow end\nRefunds: within thirty days\nDogs wait outside, but for assistance dogs"


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


def send(client, text="", *files):
    sent = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post("/import/", {"text": text, "sent": sent})
    assert answer.status_code == 302, answer.text
    return answer.url


def titles(response):
    """The rules that were found in what was sent, in order."""
    return [title.text for title in read(response).parts("li[id^=item-] a.title")]


def files_read(response):
    """How far reading is: ``"1 of 4 files"``."""
    (progress,) = (name for name in read(response).names("status") if name.endswith(" files"))
    return progress


def test_pasted_lines_are_drafts_after_two_buttons(people, ana):
    batch_url = send(ana, LINES)
    page = ana.get(batch_url)
    assert read(page).has("heading", "3 rules found")
    assert titles(page) == ["No diving in the shallow end", "Refunds", "Dogs wait outside, but for assistance dogs"]
    assert not Rule.objects.exists()
    assert ana.post(f"{batch_url}add/").url == "/rules/"
    rules = Rule.objects.order_by("pk")
    assert [rule.title for rule in rules] == titles(page)
    assert {(rule.stage, rule.flexibility, rule.owner, rule.team) for rule in rules} == {
        ("written", "undecided", people.ana, people.desk)
    }
    assert all(rule.statement for rule in rules), "each can be put in force"
    events = Event.objects.filter(verb="taken in")
    assert events.count() == 3
    assert set(events.values_list("batch", flat=True)) == {Batch.objects.get().key}
    assert bulk.missing_by_rule(rules) == {}


def test_adding_twice_adds_once(people, ana):
    batch_url = send(ana, LINES)
    for _ in range(2):
        ana.post(f"{batch_url}add/")
    assert Rule.objects.count() == 3


def test_what_was_put_right_and_left_out_holds(people, ana):
    batch_url = send(ana, LINES)
    first, second, _third = Item.objects.all()
    fixed = {"title": "No jumping", "kind": "policy", "statement": "Nobody jumps.", "text": "# Where\n\nHere."}
    assert ana.post(f"{batch_url}{first.pk}/", fixed).status_code == 302
    assert ana.post(f"{batch_url}{first.pk}/", fixed | {"title": ""}).status_code == 422
    assert ana.post(f"{batch_url}{second.pk}/leave-out/", {"out": "1"}).status_code == 302
    page = read(ana.get(batch_url))
    assert page.has("button", "Add 2 drafts")
    edited, excluded, untouched = page.names("listitem")
    assert edited.startswith("No jumping Policy · edited by you")
    assert "· excluded" in excluded
    assert "edited by you" not in excluded + untouched
    ana.post(f"{batch_url}add/")
    rule = Rule.objects.get(title="No jumping")
    assert (rule.kind, rule.statement, rule.body) == ("policy", "Nobody jumps.", "# Where\n\nHere.")
    assert Rule.objects.count() == 2


def test_a_handbook_is_split_by_headings_and_otherwise_if_asked(people, ana):
    batch_url = send(ana, "", ("handbook.docx", make.handbook(0)))
    assert titles(ana.get(batch_url)) == [title for title, _s, _l in make.TEXTS[:4]]
    ana.post(f"{batch_url}split/", {"way": "file"})
    assert titles(ana.get(batch_url)) == ["Handbook of the house"]
    ana.post(f"{batch_url}split/", {"way": "nonsense"})
    assert titles(ana.get(batch_url)) == ["Handbook of the house"]


def test_likeness_to_a_rule_and_to_another_line_is_said(people, ana):
    RuleFactory(by=people.ana, title="No diving in the shallow end")
    hidden = RuleFactory(by=people.petra, title="Dogs wait outside, but for assistance dogs")
    Rule.objects.filter(pk=hidden.pk).update(restricted=True)
    hidden.restricted_to.set([people.pool])
    page = read(ana.get(send(ana, LINES + "\nRefunds within thirty days, with the till slip"))).text
    assert "Similar to “R-001, No diving in the shallow end”" in page
    assert "Similar to “Refunds”" in page
    assert "R-002" not in page, "a rule that she may not know of"


def test_undo_takes_the_drafts_out_and_leaves_what_was_worked_on(people, ana):
    batch_url = send(ana, LINES)
    ana.post(f"{batch_url}add/")
    decided = Rule.objects.first()
    classify.decide(decided, "black", "So.", version=1, by=people.ana, now=timezone.now())
    answer = ana.post(f"{batch_url}undo/", follow=True)
    assert read(answer).has("status", f"These stay because someone has edited them: {decided.title}.")
    assert list(Rule.objects.all()) == [decided]
    assert Event.objects.filter(verb="taken out").count() == 2
    assert verify().altered == []
    again = send(ana, "Towels are lent")
    ana.post(f"{again}add/")
    assert Rule.objects.latest("pk").reference == "R-004", "numbers are not given twice"
    ana.post(f"{batch_url}undo/")
    assert Event.objects.filter(verb="taken out").count() == 2


def test_bad_files_are_named_and_the_good_ones_stay(people, ana):
    files = [("till.docx", make.plain(2)), ("photo.docx", make.red_dot()), ("a.zip", make.zipped(a__md=b"# A\n\nBe."))]
    batch_url = send(ana, "", *files)
    while Upload.objects.filter(read_at=None).exists():
        assert files_read(ana.get(batch_url))
        assert ana.post(f"{batch_url}read/").status_code == 302
    page = ana.get(batch_url)
    assert read(page).has("listitem", "“photo.docx” isn't really a Word file.")
    assert titles(page) == ["Till count 2", "A"]
    assert not Upload.objects.exclude(data=None).exists(), "what was sent is gone once it is read"


def test_nothing_at_all_and_too_much_are_said_at_the_field(people, ana, monkeypatch):
    nothing = ana.post("/import/", {"text": "  "})
    assert nothing.status_code == 422
    assert "Paste some text or choose a file." in read(nothing).errors
    monkeypatch.setattr("policyhub.imports.forms.MAX_PACKED", 10)
    large = ana.post("/import/", {"text": "kept", "sent": SimpleUploadedFile("big.md", b"x" * 11)})
    assert large.status_code == 422
    page = read(large)
    assert any(error.startswith("“big.md” is larger than") for error in page.errors)
    assert page.value("text") == "kept"
    empty = ana.post("/import/", {"sent": SimpleUploadedFile("none.md", b"")})
    assert empty.status_code == 422
    assert not Batch.objects.exists()


def test_long_reading_shows_progress_and_ends_on_the_preview(people, ana, monkeypatch):
    monkeypatch.setattr(views, "READ_AT_ONCE", 0)
    batch_url = send(ana, "", *[(f"{n}.md", f"# Rule {n}\n\nWe keep to it.".encode()) for n in range(4)])
    assert files_read(ana.get(batch_url)) == "0 of 4 files"
    monkeypatch.setattr(batches, "monotonic", iter(range(0, 1000, 2)).__next__)
    step = ana.post(f"{batch_url}read/", HTTP_HX_REQUEST="true")
    assert files_read(step) == "1 of 4 files"
    for _ in range(3):
        step = ana.post(f"{batch_url}read/", HTTP_HX_REQUEST="true")
    assert step.headers["HX-Redirect"] == batch_url
    assert len(titles(ana.get(batch_url))) == 4


def test_others_do_not_see_what_one_sends(people, ana, sign_in):
    batch_url = send(ana, LINES)
    assert sign_in(people.petra).get(batch_url).status_code == 404
    assert sign_in(people.ada).get(batch_url).status_code == 200
    assert sign_in(people.sam).get("/import/").status_code == 403


def test_once_added_it_is_changed_as_a_rule_is(people, ana):
    batch_url = send(ana, LINES)
    item = Item.objects.first()
    ana.post(f"{batch_url}add/")
    for address in (f"{batch_url}split/", f"{batch_url}{item.pk}/leave-out/", f"{batch_url}{item.pk}/"):
        assert ana.post(address, {"way": "file", "out": "1", "title": "x"}).status_code == 404


def test_the_sample_file_comes_in(people, ana):
    sample = ana.get("/import/sample/")
    batch_url = send(ana, "", ("sample.md", sample.content))
    assert titles(ana.get(batch_url)) == ["Lost property", "Last entry", "Opening the till"]


@pytest.mark.engine
def test_two_readers_at_once_read_a_file_once(transactional_db):
    from tests.people import gather

    people = gather()
    batch = batches.begin([("till.md", b"# Till\n\nWe count it.")], "", by=people.ana, now=timezone.now())
    at_once(*[lambda: batches.read_on(Batch.objects.get(pk=batch.pk), now=timezone.now())] * 2)
    assert SourceDocument.objects.count() == 1
    assert Item.objects.count() == 1
