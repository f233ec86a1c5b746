"""Search synonyms: those who document keep the groups of terms, and each change leaves its event."""

import json
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.search import actions, starter_synonyms, synonyms
from policyhub.search.models import Synonym
from policyhub.search.synonym_groups import all_groups, find_conflicts
from policyhub.search.synonyms import groups
from tests import pages
from tests.admin.test_admin import change, url
from tests.authoring.test_odd_forms import HOSTILE, ODD, ODD_VALUES, read
from tests.authoring.test_two_savers import at_once

NEW = "/synonyms/new/"
REFUND = "refund, money back, reimbursement"
MERGE = "Merge groups"
TOO_FEW = "Enter at least two terms, separated by a comma."
TAKEN = "“refund” is already in another group:"
verbs = actions.synonyms


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


@pytest.fixture(autouse=True)
def five_starters(monkeypatch):
    """Whatever PolicyHub comes with: these tests know these."""
    starters = [
        ("en", REFUND),
        ("en", "child, kid, minor"),
        ("de", "Kind, Bub"),
        ("en", "wash, clean"),
        ("en", "key, fob"),
    ]
    monkeypatch.setattr(starter_synonyms, "STARTER", starters)
    monkeypatch.setattr(synonyms, "_current_table", synonyms.SynonymTable())


def events():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def key_of(terms_text):
    return next(group.key for group in all_groups() if group.terms_text == terms_text)


def in_use():
    return {", ".join(terms) for _language, terms in groups()}


def edit(client, of, **typed):
    address = f"/synonyms/{key_of(of)}/edit/"
    return client.post(address, pages.read(client.get(address)).fields | typed)


# What is there


def test_the_groups_we_come_with_are_there_before_anybody_writes_one(ana):
    assert not Synonym.objects.exists()
    assert in_use() >= {REFUND, "Kind, Bub"}
    assert ("en", ("refund", "money back", "reimbursement")) in groups()
    page = ana.get("/synonyms/").text
    assert REFUND in page
    assert "5 groups" in page


def test_those_who_document_find_it_from_the_rules_and_nobody_else_does(people, sign_in, ana):
    ana.post("/rules/capture/", {"title": "Towels"})
    assert pages.read(ana.get("/rules/")).link("Search synonyms") == "/synonyms/"
    for person in (people.sam, people.ravi):
        assert sign_in(person).get("/synonyms/").status_code == 403
        assert 'href="/synonyms/"' not in sign_in(person).get("/rules/").text


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"q": " MONEY  Back "}, {REFUND}),
        ({"language": "de"}, {"Kind, Bub"}),
        ({"show": "off"}, {"key, fob"}),
        ({"show": "own"}, {"towel, bath sheet"}),
        ({"q": "zeppelin"}, set()),
        ({"language": "xx", "show": "yy", "page": "zz"}, {REFUND, "child, kid, minor", "Kind, Bub", "wash, clean"}),
    ],
)
def test_the_list_is_narrowed(people, ana, params, expected):
    at = {"by": people.ana, "now": timezone.now()}
    verbs.switch(key_of("key, fob"), False, **at)
    verbs.add("towel, bath sheet", "", **at)
    listed = {part.text for part in pages.read(ana.get("/synonyms/", params)).parts(".groups a.title, .groups b")}
    everything = {group.terms_text for group in all_groups()} - ({"towel, bath sheet"} if "page" in params else set())
    assert everything & listed == expected


def test_several_hundred_are_paged_and_cost_the_same(people, ana):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            page = ana.get("/synonyms/?language=en&page=2").text
        return len(captured), page

    few, _page = queries()
    fields = {"language": "en", "changed_at": timezone.now(), "changed_by": people.ana}
    Synonym.objects.bulk_create([Synonym(words=f"thing {n}, stuff {n}", **fields) for n in range(300)])
    many, page = queries()
    assert many == few <= 8
    assert "Page 2 of 7" in page
    assert "?language=en&page=3" in pages.read(page).links.values()


# Adding, and what cannot be


def test_a_manager_adds_a_group_and_a_second_click_is_nothing(people, ana):
    for _n in range(2):
        assert ana.post(NEW, {"words": " towel ,\n bath   sheet,", "language": "en"}).url == "/synonyms/?q=towel"
    assert ("en", ("towel", "bath sheet")) in groups()
    assert events() == ["synonyms added"]
    event = Event.objects.get()
    assert (event.chain.subject, event.actor) == ("organisation", "Ana Ruiz")
    assert json.loads(event.after) == {"words": "towel, bath sheet", "language": "en"}
    assert Synonym.objects.get().changed_by == people.ana
    assert verify().altered == []


@pytest.mark.parametrize(
    ("terms_text", "message"),
    [
        ("towel", TOO_FEW),
        (" , ,, ", TOO_FEW),
        ("towel, Bath-sheet, TOWEL", "“TOWEL” appears twice."),
        ("bath sheet, Bäth Sheet", "“Bäth Sheet” appears twice."),
        ("towel, !!", "“!!” needs at least one letter."),
        (f"towel, {'x' * 61}", "is too long. Use up to 60 characters."),
        (", ".join(f"t{n}" for n in range(31)), "A group can have up to 30 terms."),
        ("towel, refund", f"{TAKEN} {REFUND}."),
    ],
)
def test_what_makes_no_group_is_said_at_the_field(ana, terms_text, message):
    answer = ana.post(NEW, {"words": terms_text, "language": ""})
    assert answer.status_code == 422
    assert answer.text.count(message) == 2, "in the summary and at the field"
    assert events() == []


def test_a_term_may_mean_something_else_in_another_language(ana):
    assert ana.post(NEW, {"words": "kind, friendly", "language": "en"}).status_code == 302
    refused = ana.post(NEW, {"words": "kind, sort", "language": ""})
    assert refused.status_code == 422
    assert {"Kind, Bub", "kind, friendly"} & {group.terms_text for group in refused.context["form"].groups_to_join}
    assert find_conflicts(["Bub"], "en", all_groups()) == {}


def test_groups_with_a_term_in_common_are_joined_by_one_more_press(people, ana):
    mine = verbs.add("infant, baby", "", by=people.ana, now=timezone.now())
    typed = {"words": "Kid, infant, toddler", "language": "en"}
    refused = ana.post(NEW, typed)
    assert pages.read(refused).form(MERGE)["join"] == "1"
    for _n in range(2):
        assert ana.post(NEW, typed | {"join": "1"}).status_code == 302
    assert in_use() & {"Kid, infant, toddler, child, minor, baby"}
    assert not in_use() & {"child, kid, minor", "infant, baby"}
    assert not Synonym.objects.filter(pk=mine).exists()
    assert events() == ["synonyms added", "synonyms joined"]
    assert json.loads(Event.objects.last().before) == {"groups": ["child, kid, minor", "infant, baby"]}


# Changing, switching off, later versions


def test_a_starter_that_is_changed_becomes_the_houses_own(people, ana):
    assert edit(ana, REFUND, words=f"{REFUND}, cash back").status_code == 302
    assert f"{REFUND}, cash back" in in_use()
    assert REFUND not in in_use()
    assert sorted(Synonym.objects.values_list("origin", "active")) == [("house", True), ("starter", False)]
    assert events() == ["synonyms reworded"]
    assert edit(ana, f"{REFUND}, cash back", words="refund, cash back").status_code == 302
    assert "refund, cash back" in in_use()
    assert Synonym.objects.count() == 2


def test_nothing_changed_is_nothing(ana):
    assert edit(ana, REFUND).status_code == 302
    assert events() == []
    assert not Synonym.objects.exists()


def test_only_new_terms_are_held_against_other_groups(people, ana, monkeypatch):
    monkeypatch.setattr(starter_synonyms, "STARTER", [("en", "close, shut"), ("en", "close, near")])
    assert edit(ana, "close, shut", words="close, shut, lock").status_code == 302
    assert edit(ana, "close, shut, lock", words="close, shut, lock, near").status_code == 422


def test_one_is_switched_off_and_on_again(people, ana):
    key = key_of(REFUND)
    for on, is_listed in (("0", False), ("0", False), ("1", True), ("1", True)):
        assert ana.post(f"/synonyms/{key}/switch/", {"on": on}).status_code == 302
        assert (REFUND in in_use()) == is_listed
    assert events() == ["synonyms switched off", "synonyms switched on"]
    assert not Synonym.objects.exists(), "as it came"
    own = verbs.add("towel, bath sheet", "", by=people.ana, now=timezone.now())
    ana.post(f"/synonyms/{own}/switch/", {"on": "0"})
    assert ana.get(f"/synonyms/{own}/edit/").status_code == 404
    assert "towel, bath sheet" in ana.get("/synonyms/?show=off").text
    ana.post(f"/synonyms/{own}/switch/", {"on": "1"})
    assert "towel, bath sheet" in in_use()


def test_what_is_taken_meanwhile_is_not_switched_on(people, ana):
    at = {"by": people.ana, "now": timezone.now()}
    verbs.switch(key_of(REFUND), False, **at)
    verbs.add("refund, cash back", "en", **at)
    response = ana.post(f"/synonyms/{key_of(REFUND)}/switch/", {"on": "1"}, follow=True)
    assert f"{TAKEN} refund, cash back." in response.text
    assert REFUND not in in_use()


def test_starters_of_a_later_version_arrive_and_what_was_switched_off_stays_off(people, monkeypatch):
    at = {"by": people.ana, "now": timezone.now()}
    verbs.switch(key_of(REFUND), False, **at)
    verbs.reword(key_of("wash, clean"), "wash, scrub", "en", expected_text="wash, clean", **at)
    later = [("en", f"{REFUND}, cash back"), ("en", "wash, clean, rinse"), ("en", "pram, buggy"), ("de", "Kind, Bub")]
    monkeypatch.setattr(starter_synonyms, "STARTER", later)
    assert in_use() == {"wash, scrub", "pram, buggy", "Kind, Bub"}


@pytest.mark.parametrize("on", ["", "2", "x"])
def test_a_switch_goes_one_way_or_the_other(ana, on):
    assert ana.post(f"/synonyms/{key_of(REFUND)}/switch/", {"on": on}).status_code == 404
    assert ana.post("/synonyms/nobody/switch/", {"on": "0"}).status_code == 302
    assert events() == []


# Two at once


def test_the_second_of_two_sees_both_texts_and_decides(people, ana, sign_in):
    key = verbs.add("towel, bath sheet", "", by=people.petra, now=timezone.now())
    address = f"/synonyms/{key}/edit/"
    page = pages.read(ana.get(address)).fields
    verbs.reword(key, "towel, drier", "", expected_text="towel, bath sheet", by=people.petra, now=timezone.now())
    late = ana.post(address, page | {"words": "towel, flannel"})
    assert late.status_code == 409
    for snippet in ("Petra Novak", "towel, drier", "towel, flannel", "Replace with mine"):
        assert snippet in late.text
    assert ana.post(address, pages.read(late).fields).status_code == 302
    assert "towel, flannel" in in_use()


def test_a_starter_that_somebody_changed_meanwhile_offers_to_join(people, ana):
    address = f"/synonyms/{key_of(REFUND)}/edit/"
    page = pages.read(ana.get(address)).fields
    verbs.reword(
        key_of(REFUND), f"{REFUND}, cash back", "en", expected_text=REFUND, by=people.petra, now=timezone.now()
    )
    late = ana.post(address, page | {"words": f"{REFUND}, rebate"})
    assert late.status_code == 422
    assert pages.read(late).has("button", MERGE)
    assert ana.post(address, pages.read(late).fields | {"join": "1"}).status_code == 302
    assert in_use() >= {f"{REFUND}, rebate, cash back"}


def add_at_once(people, word):
    calls = [partial(outcome, f"{word}, {who.username}", who) for who in (people.ana, people.petra) * 2]
    return sorted(at_once(*calls))


def outcome(terms_text, who):
    try:
        verbs.add(terms_text, "", by=who, now=timezone.now())
    except ValidationError:
        return "taken"
    return "added"


@pytest.mark.engine
def test_a_term_comes_into_one_group_whoever_adds_it_at_once(transactional_db, people):
    outcomes = add_at_once(people, "towel")
    assert outcomes.count("added") == 2, "one of them, and the same person's second click"
    assert len([group for group in all_groups() if "towel" in group.terms]) == 1


@pytest.mark.engine
def test_control_without_a_look_at_the_other_groups_it_is_in_two(transactional_db, people, monkeypatch):
    monkeypatch.setattr(verbs, "find_conflicts", lambda *args, **kwargs: {})
    assert add_at_once(people, "towel") == ["added"] * 4
    assert len([group for group in all_groups() if "towel" in group.terms]) == 2


# The admin, and odd words


def test_in_the_admin_they_are_saved_by_the_same_actions(people, sign_in):
    ada = sign_in(people.ada)
    typed = {"words": "towel, bath sheet", "language": "", "seen": ""}
    assert ada.post(url(Synonym, "add"), typed).status_code == 302
    assert ada.post(url(Synonym, "add"), typed | {"words": "towel, flannel"}).status_code == 422
    row = Synonym.objects.get()
    assert change(ada, row, words="towel, flannel").status_code == 302
    stale = pages.read(ada.get(url(Synonym, "change", row.pk))).fields
    verbs.reword(str(row.pk), "towel, drier", "", expected_text="towel, flannel", by=people.ana, now=timezone.now())
    late = ada.post(url(Synonym, "change", row.pk), stale | {"words": "towel, sheet"})
    assert late.status_code == 409
    assert "It now says “towel, drier”." in late.text
    assert ada.post(url(Synonym, "change", row.pk), pages.read(late).fields).status_code == 302
    assert ada.post(url(Synonym, "delete", row.pk), {"post": "yes"}).status_code == 302
    assert "towel, sheet" not in in_use()
    verbs.switch(key_of(REFUND), False, by=people.ana, now=timezone.now())
    starter = Synonym.objects.get(origin="starter")
    assert ada.get(url(Synonym, "change", starter.pk)).status_code == 200
    assert ada.post(url(Synonym, "delete", starter.pk), {"post": "yes"}).status_code == 302
    assert REFUND in in_use()


@pytest.mark.parametrize("odd", [*ODD.values(), *ODD_VALUES], ids=lambda odd: repr(odd[:20]))
def test_odd_words_are_saved_and_shown_or_sent_back(ana, odd):
    answer = ana.post(NEW, {"words": f"plain, {odd}", "language": ""})
    assert answer.status_code in {302, 422}
    page = answer if answer.status_code == 422 else ana.get("/synonyms/")
    assert read(page).runs == []
    assert ana.get("/synonyms/", {"q": odd}).status_code == 200


def test_what_could_run_does_not(ana):
    for text in HOSTILE:
        ana.post(NEW, {"words": f"plain {text[:8]}, {text}", "language": ""})
    assert read(ana.get("/synonyms/")).runs == []
