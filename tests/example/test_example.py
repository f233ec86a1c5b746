"""The example: complete, alive, in our words, and found by what customers ask."""

import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from policyhub.accounts.models import Organisation, User
from policyhub.classification.models import Decision
from policyhub.customers.pages import customer_text_of
from policyhub.customers.warnings import internal_details, warnings
from policyhub.evidence.verify import verify
from policyhub.example.build import build
from policyhub.example.rules import RULES
from policyhub.feedback.models import FeedbackEntry, OptionUse
from policyhub.feedback.pulse import figures
from policyhub.glossary import terms as vocabulary
from policyhub.registry.gaps import all_gaps
from policyhub.registry.models import Edition, Rule, SignOff
from policyhub.registry.models.edition import Change, State
from policyhub.registry.models.rule import Stage
from policyhub.registry.requirements import missing_items, missing_items_by_rule
from policyhub.registry.views.gaps import gap_overview, not_retired
from policyhub.registry.views.listing import in_register, register_counts
from policyhub.reviews.models import Review, Round
from policyhub.search.search import find
from policyhub.touchpoints.models import Touchpoint
from tests.customers.test_warnings import show_to_customer
from tests.publishing.test_ways_in import unsigned
from tests.registry.test_gaps import OF_LACKS

pytestmark = pytest.mark.engine  # one walk through everything on each engine

NOW = datetime.now(UTC)
HARSH = re.compile(r"(?i)\b(?:polic(?:y|ies)|unfortunately|not allowed|you must|you have to|forbidden|prohibited)\b")
QUESTIONS = {
    "my key is gone": "Lost locker key",
    "swap without receipt": "Exchange without a receipt",
    "goggles broken after a month": "Faulty goods",
    "dog": "Dogs and assistance dogs",
    "student discount": "Reduced prices",
    "thunder": "Thunder over the outdoor pool",
    "take pictures": "Photos on poolside",
    "burkini": "Swimwear",
    "nuts": "Food allergens",
    "fourteen gym": "Under-16s in the gym",
    "cancel membership": "Ending a membership early",
    "gift card expired": "Expired vouchers",
    "birthday cake": "Bringing food into the café",
    "police": "Police requests for information",
    "wheelchair hoist": "Pool hoist",
    "late entry closing": "Last entry",
    "missed lesson": "Missed swimming lesson",
    "hire a room": "Hiring a room",
    "angry customer": "A complaint at the counter",
    "ambulance": "First aid",
}


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker):
    """The example, built once for all tests here, in a transaction that is rolled back after the last of them."""
    progress = []
    with django_db_blocker.unblock(), transaction.atomic():
        build(NOW, report_progress=lambda done, total: progress.append((done, total)))
        yield progress
        transaction.set_rollback(True)


@pytest.fixture
def example(built, db):
    return built


def test_it_is_whole_and_alive(example):
    assert verify().altered == []
    total = len(RULES)
    assert example == [(n, total) for n in range(total + 1)]
    assert 60 <= Rule.objects.count() <= 75
    assert Counter(Rule.objects.values_list("stage", flat=True))["unwritten"] == 4
    kinds, colours = Counter(r["kind"] for r in RULES), Counter(r["flexibility"] for r in RULES)
    assert min(kinds[kind] for kind in ("policy", "procedure", "standard")) >= 7
    assert kinds[""] == 2
    assert colours["black"] >= 20
    assert colours["grey"] >= 24
    assert colours["undecided"] >= 8
    states = Counter(Edition.objects.values_list("state", flat=True))
    assert states == {State.APPROVED: 77, State.WAITING: 2, State.RETURNED: 1, State.WITHDRAWN: 1}
    assert Edition.objects.filter(change=Change.RETIRE).count() == 3
    assert Edition.objects.filter(starts__gt=NOW).count() == 1
    assert User.objects.count() == 6
    assert Organisation.current().second_person
    assert Organisation.current().complete_before_in_force
    assert Touchpoint.objects.count() == 14
    assert Rule.objects.filter(restricted=True).count() == 1
    assert Rule.objects.filter(on_customer_page=True).count() == 14
    assert OptionUse.objects.count() == 60
    assert FeedbackEntry.objects.filter(kind="friction").count() == 9
    measured = figures(Rule.objects.values_list("pk", flat=True)).values()
    assert sorted(figure.step for figure in measured) == ["high", "low", "mixed"], "and one that too few answered"


def test_a_year_of_reviews_with_some_overdue_and_a_round_under_way(example):
    assert Review.objects.closed().count() == 17
    made = Round.objects.with_progress().get()
    assert (made.done, made.total) == (3, 7)
    now = timezone.now()
    in_force = Rule.objects.with_edition_in_force(now)
    late = in_force.filter(next_review__lt=timezone.localdate())
    assert set(late.values_list("title", flat=True)) == {
        "Reduced prices",
        "Fire alarm",
        "Members' guests",
        "Swapping shifts",
    }
    assert not in_force.filter(next_review=None).exists()


def test_they_agreed_on_their_words_and_two_have_one_to_read_again(example):
    terms = vocabulary.terms()
    assert [key for key, entry in terms.items() if entry.reworded] == ["standard", "our-shift-lead"]
    assert [person.name for person in vocabulary.readers(terms).missing] == ["Mia Brandt", "Ravi Shah", "Sam Lee"]
    sam = User.objects.get(username="sam")
    assert [entry.key for entry in vocabulary.to_read(sam, terms).entries] == ["standard"]


def test_nobody_signed_their_own_and_everything_in_force_is_complete(example):
    for signature in SignOff.objects.select_related("edition"):
        assert signature.person_id != signature.edition.proposed_by_id
    for edition in Edition.objects.filter(state=State.APPROVED).exclude(change=Change.RETIRE).select_related("rule"):
        assert not missing_items(edition.content_data, meets_customers=edition.rule.meets_customers), edition.title
    assert Decision.objects.count() == sum(spec["flexibility"] != "undecided" for spec in RULES)


def test_situations_and_options_are_many_and_of_every_sort(example):
    situations = [s for spec in RULES for s in spec.get("situations", [])]
    options = [o for s in situations for o in s["options"]]
    assert len(situations) >= 50
    assert all(len(s["options"]) >= 2 for s in situations)
    assert {o.get("grantor", "anyone") for o in options} >= {"anyone", "lead", "manager"}
    assert sum(bool(o.get("limit_amount")) for o in options) >= 20
    assert sum(bool(o.get("credited_to")) for o in options) >= 3


def test_what_customers_hear_is_never_harsh():
    for spec in RULES:
        heard = [spec.get(name, "") for name in ("say_it", "instead", "next_time", "customer_text")]
        heard += [option.get("say_it", "") for s in spec.get("situations", []) for option in s["options"]]
        for text in heard:
            assert not HARSH.search(text), f"{spec['title']}: {text}"
    assert HARSH.search("Unfortunately that is our policy.")


def test_what_customers_ask_finds_its_rule(example):
    sam, answered = User.objects.get(username="sam"), {}
    for question, title in QUESTIONS.items():
        titles = [hit.edition.title for hit in find(question, sam)][:3]
        answered[question] = title in titles
    missed = [question for question, is_answered in answered.items() if not is_answered]
    assert len(missed) <= 1, missed


def test_the_page_of_gaps_agrees_with_what_each_rule_lacks(example):
    ada = User.objects.get(username="ada")
    rules = list(not_retired(ada).filter(stage=Stage.WRITTEN))
    lacking = {key for key, missing in missing_items_by_rule(rules).items() if missing}
    of_lacks = [row for row in all_gaps() if OF_LACKS.match(row.name)]
    left = {rule.pk for row in of_lacks for rule in not_retired(ada).filter(row.q)}
    assert len(rules) > 60
    assert lacking == left
    gaps = gap_overview(ada)
    totals = register_counts(in_register(ada))
    numbers = {line.gap.name: line.count for line in gaps.rows}
    assert gaps.total == totals["all"]
    for ours, theirs in {"undecided": "undecided", "unwritten": "unwritten", "changed": "changed"}.items():
        assert numbers.get(ours, 0) == totals[theirs]
    assert numbers["not-in-force"] == totals["not_in_force"]
    any_row = {rule.pk for row in all_gaps() for rule in not_retired(ada).filter(row.q)}
    assert gaps.complete == gaps.total - len(any_row) > 0


def test_no_screen_for_customers_tells_a_limit_a_name_or_the_word_policy(example, sign_in):
    sam = User.objects.get(username="sam")
    sam.set_password("correct horse battery")
    sam.save()
    client, names = sign_in(sam), set(User.objects.values_list("name", flat=True))
    for rule in Rule.objects.for_reader(sam).with_edition_in_force(timezone.now()):
        content = rule.edition_at(timezone.now()).content_data
        page = show_to_customer(client, rule).text.replace(rule.get_absolute_url(), "")
        options = [option for situation in content["situations"] for option in situation["options"]]
        amounts = {f"£{option['limit_amount'].removesuffix('.00')}" for option in options if option["limit_amount"]}
        grantors = {option["grantor_name"] for option in options} - {""}
        assert "policy" not in page.lower(), rule
        for word in names | grantors | {part for name in names for part in name.split()}:
            assert not re.search(rf"\b{re.escape(word)}\b", page), f"{rule}: {word}"
        for amount in amounts:
            assert not re.search(rf"{amount}(?![\d.,]\d)\b", page), f"{rule}: {amount}"


def test_what_customers_read_is_told_well(example):
    """What customers of the example read: offers on every page, nothing to look at again."""
    open_ones = Rule.objects.filter(on_customer_page=True)
    assert open_ones.count() == 14
    for rule in open_ones:
        content = rule.edition_at(timezone.now()).content_data
        text, internal = customer_text_of(content), internal_details(content)
        assert warnings(text, internal) == [], rule
        assert text.title != content["title"] or text.title.startswith("Swimming after"), rule
        assert text.instead or text.next_time, rule


def test_everything_in_the_example_is_signed(example):
    assert Edition.objects.filter(state=State.APPROVED).count() > 5
    assert not Edition.objects.filter(adopted=True).exists()
    assert unsigned() == []
