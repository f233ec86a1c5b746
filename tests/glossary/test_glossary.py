"""Our words: administrators put them in the organisation's own, everybody reads them and says so."""

import json
import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Organisation, User
from policyhub.evidence import guards
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.glossary.models import Term, TermReading
from policyhub.glossary.terms import BUILT_IN_TERMS, TermText
from policyhub.registry import writing
from policyhub.registry.kinds import kind_choices, kinds
from tests.admin.test_admin import url
from tests.authoring.test_odd_forms import HOSTILE, ODD, ODD_VALUES
from tests.authoring.test_odd_forms import read as parse
from tests.authoring.test_two_savers import at_once
from tests.factories import RuleFactory, put_in_force
from tests.pages import flat, read

EDIT, NEW = "/words/policy/edit/", "/words/new/"
PRINCIPLE = {"word": "Principle", "meaning": "What we stand for.", "example": "We help first."}
SHIFT = {"word": "Shift lead", "meaning": "Whoever wears the red badge.", "example": ""}


CONFIRM = "I've read the glossary"
READ_THEM = "Read the glossary"


def have_read(how_many, of):
    """How many have read the glossary, as its page says it."""
    return f"{how_many} of {of} people have read it."


@pytest.fixture
def ada(people, sign_in):
    return sign_in(people.ada)


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def events():
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


def reword(people, key="policy", version=0, **text):
    text = TermText(**PRINCIPLE | text)
    glossary.reword(key, text, version=version, by=people.ada, now=timezone.now())


def confirm(person):
    glossary.confirm(vocabulary.digest_of(vocabulary.terms()), by=person, now=timezone.now())


def waiting(person):
    return [entry.key for entry in vocabulary.to_read(person, vocabulary.terms()).entries]


# Reading


def test_our_words_are_there_before_anybody_writes_one(sam):
    page = sam.get("/words/").text
    assert len(BUILT_IN_TERMS) == 13
    for ours in BUILT_IN_TERMS:
        assert f'id="{ours.key}"' in page
        assert str(ours.word) in page
    assert not Term.objects.exists()


def test_our_words_say_of_each_kind_what_the_kind_says():
    texts = {ours.key: (str(ours.word), str(ours.meaning)) for ours in BUILT_IN_TERMS}
    assert {name: (str(kind.label), str(kind.description)) for name, kind in kinds.items()}.items() <= texts.items()


def test_a_word_is_found_by_what_it_means_without_script(sam):
    page = sam.get("/words/", {"q": " FOURTH  ring "}).text
    visible_keys = [ours.key for ours in BUILT_IN_TERMS if f'id="{ours.key}">' in flat(page)]
    assert visible_keys == ["standard"]
    assert 'value="FOURTH  ring"' in page
    assert 'id="none" hidden' in page
    assert 'id="none">' in flat(sam.get("/words/", {"q": "zeppelin"}).text)


def test_all_of_them_are_one_question_to_the_database(people, sam):
    reword(people)
    with CaptureQueriesContext(connection) as captured:
        assert vocabulary.terms()["policy"].row.reworded_by == people.ada
    assert len(captured) == 1

    def queries():
        sam.get("/words/")
        with CaptureQueriesContext(connection) as captured:
            sam.get("/words/")
        return len(captured)

    few = queries()
    for n in range(20):
        glossary.add(TermText(f"Word {n}", "So."), by=people.ada, now=timezone.now())
        confirm(User.objects.create_user(f"person{n}", name=f"Person {n}"))
    assert queries() == few <= 8


# Rewording


def test_an_administrator_rewords_a_word_and_everybody_reads_it(people, ada, sam):
    page = read(ada.get(EDIT)).fields
    assert (page["word"], page["version"]) == ("Policy", "0")
    done = ada.post(EDIT, page | PRINCIPLE)
    assert (done.status_code, done.url) == (302, "/words/#policy")
    html = sam.get("/words/").text
    for text in ("Principle", "What we stand for.", "We help first.", "on other pages: Policy"):
        assert text in html
    event = Event.objects.get()
    assert (event.verb, event.actor, event.chain.subject) == ("word reworded", "Ada Osei", "organisation")
    assert json.loads(event.before)["word"] == "Policy"
    assert json.loads(event.after) == {"key": "policy", "version": 1, **PRINCIPLE}
    term = Term.objects.get()
    assert (term.reworded_by, term.version) == (people.ada, 1)


def test_whoever_does_not_administer_cannot_and_sees_no_link_to_it(people, sign_in):
    for person in (people.sam, people.ravi, people.ana):
        client = sign_in(person)
        assert "/edit/" not in client.get("/words/").text
        for address in (EDIT, NEW, "/words/policy/drop/"):
            assert client.get(address).status_code == client.post(address, PRINCIPLE).status_code == 403
    assert events() == []


def test_the_same_words_again_are_nothing(people, ada):
    page = read(ada.get(EDIT)).fields
    assert ada.post(EDIT, page).status_code == 302
    assert not Term.objects.exists()
    for _n in range(2):
        assert ada.post(EDIT, page | PRINCIPLE).status_code == 302
    assert events() == ["word reworded"]


def test_the_original_comes_back(people, ada):
    reword(people)
    assert read(ada.get("/words/")).link("Restore the original : Principle") == "/words/policy/drop/"
    asks = ada.get("/words/policy/drop/")
    assert "What we stand for." in asks.text
    assert str(BUILT_IN_TERMS[1].meaning) in asks.text
    for _n in range(2):
        assert ada.post("/words/policy/drop/", read(asks).fields).status_code == 302
    assert vocabulary.terms()["policy"].text == TermText.of(BUILT_IN_TERMS[1])
    assert events() == ["word reworded", "word put back"]
    assert not read(ada.get("/words/")).has("link", re.compile("Restore the original"))


def test_an_own_word_is_added_dropped_and_added_again_under_the_same_name(people, ada):
    for _n in range(2):
        done = ada.post(NEW, SHIFT)
        assert done.url == "/words/#our-shift-lead"
    assert [*vocabulary.terms()][-1] == "our-shift-lead"
    assert ada.post("/words/our-shift-lead/drop/", {"version": "1"}).url == "/words/"
    assert "our-shift-lead" not in vocabulary.terms()
    assert ada.get("/words/our-shift-lead/edit/").status_code == 404
    ada.post(NEW, SHIFT | {"word": "shift LEAD"})
    assert vocabulary.terms()["our-shift-lead"].text.word == "shift LEAD"
    assert vocabulary.terms()["our-shift-lead"].version == 3
    assert events() == ["word added", "word dropped", "word added"]


def test_own_words_keep_their_order_and_never_take_a_name_of_ours_or_of_the_page(people):
    for word in ("Main", "Policy maker", "Предмет", "課題"):
        glossary.add(TermText(word, "So."), by=people.ada, now=timezone.now())
    assert [*vocabulary.terms()][-4:] == ["our-main", "our-policy-maker", "our-word", "our-word-2"]


def test_a_word_stands_for_one_thing_alone(people, ada):
    for address in (NEW, "/words/black/edit/"):
        answer = ada.post(address, {"word": " POLICY ", "meaning": "Something else.", "version": "0"})
        assert answer.status_code == 422
        assert "“Policy” is already in the glossary." in answer.text
    assert not Term.objects.exists()


def test_a_word_needs_a_meaning(ada):
    answer = ada.post(EDIT, {"word": "", "meaning": " ", "version": "0"})
    assert answer.status_code == 422
    assert answer.text.count("Enter the term.") == 2, "in the summary and at the field"
    assert answer.text.count("Enter what the term means.") == 2


# Confirming


def test_somebody_says_that_they_have_read_them(people, sam):
    assert READ_THEM in sam.get("/to-do/").text
    page = sam.get("/words/")
    assert have_read(0, 6) in page.text
    assert read(page).has("button", CONFIRM)
    for _n in range(2):
        assert sam.post("/words/read/", read(page).fields).status_code == 302
    reading = TermReading.objects.get()
    event = Event.objects.get()
    assert (event.verb, event.chain.subject) == ("words read", f"readings:{people.sam.pk}")
    assert json.loads(event.after) == {"versions": reading.read, "digest": reading.digest}
    page = read(sam.get("/words/"))
    assert "You read it on" in page.text
    assert have_read(1, 6) in page.text
    assert not page.has("button", CONFIRM)
    assert READ_THEM not in sam.get("/to-do/").text
    assert "You're all caught up." in read(sam.get("/to-do/")).text


def test_a_reworded_word_alone_is_to_be_read_again(people, sam):
    confirm(people.sam)
    assert waiting(people.sam) == []
    reword(people)
    assert waiting(people.sam) == ["policy"]
    assert "1 new or changed since you last read it" in sam.get("/to-do/").text
    page = sam.get("/words/").text
    assert "1 term is new or has changed since you read the glossary:" in page
    assert page.count("Changed since you read it.") == 1
    glossary.add(TermText(**SHIFT), by=people.ada, now=timezone.now())
    assert waiting(people.sam) == ["policy", "our-shift-lead"]
    assert "New since you last read the glossary." in sam.get("/words/").text
    confirm(people.sam)
    assert waiting(people.sam) == []
    assert json.loads(Event.objects.order_by("pk").last().before)["versions"]["policy"] == 0
    glossary.drop("our-shift-lead", version=1, by=people.ada, now=timezone.now())
    assert waiting(people.sam) == [], "what is gone need not be read"


def test_nobody_confirms_what_did_not_stand_on_their_page(people, sam):
    page = read(sam.get("/words/")).fields
    reword(people)
    response = sam.post("/words/read/", page, follow=True)
    assert "The glossary changed while you were reading." in response.text
    assert not TermReading.objects.exists()
    assert sam.post("/words/read/", {}).status_code == 302
    assert not TermReading.objects.exists()


@pytest.mark.engine
def test_a_double_click_leaves_one_event(transactional_db, people, sign_in):
    for person in (people.sam, people.mia):
        client = sign_in(person)
        data = {"seen": vocabulary.digest_of(vocabulary.terms())}
        answers = at_once(*[partial(client.post, "/words/read/", data)] * 4)
        assert {answer.status_code for answer in answers} == {302}
    assert events() == ["words read"] * 2
    assert TermReading.objects.count() == 2


def test_administrators_see_who_has_not_and_others_how_many(people, ada, sam):
    confirm(people.ana)
    confirm(people.mia)
    User.objects.filter(pk=people.mia.pk).update(is_active=False)
    page = read(ada.get("/words/")).part("#read")
    assert have_read(1, 5) in page.text
    assert page.has("summary", "4 haven't")
    assert page.link("Sam Lee") == f"/settings/people/{people.sam.pk}/"
    assert "Ana Ruiz" not in page.links
    assert have_read(1, 5) in sam.get("/words/").text
    assert "Ravi Shah" not in sam.get("/words/").text
    assert "read by 1 of 5" in ada.get("/settings/").text


def test_verify_names_a_reading_that_was_altered_or_is_gone(people):
    confirm(people.sam)
    assert verify().altered == []
    guards.remove()
    TermReading._base_manager.update(versions="nothing", at=timezone.now() - timedelta(days=9))
    guards.install()
    assert "What Sam Lee read of the glossary was altered" in verify().altered
    guards.remove()
    TermReading._base_manager.all()._raw_delete(TermReading._base_manager.db)
    guards.install()
    assert verify().altered == ["What Sam Lee read of the glossary is gone, or was altered"]


# Where they are used


def test_the_question_of_the_kind_asks_in_the_organisations_words(people, sign_in):
    reword(people)
    ana, rule = sign_in(people.ana), RuleFactory(by=people.ana, kind="")
    for address in ("/rules/new/", f"/rules/{rule.slug}/kind/"):
        page = ana.get(address).text
        assert "Principle: What we stand for." in page
        assert "Procedure: The agreed way to do something, step by step." in page
        assert 'href="/words/"' in page
    assert ana.post("/rules/new/", {"kind": "policy"}).url == "/policies/new/"


def test_the_buttons_that_take_a_rule_over_say_the_organisations_words(people, sign_in):
    reword(people)
    ana = sign_in(people.ana)
    noted = writing.capture("Whistles", "", client_key=None, by=people.sam, now=timezone.now())
    for address in ("/rules/unwritten/", noted.get_absolute_url()):
        page = ana.get(address).text
        assert 'name="kind" value="policy">Principle</button>' in flat(page)
        assert 'name="kind" value="standard">Standard</button>' in flat(page)
        assert 'name="kind" value="unsure">Not sure yet</button>' in flat(page)
    assert kind_choices() == [("policy", "Principle"), ("procedure", "Procedure"), ("standard", "Standard")]
    assert kind_choices({}) == [("policy", "Policy"), ("procedure", "Procedure"), ("standard", "Standard")]


def test_pages_link_the_words_they_use(people, sign_in):
    reword(people, "black", word="Fixed", meaning="Nobody changes it.", example="")
    ana, rule = sign_in(people.ana), RuleFactory(by=people.ana, flexibility="grey")
    put_in_force(rule, people.ana)
    at = rule.get_absolute_url()
    assert '<a href="/words/#black" title="Nobody changes it.">Fixed</a>: Nobody' in ana.get(f"{at}classify/").text
    assert '<a href="/words/#edition"' in ana.get(f"{at}history/").text
    assert '<a href="/words/#touchpoint"' in ana.get("/touchpoints/").text
    assert '/words/#black">What black and grey mean' in ana.get("/rules/").text
    assert 'href="/words/"' in ana.get("/me/").text
    assert "Fixed" not in ana.get("/rules/").text, "the plates go on saying black"


def test_a_page_with_many_words_asks_once_and_the_next_one_asks_again(people):
    text = '{% load glossary %}{% word "policy" %} {% says "policy" %} {% word "grey" %} {% says "black" %}'
    page = Template(text)

    def render():
        with CaptureQueriesContext(connection) as captured:
            html = page.render(Context({"request": RequestFactory().get("/")}))
        assert len(captured) == 1
        return html

    assert ">Policy</a> A choice we made among alternatives" in render()
    reword(people, word="<b>Principle</b>", meaning='What "we" stand for.')
    assert (
        'title="What &quot;we&quot; stand for.">&lt;b&gt;Principle&lt;/b&gt;</a> What &quot;we&quot; stand for.'
        in render()
    )


# Odd input


@pytest.mark.parametrize("address", [EDIT, NEW])
def test_odd_words_are_shown_as_text_or_sent_back_as_typed(ada, sam, address):
    for n, odd_text in enumerate([*ODD.values(), *HOSTILE]):
        typed = {"word": odd_text, "meaning": odd_text, "example": odd_text}
        entry = vocabulary.terms()["policy"]
        response = ada.post(address, typed | {"version": entry.version})
        assert response.status_code in {302, 422}, (n, odd_text)
        page = parse(response if response.status_code == 422 else sam.get("/words/"))
        assert " ".join(odd_text.split()) in page.text, (n, odd_text)


def test_odd_values_that_no_page_sends_break_nothing(people, ada, sam):
    reword(people)
    for value in ODD_VALUES:
        assert ada.post(EDIT, PRINCIPLE | {"meaning": "Else.", "version": value}).status_code in {409, 422}
        assert ada.post("/words/policy/drop/", {"version": value}).status_code in {302, 422}
        assert sam.post("/words/read/", {"seen": value}).status_code == 302
        assert sam.get("/words/", {"q": value}).status_code == 200
    for key in ("nothing", "9" * 200, "our-"):
        assert ada.get(f"/words/{key}/edit/").status_code == ada.post(f"/words/{key}/drop/").status_code == 404
    assert vocabulary.terms()["policy"].text == TermText(**PRINCIPLE)
    assert not TermReading.objects.exists()


# The admin


def test_the_admin_adds_rewords_and_puts_back_by_the_same_verbs(people, ada):
    add = url(Term, "add")
    assert ada.post(add, SHIFT | {"of": ""}).status_code == 302
    assert ada.post(add, PRINCIPLE | {"of": "policy"}).status_code == 302
    assert ada.post(add, PRINCIPLE | {"of": ""}).status_code == 422
    term = Term.objects.get(key="policy")
    address = url(Term, "change", term.pk)
    assert ada.post(address, read(ada.get(address)).fields | {"meaning": "Better."}).status_code == 302
    assert vocabulary.terms()["policy"].text.meaning == "Better."
    assert ada.post(url(Term, "delete", term.pk), {"post": "yes"}).status_code == 302
    assert vocabulary.terms()["policy"].text == TermText.of(BUILT_IN_TERMS[1])
    ada.get(url(Term, "changelist"))  # what was done is told on the next page, and no more after that
    assert "Principle" not in ada.get(url(Term, "changelist")).text
    assert events() == ["word added", "word reworded", "word reworded", "word put back"]


def test_a_stale_form_of_the_admin_says_what_stands_there(people, ada):
    reword(people)
    address = url(Term, "change", Term.objects.get().pk)
    page = read(ada.get(address)).fields
    reword(people, version=1, meaning="Something new.")
    late = ada.post(address, page | {"meaning": "Mine."})
    assert late.status_code == 409
    assert "Principle: Something new." in late.text
    assert ada.post(address, read(late).fields).status_code == 302
    assert vocabulary.terms()["policy"].text.meaning == "Mine."


def test_without_an_organisation_there_are_still_words(db):
    assert not Organisation.objects.exists()
    assert [*vocabulary.terms()] == [ours.key for ours in BUILT_IN_TERMS]
