"""Somebody at the server brings a folder of papers in, and asks it questions."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.utils import timezone

from policyhub.accounts.models import Organisation, User
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.lookup.models import Card
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import State
from policyhub.search.models import SearchRow
from policyhub.search.search import find
from tests.factories import RuleFactory, option, put_in_force

CORPUS = Path(__file__).resolve().parents[3] / "shared/corpus"

PAPERS = {
    "lockers.md": "# Lockers\n\nWe open a locker for whoever can say what is in it.\n",
    "pool/towels.txt": "Towels\n\nTowels are lent for a deposit of two pounds.\n",
    "pool/schliessfach.md": "# Schließfächer\n\nDie Schließfächer sind für alle da, und wir öffnen sie nicht.\n",
    "prices.csv": "what,price\nLocker,1\nTowel,2\n",
}
NOT_TAKEN = {
    "photo.jpg": b"\xff\xd8\xff\xe0 no text",
    "empty.md": b"",
    "zeros.md": b"a\0b\0c",
    "broken.docx": b"PK\x03\x04",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in PAPERS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def run(*arguments):
    out = StringIO()
    call_command(*map(str, arguments), stdout=out)
    return out.getvalue()


def report(*arguments):
    return json.loads(run("import_rules", *arguments, "--json"))


def titles(question):
    return {hit.edition.content_data["title"] for hit in find(question, None)}


# The report


def test_every_document_is_counted_as_taken_or_not(db, folder):
    for name, raw in NOT_TAKEN.items():
        (folder / name).write_bytes(raw)

    printed = report(folder, "--adopt")

    assert (printed["documents"], printed["imported"], len(printed["skipped"])) == (8, 4, 4)
    assert {skipped["source"] for skipped in printed["skipped"]} == set(NOT_TAKEN)
    assert all(skipped["why"] and set(skipped) == {"source", "why"} for skipped in printed["skipped"])
    assert set(Rule.objects.values_list("source", flat=True)) == set(PAPERS)


def test_the_report_in_words_says_the_same(db, folder):
    (folder / "photo.jpg").write_bytes(NOT_TAKEN["photo.jpg"])

    lines = run("import_rules", folder).splitlines()

    assert lines[0] == "4 imported, 1 skipped."
    assert [line.split(":")[0] for line in lines[1:]] == ["  photo.jpg"]


def test_an_empty_folder_brings_nothing(db, tmp_path):
    assert report(tmp_path, "--adopt") == {"documents": 0, "imported": 0, "skipped": []}


def test_one_file_comes_in_alone(db, folder):
    assert report(folder / "lockers.md", "--adopt") == {"documents": 1, "imported": 1, "skipped": []}
    assert Rule.objects.get().source == "lockers.md"


@pytest.mark.parametrize("adopt", [[], ["--adopt"]], ids=["as drafts", "adopted"])
def test_a_second_time_everything_is_in_already(db, folder, adopt):
    report(folder, *adopt)
    before = (Event.objects.count(), Organisation.current().last_reference)

    printed = report(folder, "--adopt")

    assert (printed["documents"], printed["imported"]) == (4, 0)
    assert {skipped["source"]: skipped["why"] for skipped in printed["skipped"]} == dict.fromkeys(
        PAPERS, "has already been imported"
    )
    assert Rule.objects.count() == 4
    assert (Event.objects.count(), Organisation.current().last_reference) == before


def test_a_paper_that_came_later_comes_in_beside_the_others(db, folder):
    report(folder, "--adopt")
    (folder / "new.md").write_text("# Umbrellas\n\nWe lend umbrellas to whoever asks.\n")

    assert report(folder, "--adopt")["imported"] == 1
    assert titles("umbrellas") == {"Umbrellas"}


def test_two_long_paths_that_end_alike_are_two_documents(db, tmp_path):
    for first in ("a", "b"):
        deep = tmp_path.joinpath(first, *["very-long-name-of-a-folder" * 3] * 4)
        deep.mkdir(parents=True)
        (deep / "towels.md").write_text(f"# Towels {first}\n\nWe lend towels to whoever asks for one.\n")

    assert report(tmp_path, "--adopt")["imported"] == 2
    assert report(tmp_path, "--adopt")["imported"] == 0
    assert all(source.endswith("/towels.md") for source in Rule.objects.values_list("source", flat=True))


def test_a_path_to_nothing_says_so(db, tmp_path):
    with pytest.raises(CommandError, match="There's nothing at"):
        run("import_rules", tmp_path / "nowhere")


# What becomes of a document


def test_drafts_are_not_in_force_and_not_found(db, folder):
    report(folder)

    assert Rule.objects.count() == 4
    assert not Edition.objects.exists()
    assert not SearchRow.objects.exists()
    assert titles("lockers towels") == set()
    assert {event.verb for event in Event.objects.filter(chain__subject__startswith="rule:")} == {"taken in"}


def test_adopted_rules_are_in_force_signed_by_nobody(db, folder):
    report(folder, "--adopt")

    editions = Edition.objects.in_force(timezone.now())
    assert editions.count() == 4
    assert all(e.adopted and e.state == State.APPROVED and e.number == 1 for e in editions)
    assert all(e.content_data["flexibility"] == "undecided" and e.content_data["edition"]["adopted"] for e in editions)
    assert not SignOff.objects.exists()
    assert titles("deposit") == {"Towels"}
    assert titles("schliessfach") == {"Schließfächer"}
    assert titles("locker price") >= {"Lockers", "Prices"}


def test_the_text_comes_in_as_it_was_with_title_sentence_and_language(db, folder):
    report(folder, "--adopt")

    rule = Rule.objects.get(source="pool/schliessfach.md")
    assert (rule.title, rule.language) == ("Schließfächer", "de")
    assert rule.statement == rule.body == "Die Schließfächer sind für alle da, und wir öffnen sie nicht."
    assert Edition.objects.get(rule=rule).content_data["body"] == rule.body


def test_each_adoption_leaves_one_event_with_the_digest_and_verify_is_content(db, folder):
    report(folder, "--adopt")

    for edition in Edition.objects.select_related("rule"):
        [event] = Event.objects.filter(chain__subject=edition.rule.subject)
        assert event.verb == "adopted"
        assert event.actor == "command line"
        assert json.loads(event.after)["editions"]["1"]["digest"] == edition.digest
    assert verify().altered == []
    assert run("verify").strip() == "4 versions, 5 events intact"


def test_an_organisation_is_made_where_there_is_none(db, folder):
    report(folder)

    [event] = Event.objects.filter(chain__subject="organisation")
    assert (event.verb, event.actor) == ("started", "command line")
    assert Organisation.current().name


def test_the_organisation_that_is_there_stays_as_it_is(people, folder):
    report(folder)

    assert Organisation.current().name == "Lakeside Leisure"
    assert not Event.objects.filter(chain__subject="organisation").exists()


@pytest.mark.parametrize(("adopt", "verb"), [([], "taken in"), (["--adopt"], "adopted")])
def test_by_and_owner_are_named(people, folder, adopt, verb):
    report(folder, *adopt, "--by", "ada", "--owner", "ana")

    assert {rule.owner for rule in Rule.objects.all()} == {people.ana}
    events = Event.objects.filter(verb=verb)
    assert {(event.actor, event.actor_key) for event in events} == {("Ada Osei", people.ada)}
    assert {(e.proposed_by_name, e.content_data["owner"]) for e in Edition.objects.all()} <= {("Ada Osei", "Ana Ruiz")}


@pytest.mark.parametrize("option", ["--by", "--owner"])
def test_somebody_unknown_brings_nothing_in(people, folder, option):
    with pytest.raises(CommandError, match="There's no user called zoe"):
        run("import_rules", folder, "--adopt", option, "zoe")

    assert not Rule.objects.exists()


def test_an_adopted_rule_without_an_owner_says_what_it_lacks(db, folder):
    report(folder, "--adopt")

    rule = Rule.objects.get(source="prices.csv")
    missing = [str(lack.label) for lack in publishing.missing_to_publish(rule)]
    assert missing == ["Add the rule in one sentence", "Add an owner"]


# When something goes wrong


def failing_for_lockers(real):
    """``real``, and then an error while the rule on lockers is being stored."""

    def store_and_fail(*args, **named):
        real(*args, **named)
        if Rule.objects.filter(title="Lockers").exists():
            raise DatabaseError("the disk is full")

    return store_and_fail


@pytest.mark.parametrize(
    ("adopt", "module", "last"), [(["--adopt"], publishing, "rule_changed"), ([], writing, "record")]
)
def test_a_document_that_cannot_be_stored_is_not_half_in(db, folder, monkeypatch, adopt, module, last):
    with monkeypatch.context() as patched:
        patched.setattr(module, last, failing_for_lockers(getattr(module, last)))
        printed = report(folder, *adopt)

    assert (printed["documents"], printed["imported"]) == (4, 3)
    assert printed["skipped"] == [{"source": "lockers.md", "why": "couldn't be saved: the disk is full"}]
    assert set(Rule.objects.values_list("source", flat=True)) == set(PAPERS) - {"lockers.md"}
    assert titles("locker") == ({"Prices"} if adopt else set())
    assert [model.objects.count() for model in (Edition, SearchRow, Card)] == [3 if adopt else 0] * 3
    assert Event.objects.filter(chain__subject__startswith="rule:").count() == 3
    assert verify().altered == []

    assert report(folder, *adopt)["imported"] == 1


def test_bad_papers_never_stop_the_good_ones(db, folder):
    bad = {
        "0-nothing.md": b"",
        "1-bytes.md": bytes(range(256)) * 20,
        "2-long.md": b"word " * 100_000,
        "3-table.csv": b'a,"b\n' * 50,
        "4-\xff.md".encode("latin-1"): "# Ends badly \ud800".encode("utf-8", "surrogatepass"),
        "5-nested.md": b"> " * 20_000 + b"deep",
        "6-brackets.md": b"[" * 20_000,
        "7-half.md": b"\xff\xfe\x00",
        "8-script.md": b"# <script>alert(1)</script>\n\n<script>alert(1)</script>",
    }
    for name, raw in bad.items():
        Path(str(folder), name if isinstance(name, str) else name.decode("utf-8", "surrogateescape")).write_bytes(raw)

    printed = report(folder, "--adopt")

    assert printed["documents"] == len(PAPERS) + len(bad)
    assert printed["imported"] + len(printed["skipped"]) == printed["documents"]
    assert set(PAPERS) <= set(Rule.objects.values_list("source", flat=True))
    assert verify().altered == []


# Asking


@pytest.fixture
def shop(people):
    """Three rules in force, the second of them grey."""
    for title, body in [("Towels", "Lent at the pool."), ("Refunds", "Within thirty days."), ("Dogs", "Outside.")]:
        fields = {"title": title, "body": body, "source": f"{title.lower()}.md"}
        rows = {"situations": [{"text": "a receipt", "options": [option()]}]}
        grey = {"flexibility": "grey", "rows": rows} if title == "Refunds" else {}
        put_in_force(RuleFactory(by=people.ana, **fields, **grey), people.ana)


def test_lookup_prints_ranked_answers(shop):
    assert run("lookup", "refund receipt") == "1. R-002  Refunds  (grey) refunds.md\n"
    assert json.loads(run("lookup", "towels at the pool", "--json")) == [
        {"reference": "R-001", "title": "Towels", "source": "towels.md", "flexibility": "undecided"}
    ]


def test_lookup_says_when_it_finds_nothing(shop):
    assert run("lookup", "zeppelin") == "Nothing found.\n"
    assert json.loads(run("lookup", "?!", "--json")) == []


def test_lookup_reads_what_is_restricted_too(people):
    rule = RuleFactory(by=people.ana, title="Alarm code", restricted=True, restricted_to=[people.pool])
    put_in_force(rule, people.ana)

    assert "Alarm code" in run("lookup", "alarm")


def questions(tmp_path, text):
    path = tmp_path / "questions.csv"
    path.write_text(text, encoding="utf-8-sig")
    return path


def test_evaluate_search_counts_what_came_first(shop, tmp_path):
    rows = "towels,towels.md,keywords\nwhere may dogs wait,dogs.md,natural\nzeppelin,dogs.md,natural\n"
    path = questions(tmp_path, "query,file,style\n" + rows)

    printed = json.loads(run("evaluate_search", path, "--json"))

    assert set(printed) == {"all", "keywords", "natural", "ms"}
    assert printed["all"] == {"n": 3, "hit@1": 0.667, "hit@5": 0.667, "mrr": 0.667}
    assert printed["keywords"] == {"n": 1, "hit@1": 1.0, "hit@5": 1.0, "mrr": 1.0}
    assert printed["natural"] == {"n": 2, "hit@1": 0.5, "hit@5": 0.5, "mrr": 0.5}
    assert set(printed["ms"]) == {"median", "p95"}
    assert 0 < printed["ms"]["median"] <= printed["ms"]["p95"]


def test_evaluate_search_counts_a_second_place_as_half(shop, tmp_path):
    path = questions(tmp_path, "query,file\ntowels dogs dogs outside,towels.md\n")

    printed = json.loads(run("evaluate_search", path, "--json"))

    assert printed["all"] == {"n": 1, "hit@1": 0.0, "hit@5": 1.0, "mrr": 0.5}
    assert set(printed) == {"all", "ms"}


def test_evaluate_search_prints_a_line_for_each_style(shop, tmp_path):
    path = questions(tmp_path, "query,file,style\ntowels,towels.md,keywords\n")

    lines = run("evaluate_search", path).splitlines()

    assert [line.split()[0] for line in lines] == ["all", "keywords", "ms"]
    assert "hit@1 1.0" in lines[0]


@pytest.mark.parametrize("text", ["", "query,file\n", "question,paper\na,b\n"])
def test_evaluate_search_wants_questions(db, tmp_path, text):
    with pytest.raises(CommandError, match="needs the columns query and file"):
        run("evaluate_search", questions(tmp_path, text))


def test_evaluate_search_says_that_a_file_is_missing(db, tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        run("evaluate_search", tmp_path / "nothing.csv")


def test_in_force_says_that_nobody_signed_and_which_text_it_was(db, folder):
    report(folder, "--adopt")
    edition, today = Edition.objects.get(rule__title="Lockers"), timezone.localdate()
    reference = edition.rule.reference

    printed = run("in_force", reference, today)
    assert f"{reference} Lockers, version 1" in printed
    assert f"SHA-256 {edition.digest}" in printed
    assert "imported, not signed" in printed

    printed_json = json.loads(run("in_force", reference, today, "--json"))
    assert printed_json["also"] == []
    edition_json = printed_json["in_force"]
    assert (edition_json["adopted"], edition_json["signoffs"], edition_json["digest"]) == (True, [], edition.digest)
    assert run("in_force", reference, "2001-01-01") == "No version in force on 2001-01-01.\n"


# The papers of real organisations

if CORPUS.exists():

    def test_190_real_documents_come_in_and_are_found_again(db):
        printed = report(CORPUS / "documents", "--adopt")

        assert (printed["documents"], printed["imported"]) == (191, 190)
        [skipped] = printed["skipped"]
        assert skipped == {"source": "manifest.csv", "why": "is a list of the other files, not a rule"}
        assert Edition.objects.in_force(timezone.now()).count() == 190
        assert not User.objects.exists()
        assert verify().altered == []

        measured = json.loads(run("evaluate_search", CORPUS / "search-dev.csv", "--json"))
        print(measured["all"], measured["ms"])
        assert measured["all"]["n"] == 60
        assert measured["all"]["hit@1"] >= 0.40
        assert {"keywords", "ms"} < set(measured)
