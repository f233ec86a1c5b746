"""Staff ask in their own words; what is in force and theirs to read answers, best first."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Organisation
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.search import search
from policyhub.search.models import SearchRow
from tests.factories import RuleFactory, option, put_in_force

pytestmark = pytest.mark.engine  # each engine finds candidates with its own index

DAY = timedelta(days=1)


@pytest.fixture
def decoys(people):
    """Three rules in force that speak of something else."""
    for title, body in [
        ("Opening hours", "We open at seven on weekdays."),
        ("Dogs in the café garden", "Dogs wait outside, on a lead."),
        ("Parking", "Two hours are free for everybody who swims."),
    ]:
        in_force(people, title=title, body=body)


def in_force(people, now=None, **fields):
    rule = RuleFactory(by=people.ana, now=now, **fields)
    put_in_force(rule, people.ana, now)
    return rule


def edit(people, rule, **values):
    """Save other words in the working text of ``rule``, as they stand otherwise."""
    rule.refresh_from_db()
    return writing.write(rule, writing.RuleInput(values), version=rule.version, by=people.ana, now=timezone.now())


def titles(text, reader=None, at=None):
    return [hit.edition.content_data["title"] for hit in search.find(text, reader, at)]


# What a rule is found by

WORDS = {
    "its title": "towels",
    "two words of its title, in another order": "pool towels",
    "its statement": "lend",
    "its body": "laundry",
    "search words": "bathsheet",
    "what we say": "gladly",
    "what we offer instead": "dryer",
    "a situation": "forgot",
    "an option": "basket",
    "what is said with an option": "warm",
    "what its kind asks for": "hospitality",
    "capital letters": "TOWELS",
    "a question in whole sentences": "What do I do when somebody has forgot a towel?",
    "a word beside one that nobody wrote": "quixotic towels",
    "the beginning of the last word": "pool tow",
    "two letters": "to",
}


@pytest.mark.parametrize("question", WORDS.values(), ids=WORDS)
def test_a_rule_is_found_by(people, decoys, question):
    options = [option("Take one from the basket", say_it="Here is a warm one."), option("Wait a little")]
    in_force(
        people,
        title="Towels at the pool",
        statement="We lend what swimmers left at home.",
        body="Used ones go to the laundry.",
        say_it="Gladly.",
        instead="The dryer is free.",
        search_words="bathsheet linen",
        principle="Hospitality comes first.",
        rows={"situations": [{"text": "somebody forgot theirs", "options": options}]},
    )

    assert titles(question) == ["Towels at the pool"]


def test_a_procedure_is_found_by_what_starts_it_and_by_its_steps(people, decoys):
    step = {"text": "Fetch the crowbar", "who": "", "firmness": "adapt", "basis": "", "warning": ""}
    in_force(people, title="Lockers", kind="procedure", trigger="A key is missing", rows={"steps": [step]})

    assert titles("crowbar") == titles("missing key") == ["Lockers"]


def test_a_standard_is_found_by_its_target(people, decoys):
    in_force(people, title="E-mail", kind="standard", target="An answer within one working day")

    assert titles("working day") == ["E-mail"]


def test_a_rule_whose_kind_is_open_is_found_too(people, decoys):
    in_force(people, title="Umbrellas", kind="")

    assert titles("umbrella") == ["Umbrellas"]


@pytest.mark.parametrize("question", ["{}", "{lower}", "r{number}", "r {number}", "R.{number}", "see {} please"])
def test_a_rule_is_found_by_its_reference_before_all_others(people, decoys, question):
    rule = in_force(people, title="Towels")
    in_force(people, title="Goggles")
    question = question.format(rule.reference, lower=rule.reference.lower(), number=rule.reference[2:])

    assert titles(question)[0] == "Towels"


SPELLINGS = [
    ("The café", "cafe"),
    ("The cafe", "café"),
    ("The cafe\N{COMBINING ACUTE ACCENT}", "CAFÉ"),
    ("Straße", "strasse"),
    ("Strasse", "STRAßE"),
    ("Ångström", "angstrom"),
    ("ﬁle cabinets", "file"),
    ("ＦＵＬＬ width", "full"),
    ("Naïve façades", "naive facade"),
    ("till_roll", "roll"),
    ("Till roll", "till_roll"),
]


@pytest.mark.parametrize(("written", "question"), SPELLINGS)
def test_spelling_does_not_hide_a_rule(people, written, question):
    in_force(people, title=written, statement="Nothing else.")

    assert titles(question) == [written]


PLURALS = [
    ("en", "Refund", "refunds"),
    ("en", "Refunds", "refund"),
    ("en", "Parties", "party"),
    ("en", "Party", "parties"),
    ("en", "Cancelled bookings", "booking cancellation"),
    ("de", "Handtuch", "Handtücher"),
    ("de", "Handtücher", "handtuch"),
    ("de", "Rechnungen", "rechnung"),
    ("de", "Kind", "Kinder"),
    ("de", "Gutscheine", "gutschein"),
]


@pytest.mark.parametrize(("language", "written", "question"), PLURALS)
def test_one_is_found_by_many_and_many_by_one(people, language, written, question):
    in_force(people, title=written, statement="Nothing else.", language=language)

    assert titles(f"{question} please") == [written]  # a word behind, since the last may be unfinished


@pytest.mark.parametrize("question", ["", " ", "?!", "\0", "*", "- - -", "🦆"])
def test_no_words_no_answers(people, decoys, question):
    assert titles(question) == []


def test_words_that_nobody_wrote_find_nothing(people, decoys):
    assert titles("zeppelin") == []


# What may be found


def test_what_is_not_in_force_is_not_found(people, decoys):
    Organisation.objects.update(second_person=True)
    now = timezone.now()

    def proposed(title):
        rule = RuleFactory(by=people.ana, title=title)
        return publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=now)

    def answered(title, meaning):
        edition, comment = proposed(title), "As it is."
        return publishing.sign(edition, meaning, comment, digest=edition.digest, by=people.petra, now=now)

    writing.capture("Towels, unwritten", "Ask Petra.", client_key=None, by=people.sam, now=now)
    RuleFactory(by=people.ana, title="Towels, a draft", search_words="towels")
    proposed("Towels, waiting")
    answered("Towels, sent back", "changes")
    publishing.withdraw(proposed("Towels, taken back"), by=people.ana, now=now)
    assert titles("towels") == []

    answered("Towels, signed", "comment")
    assert titles("towels") == ["Towels, signed"]


def test_a_retired_rule_is_not_found_until_it_is_brought_back(people, decoys):
    rule = in_force(people, title="Towels")
    publishing.retire(rule, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    assert titles("towels") == []

    publishing.restore(rule, why="Missed.", number=3, by=people.ana, now=timezone.now())
    assert titles("towels") == ["Towels"]


def test_a_future_edition_is_found_once_its_day_has_come(people, decoys):
    now = timezone.now()
    put_in_force(RuleFactory(by=people.ana, title="Towels"), people.ana, now, planned=now + 3 * DAY)

    assert titles("towels") == titles("towels", at=now + 3 * DAY - timedelta(microseconds=1)) == []
    assert titles("towels", at=now + 3 * DAY) == titles("towels", at=now + 300 * DAY) == ["Towels"]


def test_a_day_begins_at_midnight_here_and_not_in_greenwich(people, decoys):
    people.organisation.time_zone = "Europe/Berlin"
    begins = people.organisation.midnight(date(2026, 7, 2))
    written = datetime(2026, 6, 1, 12, tzinfo=UTC)
    put_in_force(RuleFactory(by=people.ana, title="Towels", now=written), people.ana, written, planned=begins)

    assert titles("towels", at=begins) == titles("towels", at=begins.astimezone(UTC)) == ["Towels"]
    before = begins - timedelta(seconds=1)
    assert titles("towels", at=before) == titles("towels", at=before.astimezone(UTC)) == []


def test_a_planned_edition_taken_back_is_never_found(people, decoys):
    now = timezone.now()
    edition = put_in_force(RuleFactory(by=people.ana, title="Towels"), people.ana, now, planned=now + 3 * DAY)
    publishing.withdraw(edition, by=people.ana, now=now + DAY)

    assert titles("towels", at=now + 4 * DAY) == []


def test_the_text_before_is_found_until_the_text_after_begins(people, decoys):
    rule, now = in_force(people, title="Towels", statement="We lend sponges."), timezone.now()
    put_in_force(edit(people, rule, statement="We sell soap."), people.ana, now, planned=now + 3 * DAY)

    for at, present, absent in [(now, "sponges", "soap"), (now + 3 * DAY, "soap", "sponges")]:
        assert titles(present, at=at) == ["Towels"]
        assert titles(absent, at=at) == []


def test_a_new_edition_takes_the_old_words_out(people, decoys):
    rule = in_force(people, title="Towels", statement="We lend sponges.")
    put_in_force(edit(people, rule, statement="We sell soap."), people.ana)

    assert titles("sponges") == []
    assert titles("soap") == ["Towels"]
    assert SearchRow.objects.filter(rule=rule).count() == 1


def test_the_words_change_with_the_edition_or_not_at_all(people, decoys):
    rule = in_force(people, title="Towels", statement="We lend sponges.")
    edit(people, rule, statement="We sell soap.")

    def fail_at_the_end():
        with transaction.atomic():
            put_in_force(rule, people.ana)
            assert (titles("soap"), titles("sponges")) == (["Towels"], [])
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail_at_the_end()
    assert (titles("soap"), titles("sponges")) == ([], ["Towels"])


def test_a_rule_has_its_old_name_until_the_new_one_is_in_force(people, decoys):
    rule = in_force(people, title="Towels")
    edit(people, rule, title="Linen")
    assert (titles("towels"), titles("linen")) == (["Towels"], [])

    put_in_force(rule, people.ana)
    assert (titles("towels"), titles("linen")) == ([], ["Linen"])


def test_search_words_count_at_once(people, decoys):
    rule = in_force(people, title="Towels", search_words="linen")
    edit(people, rule, search_words="bathsheet")

    assert (titles("linen"), titles("bathsheet")) == ([], ["Towels"])


# Who may find it


@pytest.fixture
def secret(people):
    """In force for the pool alone, beside a rule on the same matter for everybody."""
    in_force(people, title="Alarm tests", statement="Each Monday at noon.")
    return in_force(
        people,
        title="Alarm code",
        statement="It is in the safe.",
        search_words="heron",
        restricted=True,
        restricted_to=[people.pool],
    )


def test_a_restricted_rule_is_found_by_its_teams_and_by_nobody_else(people, secret):
    for reader in (people.mia, people.petra, people.ada, None):
        assert titles("heron", reader) == ["Alarm code"]
    for other in (people.sam, people.ravi, people.ana):
        assert titles("heron", other) == []


def test_somebody_without_a_team_finds_what_is_for_everybody(people, secret):
    people.sam.memberships.all().delete()

    assert titles("alarm", people.sam) == ["Alarm tests"]


def test_a_restricted_rule_is_neither_counted_nor_listed_for_others(people, secret, sign_in):
    sams, mias = (sign_in(person).get("/", {"q": "alarm"}) for person in (people.sam, people.mia))

    assert "1 result for “alarm”" in sams.text
    assert "Alarm code" not in sams.text
    assert "heron" not in sams.text
    assert "2 results for “alarm”" in mias.text
    lists = {person: sign_in(person).get("/").context["in_force"] for person in (people.sam, people.mia)}
    assert [len(listed) for listed in lists.values()] == [1, 2]


def test_a_rule_restricted_later_is_gone_at_once(people, decoys):
    rule = in_force(people, title="Towels")
    values = {"restricted": True}
    rule.refresh_from_db()
    text = writing.RuleInput(values, restricted_to=[people.pool])
    writing.write(rule, text, version=rule.version, by=people.ana, now=timezone.now())

    assert titles("towels", people.sam) == []
    assert titles("towels", people.mia) == ["Towels"]


def test_what_others_may_not_read_does_not_push_out_what_they_may(people, monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 3)
    for n in range(6):
        in_force(people, title=f"Alarm {n}", restricted=True, restricted_to=[people.pool])
    in_force(people, title="Alarm tests")

    assert titles("alarm", people.sam) == ["Alarm tests"]


# In which order, and how many


def test_a_title_comes_before_a_text(people, decoys):
    in_force(people, title="Swimming caps", body="Towels are not caps. Bring your towels. We have towels.")
    in_force(people, title="Towels", body="They are blue.")
    in_force(people, title="Goggles", body="They are beside the towels.")

    assert titles("towels")[0] == "Towels"
    assert len(titles("towels")) == 3


def test_a_title_is_found_however_many_texts_have_its_words(people, monkeypatch):
    monkeypatch.setattr(search, "CANDIDATES", 5)
    for n in range(12):
        in_force(people, title=f"Matter {n}", body="Towels, and again towels.")
    in_force(people, title="Towels")

    assert titles("towels")[0] == "Towels"


def test_the_rule_with_all_the_words_comes_before_the_rules_with_one(people):
    in_force(people, title="Late arrivals")
    in_force(people, title="Refund after a late return")
    in_force(people, title="Returns of shoes")

    assert titles("late return refund")[0] == "Refund after a late return"


def test_at_most_twenty_answers_best_first_and_each_once(people):
    for n in range(60):
        in_force(people, title=f"Towels, case {n}", body="Towels are lent." * (n % 5))

    hits = search.find("towels", people.sam)

    assert len(hits) == search.MAX_RESULTS == 20
    assert [hit.score for hit in hits] == sorted(hit.score for hit in hits)
    assert len({hit.edition.pk for hit in hits}) == 20


def test_a_search_asks_the_database_as_often_for_one_answer_as_for_many(people):
    def queries():
        with CaptureQueriesContext(transaction.get_connection()) as captured:
            assert search.find("towels", None)
        return len(captured)

    in_force(people, title="Towels")
    few_queries = queries()
    for n in range(5):
        in_force(people, title=f"Towels {n}")

    assert queries() == few_queries <= 4
