"""Ada lets the suggestions learn from what people decided, sees what it changed, and goes back when she likes."""

import json
from dataclasses import asdict
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policyhub.accounts import attention
from policyhub.classification import learning, suggestions
from policyhub.classification.actions import classify, training
from policyhub.classification.agreement import agreement, percent
from policyhub.classification.models import Decision, TrainingRun
from policyhub.classifier import model, suggest
from policyhub.evidence.canonical import digest
from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.registry.models import Rule
from tests.classifier.test_learning import house
from tests.factories import RuleFactory
from tests.pages import read

NOTHING_NEW = "Nothing has been classified since the last training"
CANNOT_BE_USED = "These suggestions can't be used."
UNREADABLE = "Your trained suggestions can't be read"
NEW = "The sledge must be waxed within 3 days, as a house courtesy."


def decide(people, decisions):
    """Rules with these texts, each decided by Ana. Straight into the tables where the texts matter alone."""
    now = timezone.now()
    rules = Rule.objects.bulk_create(
        Rule(
            reference=f"R-{at:04}", slug=f"r-{at}", title=f"Rule {at}", body=example.text, created_at=now, saved_at=now
        )
        for at, example in enumerate(decisions, 1000 + Rule.objects.count())
    )
    for rule, example in zip(rules, decisions, strict=True):
        Decision.objects.create(
            rule=rule,
            text=f"{rule.title}\n\n{rule.body}",
            suggested="black",
            chosen=example.label,
            rationale="Our way.",
            by=people.ana,
            by_name=str(people.ana),
            at=now,
        )
    return rules


def learn(people):
    return training.learn(by=people.ada, now=timezone.now())


def verbs():
    return list(Event.objects.filter(chain__subject="organisation").values_list("verb", flat=True))


@pytest.fixture
def decided(people):
    decide(people, house(60))
    return people


def test_200_decisions_of_one_style_make_it_better_on_decisions_held_out(people):
    for example in house(200):
        RuleFactory(by=people.ana, statement="", body=example.text, flexibility=example.label)
    report = learn(people)
    assert report.is_accepted
    assert report.figures["before"]["agreement"] <= 0.55 < 0.95 <= report.figures["after"]["agreement"]
    row = TrainingRun.objects.get()
    assert (row.in_use, row.used, row.by, row.by_name) == (True, report.used, people.ada, "Ada Osei")
    assert row.used + sum(row.omitted.values()) == 200
    assert suggest(NEW, learning.model_in_use()).label == "grey"
    assert suggest(NEW).label == "black"
    assert verbs() == ["suggestions learnt"]
    assert verify().altered == []


def test_shuffled_decisions_are_kept_as_refused_and_change_no_suggestion(people, sign_in):
    decide(people, house(60, label=lambda grey, dice: dice.choice(["black", "grey"])))
    page = read(sign_in(people.ada).post(reverse("classification:learn"), follow=True)).text
    assert "The suggestions are unchanged. On decisions it hadn't seen" in page
    assert "It isn't in use, because:" in page
    row = TrainingRun.objects.get()
    assert not row.in_use
    assert row.why_refused[0] == "no better"
    assert learning.model_in_use() is model.shipped_model()
    assert verbs() == ["suggestions not learnt"]


def test_too_few_decisions_leave_nothing(people, sign_in):
    decide(people, house(12))
    page = sign_in(people.ada).post(reverse("classification:learn"), follow=True).content.decode()
    assert "too few decisions" in page
    assert "12 rules are classified so far; training needs 30." in page
    assert not TrainingRun.objects.exists()
    assert verbs() == []


def test_restored_suggestions_are_the_same_to_the_byte(decided):
    text = f"{NEW}\n\nNobody may dive. You may ask Ana."

    def suggested_json():
        return json.dumps(asdict(suggest(text, learning.model_in_use())))

    before = suggested_json()
    version = learn(decided).version
    learnt = suggested_json()
    assert learnt != before
    now = timezone.now()
    assert training.use_version("shipped", by=decided.ada, now=now)
    assert suggested_json() == before
    assert training.use_version(version, by=decided.ada, now=now)
    assert suggested_json() == learnt
    assert not training.use_version(version, by=decided.ada, now=now), "it is so already"
    assert verbs() == ["suggestions learnt", "suggestions restored", "suggestions restored"]


def test_two_workers_agree_at_once(decided):
    """A worker that has read a model before sees that another one is in use now."""
    version = learn(decided).version
    assert learning.model_in_use().version == version
    TrainingRun.objects.update(in_use=False)  # another worker restored
    assert learning.model_in_use() is model.shipped_model()
    TrainingRun.objects.update(in_use=True)
    suggested = suggest(NEW, learning.model_in_use())
    learning._trained_model.cache_clear()  # another worker, which has read nothing yet
    assert suggest(NEW, learning.model_in_use()) == suggested


def test_learning_again_with_nothing_new_says_so(decided, sign_in):
    client = sign_in(decided.ada)
    client.post(reverse("classification:learn"))
    page = client.post(reverse("classification:learn"), follow=True).content.decode()
    assert NOTHING_NEW in page
    assert TrainingRun.objects.count() == 1
    assert len(verbs()) == 1


def test_learning_again_after_more_decisions_takes_the_place_of_the_first(decided):
    first = learn(decided).version
    decide(decided, house(80, seed=5)[60:])
    second = learn(decided).version
    assert (first, second) == (f"{model.shipped_model().version}+1", f"{model.shipped_model().version}+2")
    assert list(TrainingRun.objects.filter(in_use=True).values_list("version", flat=True)) == [second]


def test_what_people_thought_again_counts_once(decided):
    for decision in Decision.objects.filter(chosen="grey"):
        again = {"chosen": "black", "by": decided.ana, "by_name": "Ana", "at": timezone.now()}
        Decision.objects.create(rule=decision.rule, text=decision.text, **again)
    report = learn(decided)
    assert report.left_out["decided again"] == 30
    assert report.refused == ("one label",)


def test_the_title_is_not_read_as_the_rule_does_not_read_it(people):
    decide(people, house(1))
    (example,) = learning.decision_examples()
    assert example.text == suggestions.text_of(Rule.objects.get()).strip()


@pytest.mark.parametrize("changes", ["{", "[]", '{"a": [1, 2]}', '{"a": [1, 2, NaN]}', '{"a": "b"}', ""])
def test_a_broken_training_breaks_no_page(people, sign_in, changes):
    row = {
        "base": model.shipped_model().version,
        "at": timezone.now(),
        "by_name": "somebody",
        "used": 1,
        "figures": "[",
    }
    TrainingRun.objects.create(version="broken", changes=changes, digest=digest(changes), in_use=True, **row)
    rule = RuleFactory(by=people.ana, team=people.desk, statement="Nobody may dive.")
    assert learning.model_in_use() is model.shipped_model()
    assert sign_in(people.ana).get(reverse("classification:classify", args=[rule.slug])).status_code == 200
    client = sign_in(people.ada)
    assert client.get(reverse("classification:suggestions")).status_code == 200
    assert UNREADABLE in read(client.get(reverse("accounts:settings"))).text


def test_changes_that_somebody_altered_are_not_used(decided):
    learn(decided)
    assert not any(UNREADABLE in need.text for need in attention.attention_items(timezone.now()))
    TrainingRun.objects.update(changes='{"":[0.0,9.0,0.0]}')
    learning._trained_model.cache_clear()
    assert learning.model_in_use() is model.shipped_model()
    assert any(UNREADABLE in need.text for need in attention.attention_items(timezone.now()))
    learning._trained_model.cache_clear()


def test_a_new_policyhub_asks_to_learn_again(decided, sign_in):
    version = learn(decided).version
    TrainingRun.objects.update(base="2020-01")
    assert learning.model_in_use() is model.shipped_model()
    assert any(
        "PolicyHub has new built-in suggestions." in need.text for need in attention.attention_items(timezone.now())
    )
    page = sign_in(decided.ada).post(reverse("classification:use_training"), {"version": version}, follow=True)
    assert CANNOT_BE_USED in read(page).text


def test_one_training_is_in_use_and_no_refused_one(people):
    row = {"base": "b", "at": timezone.now(), "by_name": "x", "used": 0, "in_use": True}
    TrainingRun.objects.create(version="1", **row)
    for more in ({"version": "2"}, {"version": "3", "refused": "no better"}):
        TrainingRun.objects.filter(version="3").update(in_use=False)
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingRun.objects.create(**row | more)


def test_the_model_in_use_costs_one_small_query(decided):
    learn(decided)
    learning.model_in_use()
    with CaptureQueriesContext(connection) as queries:
        learning.model_in_use()
    assert len(queries) == 1
    assert "changes" not in queries[0]["sql"]


def test_lists_are_read_anew_with_what_was_learnt(people):
    decide(people, house(60))
    rule = RuleFactory(by=people.ana, statement="Each towel must be paid before 7 o'clock: house courtesy applies.")
    assert rule.suggested.label == "black"
    learn(people)
    assert suggestions.refresh_suggestions(timezone.now()) == "read 61 texts"
    suggested = Rule.objects.get(pk=rule.pk).suggested
    assert (suggested.label, suggested.model_version) == ("grey", learning.model_in_use().version)


# The page


def test_agreement_is_counted_in_one_query(people):
    pairs = [("black", "black")] * 3 + [("black", "grey"), ("grey", "grey"), ("split", "black"), ("", "grey")]
    rule, now = RuleFactory(by=people.ana), timezone.now()
    for suggested, chosen in [*pairs, ("grey", "undecided")]:
        fields = {"suggested": suggested, "chosen": chosen, "rationale": "So.", "by": people.ana, "at": now}
        Decision.objects.create(rule=rule, text="x", by_name="Ana", **fields)
    with CaptureQueriesContext(connection) as queries:
        counted = agreement()
        assert (counted.followed, counted.otherwise, counted.compared, counted.open) == (4, 1, 5, 3)
        assert counted.percent == 80
        assert counted.rows == [("black", [3, 1], 75), ("grey", [0, 1], 100)]
    assert len(queries) == 1
    assert (percent(999, 1000), percent(1, 1000), percent(0, 5), percent(5, 5), percent(0, 0)) == (99, 1, 0, 100, 0)


def test_the_page_shows_how_often_people_agreed_and_the_last_overrides(people, sign_in):
    rule = RuleFactory(by=people.ana, team=people.desk, title="Diving", statement="Nobody may dive.")
    at = timezone.now() - timedelta(days=1)
    classify.decide(rule, "grey", "We have a <b>lifeguard</b>.", version=rule.version, by=people.ana, now=at)
    page = sign_in(people.ada).get(reverse("classification:suggestions")).content.decode()
    assert "1 went the other way." in page
    assert "Suggested black, classified grey." in page
    assert "We have a &lt;b&gt;lifeguard" in page
    assert rule.get_absolute_url() in page
    assert "Built-in suggestions" in page
    assert page.count("<h1") == 1


def test_ada_learns_and_goes_back_on_the_page(decided, sign_in):
    client = sign_in(decided.ada)
    assert reverse("classification:suggestions") in client.get(reverse("accounts:settings")).content.decode()
    answer = client.post(reverse("classification:learn"))
    assert (answer.status_code, answer.url) == (302, reverse("classification:suggestions"))
    page = client.get(reverse("classification:suggestions")).content.decode()
    assert "Trained on 60 decisions." in page
    version = TrainingRun.objects.get().version
    assert f"Suggestions trained on your decisions are in use: {version}." in page
    assert "Black rules suggested as grey" in page
    page = client.post(reverse("classification:use_training"), {"version": "shipped"}, follow=True).content.decode()
    assert "Now in use: the built-in suggestions." in page
    assert "Use this" in page
    page = client.post(reverse("classification:use_training"), {"version": version}, follow=True).content.decode()
    assert f"Now in use: {version}." in page


def test_the_page_costs_the_same_with_many_decisions(people, sign_in):
    client, address = sign_in(people.ada), reverse("classification:suggestions")

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        return len(queries)

    decide(people, house(4))
    few = cost()
    decide(people, house(60, seed=3))
    assert cost() == few


# The command


def command(*options):
    out = StringIO()
    call_command("learn", *options, stdout=out)
    return out.getvalue()


def test_the_command_learns_and_restores_and_says_what_changed(decided):
    printed = json.loads(command("--json"))
    assert printed["taken"]
    assert printed["in_use"] == printed["version"]
    assert printed["before"]["agreement"] < printed["after"]["agreement"]
    assert printed["decisions"]["used"] + sum(printed["decisions"]["left_out"].values()) == 60
    assert NOTHING_NEW in command()
    assert "in use again" in command("--restore")
    assert json.loads(command("--restore", "--json")) == {"restored": False, "in_use": model.shipped_model().version}
    assert Event.objects.filter(verb="suggestions learnt", actor="command line").count() == 1


def test_the_command_says_why_it_refuses(people):
    decide(people, house(12))
    assert "too few decisions" in command()
    printed = json.loads(command("--json"))
    assert (printed["taken"], printed["refused"], printed["version"]) == (False, ["too few"], "")


def test_a_version_that_no_database_can_hold_is_not_found(decided, sign_in):
    page = sign_in(decided.ada).post(reverse("classification:use_training"), {"version": "ship\0ped"}, follow=True)
    assert CANNOT_BE_USED in read(page).text
