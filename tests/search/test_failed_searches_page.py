"""Those who document make work of what people look for in vain: a rule, a term, or a reason why neither is needed."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Membership, Role
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.models import Rule
from policyhub.search import starter_synonyms
from policyhub.search.actions import failed_searches as verbs
from policyhub.search.actions import synonyms
from policyhub.search.models import FailedSearch, OpenedAfterSearch
from policyhub.search.search import find
from policyhub.search.synonym_groups import all_groups
from policyhub.search.synonyms import groups
from tests import pages
from tests.admin.test_admin import url
from tests.authoring.test_odd_forms import HOSTILE, read
from tests.factories import RuleFactory, put_in_force

SETTLED = "Petra Novak has already resolved it."


@pytest.fixture(autouse=True)
def two_starters(monkeypatch):
    """Whatever PolicyHub comes with: these tests know these."""
    starters = [("en", "refund, money back, reimbursement"), ("en", "complaint, grievance")]
    monkeypatch.setattr(starter_synonyms, "STARTER", starters)


@pytest.fixture
def ana(people, sign_in):
    return sign_in(people.ana)


@pytest.fixture
def late(people):
    """The rule of the desk on late refunds, in force."""
    people.organisation.second_person = False
    people.organisation.save()
    rule = RuleFactory(by=people.ana, team=people.desk, title="Late refund", search_words="overdue")
    put_in_force(rule, people.ana)
    return rule


def ask(question, *who, now=None):
    for person in who:
        missed = verbs.count(question, none_fits=True, by=person, now=now or timezone.now())
    return missed


def opened(question, rule, *who):
    for person in who:
        verbs.count_opened(question, rule.slug, by=person, now=timezone.now())


def form_of(page, missed):
    """What the form "It means" of a question would send, in the list, with its likeliest meaning chosen."""
    line = next(row for row in page.context["rows"] if row.failed_search == missed)
    assert line.form["to"].value() is None
    return {"term": line.form["term"].value(), "to": line.form.fields["to"].choices[0][0], "words": ""}


def in_use():
    return {", ".join(terms) for _language, terms in groups()}


def last_events(n=2):
    return [(e.verb, e.chain.subject) for e in Event.objects.order_by("-pk")[:n]][::-1]


# The list


def test_the_commonest_stand_first_with_what_was_opened_afterwards(people, ana, late):
    missed = ask("parrot", people.sam, people.mia, people.ravi)
    ask("zebra", people.sam)
    opened("parrot", late, people.sam, people.mia, people.ravi)
    page = ana.get("/missed/")
    assert [str(row.failed_search) for row in page.context["rows"]] == ["parrot", "zebra"]
    for snippet in (
        "Searched 3 times, by 3 people.",
        "Searched once, by one person.",
        "Opened afterwards: Late refund 3 people",
        "2 open",
    ):
        assert snippet in pages.read(page).text
    assert f"/missed/{missed.pk}/rule/" in page.text
    for person in (people.sam, people.ravi, people.mia):
        assert person.name not in page.text


def test_it_is_empty_in_words(ana):
    assert "Nothing here: every search found something or was resolved." in ana.get("/missed/").text
    assert "Nothing resolved yet." in ana.get("/missed/?show=settled").text


def test_restricted_rules_stay_with_those_who_may_read_them(people, sign_in, late):
    missed = ask("parrot", people.sam)
    opened("parrot", late, people.sam)
    verbs.set_meaning(ask("cockatoo", people.sam), "cockatoo", late, by=people.ana, now=timezone.now())
    Rule.objects.filter(pk=late.pk).update(restricted=True)
    late.restricted_to.set([people.desk])
    Membership.objects.filter(person=people.mia).update(role=Role.MANAGER)
    for person, sees in ((people.ana, True), (people.mia, False)):
        client = sign_in(person)
        for address in ("/missed/", "/missed/?show=settled", f"/missed/{missed.pk}/means/"):
            assert ("Late refund" in client.get(address).text) == sees, (person, address)
    refused = sign_in(people.mia).post(f"/missed/{missed.pk}/means/", {"term": "x", "to": f"rule:{late.reference}"})
    assert refused.status_code == 422
    assert "Late refund" not in refused.text


def test_the_page_costs_the_same_with_three_and_with_sixty(people, ana, late):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert ana.get("/missed/").status_code == 200
        return len(captured)

    def make(n):
        for i in range(n):
            failed_search = FailedSearch.objects.create(
                text=f"bird {n} {i}", folded=f"bird {n} {i}", first_at=timezone.now(), last_at=timezone.now(), times=2
            )
            OpenedAfterSearch.objects.create(missed=failed_search, rule=late, times=1)

    make(3)
    ana.get("/missed/")
    few = queries()
    make(60)
    assert queries() == few <= 14
    assert "Page 1 of 3" in ana.get("/missed/").text


def test_what_people_typed_is_shown_as_text(people, ana):
    for n, text in enumerate(HOSTILE[:40]):
        FailedSearch.objects.create(text=text[:200], folded=str(n), first_at=timezone.now(), last_at=timezone.now())
    for page in ("1", "2"):
        assert read(ana.get("/missed/", {"page": page})).runs == []


# A rule is needed


def test_a_rule_is_needed_and_one_press_notes_it_down(people, ana):
    missed = ask("parrot on a shoulder", people.sam)
    for _n in range(2):
        done = ana.post(f"/missed/{missed.pk}/rule/", follow=True)
        assert "“Parrot on a shoulder” is noted as an unwritten rule." in done.text
        assert pages.read(done).link("Write it, or add what you know") == "/rules/parrot-on-a-shoulder/"
    rule = Rule.objects.get()
    assert (rule.title, rule.stage, rule.captured_by) == ("Parrot on a shoulder", "unwritten", people.ana)
    missed.refresh_from_db()
    assert (missed.state, missed.rule, missed.settled_by) == ("rule", rule, people.ana)
    assert last_events() == [("captured", rule.subject), ("settled", f"missed:{missed.pk}")]
    assert Event.objects.count() == 2
    assert "Parrot" not in Event.objects.last().after, "the record does not keep the question"
    assert verify().altered == []
    assert "Rule needed" in ana.get("/missed/?show=settled").text


def test_what_somebody_else_settled_is_told(people, ana):
    missed = ask("parrot", people.sam)
    verbs.needs_no_rule(missed, "No birds.", by=people.petra, now=timezone.now())
    assert SETTLED in ana.post(f"/missed/{missed.pk}/rule/", follow=True).text
    answer = ana.post(f"/missed/{missed.pk}/none/", {"why": "Hm."})
    assert answer.status_code == 422
    assert SETTLED in answer.text
    assert not Rule.objects.exists()


# It means


def test_what_was_opened_most_is_proposed_and_nothing_happens_before_somebody_presses(people, ana, late):
    missed = ask("can I get snorkel money returned", people.sam, people.mia)
    opened("can I get snorkel money returned", late, people.sam, people.mia)
    page = ana.get("/missed/")
    form = form_of(page, missed)
    assert form == {"term": "snorkel money returned", "to": f"rule:{late.reference}", "words": ""}
    assert "The same as: refund, money back, reimbursement" in page.text, "it shares a word with them"
    assert Rule.objects.get().search_words == "overdue"
    done = ana.post(f"/missed/{missed.pk}/means/", form, follow=True)
    assert "“Snorkel money returned” now finds “Late refund”." in done.text
    assert pages.read(done).link("Change its search words") == f"/rules/{late.slug}/write/owner/"
    assert Rule.objects.get().search_words == "overdue, snorkel money returned"
    assert [hit.edition.rule for hit in find("snorkel", people.sam)] == [late]
    assert last_events() == [("written", late.subject), ("settled", f"missed:{missed.pk}")]
    missed.refresh_from_db()
    assert (missed.state, missed.rule) == ("synonym", late)


def test_opening_it_and_pressing_the_button_makes_no_synonym_for_everybody(people, ana, late):
    missed = ask("snorkel money", people.sam)
    opened("snorkel money", late, people.sam)
    page = ana.get("/missed/")
    assert pages.read(page).part("ol.missed").parts("[checked]") == []
    answer = ana.post(f"/missed/{missed.pk}/means/", {"term": "snorkel money", "words": ""})
    assert answer.status_code == 422
    assert Rule.objects.get().search_words == "overdue"


def test_it_joins_a_group(people, ana):
    missed = ask("snorkel money", people.sam)
    form = form_of(ana.get("/missed/"), missed)
    assert form["to"].startswith("group:")
    done = ana.post(f"/missed/{missed.pk}/means/", form | {"term": "cash returned"}, follow=True)
    key = next(group.key for group in all_groups() if "cash returned" in group.terms)
    assert "“Cash returned” now finds what “refund” finds." in done.text
    assert pages.read(done).link("Edit or remove these terms") == f"/synonyms/{key}/edit/"
    assert ana.get(f"/synonyms/{key}/edit/").status_code == 200
    assert "refund, money back, reimbursement, cash returned" in in_use()
    missed.refresh_from_db()
    assert (missed.state, missed.why) == ("synonym", "refund, money back, reimbursement, cash returned")
    assert last_events() == [("synonyms reworded", "organisation"), ("settled", missed.subject)]
    assert "refund, money back, reimbursement, cash returned" in ana.get("/missed/?show=settled").text


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [
        ("bird", "parrot, bird"),
        ("bird, feathered friend", "parrot, bird, feathered friend"),
        ("Money Back", "refund, money back, reimbursement, parrot"),
        ("rebate, refund", "refund, money back, reimbursement, parrot, rebate"),
    ],
)
def test_other_words_start_a_group_or_find_theirs(people, ana, typed, becomes):
    missed = ask("parrot", people.sam)
    page = ana.get("/missed/")
    assert form_of(page, missed) == {"term": "parrot", "to": "words", "words": ""}
    ana.post(f"/missed/{missed.pk}/means/", {"term": "parrot", "to": "words", "words": typed})
    assert becomes in in_use()


def test_what_the_group_says_already_is_no_second_event(people, ana):
    missed = ask("refund", people.sam)
    ana.post(f"/missed/{missed.pk}/means/", {"term": "refund", "to": "words", "words": "money back"})
    assert last_events(5) == [("settled", missed.subject)]


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"to": "words", "words": " "}, "Enter our term for it."),
        ({"to": "words", "words": "parrot"}, "“parrot” appears twice."),
        ({"to": "words", "words": "refund, complaint"}, "“refund” is already in another group"),
        ({"to": "group:starter-gone"}, "That's no longer on the list. Choose another."),
        ({"to": "rule:R-999"}, "That's no longer on the list. Choose another."),
        ({"to": "rule:\0"}, "That's no longer on the list. Choose another."),
        ({}, "Choose what it means."),
        ({"to": "words", "words": "bird", "term": "a, b"}, "Enter one term, as people say it."),
    ],
)
def test_what_cannot_be_is_said_with_what_was_typed(people, ana, sent, message):
    missed = ask("parrot", people.sam)
    answer = ana.post(f"/missed/{missed.pk}/means/", {"term": "parrot", "words": ""} | sent)
    assert answer.status_code == 422
    assert message in pages.read(answer).text
    assert FailedSearch.objects.get().state == "open"
    assert not Event.objects.exists()


def test_a_manager_of_another_team_adds_no_words_to_a_rule(people, sign_in, late):
    Membership.objects.filter(person=people.mia).update(role=Role.MANAGER)
    missed = ask("parrot", people.sam)
    opened("parrot", late, people.sam)
    mia = sign_in(people.mia)
    assert form_of(mia.get("/missed/"), missed)["to"].startswith("group:"), "it shares a word with the rule"
    refused = mia.post(f"/missed/{missed.pk}/means/", {"term": "parrot", "to": f"rule:{late.reference}"})
    assert refused.status_code == 422


def test_a_rule_with_as_many_words_as_it_holds_says_so(people, ana, late):
    Rule.objects.filter(pk=late.pk).update(search_words="w" * 395)
    missed = ask("parrot", people.sam)
    answer = ana.post(f"/missed/{missed.pk}/means/", {"term": "parrot", "to": f"rule:{late.reference}"})
    assert answer.status_code == 422
    assert "This rule has as many search words as it can hold. Add a synonym group instead." in answer.text


# No rule needed, and open again


def test_no_rule_is_needed_for_a_reason(people, ana):
    missed = ask("parrot", people.sam)
    assert ana.post(f"/missed/{missed.pk}/none/", {"why": " "}).status_code == 422
    for _n in range(2):
        assert ana.post(f"/missed/{missed.pk}/none/", {"why": "No birds here."}).status_code == 302
    assert last_events(5) == [("settled", missed.subject)]
    assert json.loads(Event.objects.get().after) == {"state": "none", "rule": ""}
    assert "No birds here." in ana.get("/missed/?show=settled").text
    assert "parrot" not in ana.get("/missed/").text


def test_what_was_settled_by_mistake_is_opened_again(people, ana):
    missed = ask("parrot", people.sam)
    verbs.needs_no_rule(missed, "No.", by=people.ana, now=timezone.now())
    for _n in range(2):
        assert ana.post(f"/missed/{missed.pk}/reopen/").status_code == 302
    assert last_events(5) == [("settled", missed.subject), ("reopened", missed.subject)]
    today = timezone.localdate()
    assert f"Resolved by Ana Ruiz, {today.day} {today:%B %Y}. Reopened." in pages.read(ana.get("/missed/")).text


# Where it shows


def test_to_do_has_the_five_commonest_for_those_who_document(people, sign_in, ana):
    for n, question in enumerate(("ant", "bee", "cow", "dog", "elk", "fox")):
        FailedSearch.objects.create(
            text=question, folded=question, times=n + 1, first_at=timezone.now(), last_at=timezone.now()
        )
    page = ana.get("/to-do/")
    assert [str(failed_search) for failed_search in page.context["missed"]] == ["fox", "elk", "dog", "cow", "bee"]
    assert pages.read(page).link("fox") == "/missed/"
    assert "6 searches" in page.text
    assert "You're all caught up." not in pages.read(page).text
    for person in (people.sam, people.ravi):
        assert "/missed/" not in sign_in(person).get("/to-do/").text


def test_the_admin_looks_at_them_and_does_not_show_the_marks(people, sign_in):
    missed, ada = ask("parrot", people.sam), sign_in(people.ada)
    (mark,) = json.loads(missed.marks)
    page = ada.get(url(FailedSearch, "change", missed.pk)).text
    assert "parrot" in page
    assert f"&quot;{mark}&quot;" not in page
    assert "Searches without a result" in ada.get("/admin/").text


def test_a_question_from_long_ago_keeps_its_day(people, ana):
    ask("parrot", people.sam, now=timezone.now() - timedelta(days=40))
    first = timezone.localtime(FailedSearch.objects.get().first_at, people.organisation.zone)
    ask("parrot", people.mia)
    assert f"First {first.day} {first:%B %Y}, last " in ana.get("/missed/").text


def test_a_group_switched_off_is_not_proposed(people, ana):
    missed = ask("snorkel money", people.sam)
    key = form_of(ana.get("/missed/"), missed)["to"].removeprefix("group:")
    synonyms.switch(key, False, by=people.ana, now=timezone.now())
    assert form_of(ana.get("/missed/"), missed)["to"] == "words"
    answer = ana.post(f"/missed/{missed.pk}/means/", {"term": "money", "to": f"group:{key}"})
    assert answer.status_code == 422
