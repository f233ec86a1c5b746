"""One tap from the card of a rule: what it leaves, what is one and what are two, and how it is taken back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.feedback.actions import taps as verbs
from policyhub.feedback.counts import feedback_counts
from policyhub.feedback.models import FeedbackEntry, OptionUse, Pulse
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Rule
from policyhub.registry.models.rule import OldSlug
from tests.factories import put_in_force
from tests.feedback.tapping import black, change, edition, friction, grey, helped, keys, offer, sent
from tests.lookup.test_pages import text_of_page
from tests.pages import read

HTMX = {"HX-Request": "true"}
OFFERED = "I offered this"
ENFORCING = "I'm comfortable enforcing this"
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def rule(people):
    return grey(people)


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def tap(client, name, rule, headers=HTMX, **form):
    return client.post(reverse(f"feedback:{name}", args=[rule.slug]), {"edition": 1, **form}, headers=headers)


# From the card


def test_an_offer_is_one_tap_and_says_what_came_of_it_in_a_second(rule, people, sam):
    assert len(read(sam.get(rule.get_absolute_url())).all("button", OFFERED)) == 2
    answer = tap(sam, "offered", rule, **sent(rule, client_key=uuid4()))
    assert "Noted. Was the customer happy? Yes No Undo" in text_of_page(answer.text)
    use = OptionUse.objects.get()
    assert (use.rule, use.person, use.edition_number) == (rule, people.sam, 1)
    assert (use.situation_key, use.option_key) == keys(rule)
    answer = sam.post(reverse("feedback:use_outcome", args=[use.pk]), {"outcome": "not_content"}, headers=HTMX)
    assert "Noted: The customer wasn't happy." in text_of_page(answer.text)
    sam.post(reverse("feedback:use_outcome", args=[use.pk]), {"outcome": "content"}, headers=HTMX)
    assert OptionUse.objects.get().outcome == "content", "the last answer stands"


def test_that_it_gets_in_the_way_is_noted_at_once_and_the_sentence_may_follow(rule, people, sam):
    answer = tap(sam, "friction", rule, client_key=uuid4())
    assert "Noted. Your name isn't shown." in text_of_page(answer.text)
    assert read(answer).field("Why? (optional)")["name"] == "words"
    entry = FeedbackEntry.objects.get()
    assert (entry.kind, entry.words, entry.weight) == ("friction", "", 1)
    answer = sam.post(
        reverse("feedback:entry_explanation", args=[entry.pk]), {"words": "The queue is long."}, headers=HTMX
    )
    assert answer.status_code == 200
    assert FeedbackEntry.objects.get().words == "The queue is long."
    assert Event.objects.filter(at__gte=entry.at, actor="Sam Lee").count() == 0, "the tap is the record"


def test_a_sentence_that_names_a_customer_comes_back_and_passes_when_they_say_so(rule, sam):
    tap(sam, "friction", rule)
    address = reverse("feedback:entry_explanation", args=[FeedbackEntry.objects.get().pk])
    typed = {"words": "Mrs Whitcombe shouted, and so did the Lindqvist boys."}
    for headers in (HTMX, {}):
        answer = sam.post(address, typed, headers=headers)
        assert answer.status_code == 422
        assert "“Mrs Whitcombe”" in answer.text
        assert read(answer).field("It's not a customer's name")["name"] == "no_name"
        assert typed["words"] in answer.text
    assert FeedbackEntry.objects.get().words == ""
    assert sam.post(address, typed | {"no_name": "on"}, headers=HTMX).status_code == 200
    assert FeedbackEntry.objects.get().words == typed["words"]


def test_colleagues_and_teams_may_be_named(rule, sam):
    tap(sam, "friction", rule)
    address = reverse("feedback:entry_explanation", args=[FeedbackEntry.objects.get().pk])
    assert sam.post(address, {"words": "Ravi Shah and Mrs Novak say different things."}).status_code == 302


def test_it_helped(rule, people, sam):
    assert "Noted. Thank you." in tap(sam, "helped", rule).text
    assert feedback_counts([rule.pk], timezone.now() - timedelta(days=1))[rule.pk].helped == 1


def test_black_alone_asks_whether_it_is_fine_to_enforce(rule, people, sam):
    other = black(people)
    assert ENFORCING in text_of_page(sam.get(other.get_absolute_url()).text)
    assert ENFORCING not in text_of_page(sam.get(rule.get_absolute_url()).text)
    assert "Noted: you're not comfortable enforcing it." in text_of_page(
        tap(sam, "comfortable", other, fine="no").text
    )
    tap(sam, "comfortable", other, fine="yes")
    assert Pulse.objects.get().fine, "one answer of each, the last"
    assert tap(sam, "comfortable", rule, fine="yes").status_code == 422
    assert Pulse.objects.count() == 1


def test_the_buttons_are_the_same_for_everybody(rule, people, sign_in):
    """A card is rendered once and kept; the token and the key stand in the form to which they all belong."""
    pages = [read(sign_in(who).get(rule.get_absolute_url())) for who in (people.sam, people.ravi)]
    sams, ravis = ([str(button.root) for button in page.parts("button[formaction]")] for page in pages)
    assert sams == ravis
    assert len(sams) == 4


def test_a_button_sends_its_option_alone(rule, people, sam):
    """The server knows the situation that has it; an option of another rule is refused."""
    form = {name: value for name, value in sent(rule, client_key=uuid4()).items() if name != "situation"}
    assert tap(sam, "offered", rule, **form).status_code == 200
    use = OptionUse.objects.get()
    assert (use.situation_key, use.option_key) == keys(rule)
    assert tap(sam, "offered", rule, **form | {"option": str(uuid4())}).status_code == 422
    assert OptionUse.objects.count() == 1


def test_only_the_live_card_has_buttons(rule, people, sign_in):
    ana = sign_in(people.ana)
    for name in ("authoring:edit", "publishing:history", "publishing:propose", "reviews:review"):
        assert OFFERED not in ana.get(reverse(name, args=[rule.slug])).text


# Without script


def test_without_script_it_leads_back_with_the_way_to_undo(rule, sam):
    referer = f"http://testserver{rule.get_absolute_url()}?from=list"
    answer = tap(sam, "offered", rule, {"Referer": referer}, **sent(rule))
    assert answer.url == f"{rule.get_absolute_url()}?from=list"
    page, use = read(sam.get(answer.url)), OptionUse.objects.get()
    assert "Noted. Undo, or say if the customer was happy" in page.text
    assert page.link("Undo, or say if the customer was happy") == f"/my-taps/#use-{use.pk}"
    assert OFFERED in read(sam.get("/my-taps/")).part(f"#use-{use.pk}").text
    back = sam.post(reverse("feedback:use_undo", args=[use.pk]), headers={"Referer": "http://testserver/my-taps/"})
    assert back.url == "/my-taps/"
    assert OptionUse.objects.get().undone_at is not None
    assert "Undone." in sam.get(back.url).text


@pytest.mark.parametrize(
    "referer", ["", "https://evil.example/rules/", "http://testserver//evil.example", "nonsense", "javascript:go()"]
)
def test_it_leads_to_no_other_host(rule, sam, referer):
    assert tap(sam, "helped", rule, {"Referer": referer}).url == "/my-taps/"


def test_a_form_that_cannot_be_read_is_told_so(rule, sam):
    for form in ({"edition": ""}, {"edition": "x"}, {"option": "1"}, {"edition": 2**40}, {"client_key": "?"}):
        assert tap(sam, "offered", rule, **(sent(rule) | form)).status_code == 422
        assert tap(sam, "offered", rule, {}, **(sent(rule) | form)).status_code == 302
    assert tap(sam, "offered", rule, **sent(rule, option=0, situation=str(uuid4()))).status_code == 422
    assert tap(sam, "helped", rule, edition=7).status_code == 404
    assert not OptionUse.objects.exists()
    assert not FeedbackEntry.objects.exists()


# One and the same


def test_the_same_key_is_the_same_tap_whenever_it_comes(rule, people):
    key = uuid4()
    first = offer(rule, people.sam, NOON, client_key=key)
    assert offer(rule, people.sam, NOON + timedelta(days=3), client_key=key) == first
    assert friction(rule, people.sam, NOON, client_key=key) == friction(
        rule, people.sam, NOON + timedelta(days=5), client_key=key
    )
    assert OptionUse.objects.count() == FeedbackEntry.objects.count() == 1


def test_one_page_has_one_key_for_all_its_buttons_and_for_whoever_it_was_kept_for(rule, people):
    key = uuid4()
    offer(rule, people.sam, NOON, client_key=key)
    offer(rule, people.sam, NOON, option=1, client_key=key)
    offer(rule, people.ravi, NOON, client_key=key)
    helped(rule, people.sam, NOON, client_key=key)
    friction(rule, people.sam, NOON, client_key=key)
    assert (OptionUse.objects.count(), FeedbackEntry.objects.count()) == (3, 2)


def test_a_double_tap_is_one_whatever_its_keys(rule, people):
    offer(rule, people.sam, NOON, client_key=uuid4())
    offer(rule, people.sam, NOON + timedelta(seconds=1), client_key=uuid4())
    helped(rule, people.sam, NOON)
    helped(rule, people.sam, NOON + timedelta(seconds=2))
    assert OptionUse.objects.count() == FeedbackEntry.objects.count() == 1
    offer(rule, people.sam, NOON + timedelta(seconds=40), client_key=uuid4())
    assert OptionUse.objects.count() == 2, "the next customer"


def test_the_key_of_a_row_is_one_rows(rule, people):
    use = offer(rule, people.sam, NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        OptionUse.objects.create(
            rule=rule,
            situation_key=use.situation_key,
            option_key=use.option_key,
            person=people.ravi,
            at=NOON,
            client_key=use.client_key,
        )


def test_one_person_is_in_its_way_once_a_day_and_later_taps_add_the_sentence(rule, people):
    first = friction(rule, people.sam, NOON)
    again = friction(rule, people.sam, NOON + timedelta(hours=5), reason="It is unclear.")
    assert again == first
    assert FeedbackEntry.objects.get().words == "It is unclear."
    friction(rule, people.ravi, NOON + timedelta(hours=5))
    friction(rule, people.sam, NOON + timedelta(hours=25))
    counts = feedback_counts([rule.pk], NOON - timedelta(days=1))[rule.pk]
    assert (counts.friction, counts.people) == (3, 2)
    change(rule, people, NOON + timedelta(hours=26))
    friction(rule, people.sam, NOON + timedelta(hours=27), number=2)
    assert FeedbackEntry.objects.count() == 4, "the next edition is another rule"


def test_nobody_fills_the_list_alone(rule, people, sam, monkeypatch):
    monkeypatch.setattr(verbs, "MAX_TAPS_A_DAY", 3)
    for minute in range(3):
        helped(rule, people.sam, NOON + timedelta(minutes=minute))
    with pytest.raises(ValidationError, match="a lot of taps for one day"):
        offer(rule, people.sam, NOON + timedelta(hours=1))
    helped(rule, people.ravi, NOON + timedelta(hours=1))
    helped(rule, people.sam, NOON + timedelta(hours=25))
    assert FeedbackEntry.objects.count() == 5


# Late, and taken back


def test_what_the_device_says_of_the_time_is_believed_for_two_weeks(rule, people):
    for at, believed in [
        (NOON - timedelta(days=13), True),
        (NOON - timedelta(days=15), False),
        (NOON + timedelta(hours=1), False),
        (None, False),
    ]:
        assert offer(rule, people.sam, NOON, at=at).at == (at if believed else NOON)
        OptionUse.objects.all().delete()


@pytest.mark.parametrize(
    "at", ["", "yesterday", "2026-13-40T99:00Z", "2026-03-04T12:00:00", "0001-01-01T00:00:00+14:00", "9" * 5000]
)
def test_a_time_that_is_none_is_now(rule, sam, at):
    assert tap(sam, "helped", rule, at=at).status_code == 200
    assert timezone.now() - FeedbackEntry.objects.get().at < timedelta(minutes=1)


def test_a_late_tap_about_an_edition_that_has_ended_is_recorded(rule, people, sam):
    at = (timezone.now() - timedelta(seconds=5)).isoformat()
    change(rule, people, title="Refund, late")
    OldSlug.objects.create(slug="an-older-address", rule=rule)
    tap(sam, "offered", rule, **sent(rule, at=at, client_key=uuid4()))
    form = {"edition": 1, "at": at}
    assert sam.post(reverse("feedback:friction", args=["an-older-address"]), form, headers=HTMX).status_code == 200
    assert OptionUse.objects.get().edition_number == FeedbackEntry.objects.get().edition_number == 1
    assert OptionUse.objects.get().at.isoformat() == at
    retired = publishing.retire(
        Rule.objects.get(), why="Over.", successor=None, number=3, by=people.ana, now=timezone.now()
    )
    assert retired.retires
    assert tap(sam, "helped", rule, edition=2).status_code == 200
    assert tap(sam, "helped", rule, edition=3).status_code == 404, "nobody taps on what retires it"


def test_why_may_come_with_a_tap_that_waited_for_days(rule, sam):
    key, at = uuid4(), (timezone.now() - timedelta(days=3)).isoformat()
    form = {"edition": 1, "at": at, "client_key": key, "words": "Nobody has a pound."}
    for _twice in range(2):
        assert tap(sam, "friction", rule, **form).status_code == 200
    assert FeedbackEntry.objects.get().words == "Nobody has a pound."
    assert tap(sam, "friction", rule, **form | {"words": "Other words."}).status_code == 422, "it stands as it is"
    assert FeedbackEntry.objects.get().words == "Nobody has a pound."


def test_a_tap_counts_whose_why_comes_back(rule, sam):
    form = {"edition": 1, "client_key": uuid4(), "words": "Mrs Whitcombe was cross."}
    assert tap(sam, "friction", rule, **form).status_code == 422
    assert FeedbackEntry.objects.get().words == ""
    assert tap(sam, "friction", rule, **form, no_name="on").status_code == 200
    assert FeedbackEntry.objects.get().words == "Mrs Whitcombe was cross."


def test_nothing_is_told_of_what_was_never_in_force(people, sam):
    rule = grey(people, title="Another")
    draft = Rule.objects.get(pk=rule.pk)
    writing.write(
        draft, writing.RuleInput({"statement": "New."}), version=draft.version, by=people.ana, now=timezone.now()
    )
    later = timezone.now() + timedelta(days=3)
    put_in_force(Rule.objects.get(pk=rule.pk), people.ana, planned=later)
    assert tap(sam, "helped", rule, edition=2).status_code == 404


def test_it_can_be_taken_back_for_a_day_and_stays_so(rule, people):
    key = uuid4()
    use = offer(rule, people.sam, NOON, client_key=key)
    verbs.undo(use, by=people.sam, now=NOON + timedelta(hours=23))
    verbs.undo(use, by=people.sam, now=NOON + timedelta(days=9))
    assert offer(rule, people.sam, NOON + timedelta(hours=23), client_key=key).undone_at, "sent again, not told again"
    assert feedback_counts([rule.pk], NOON - timedelta(days=1))[rule.pk].uses == 0
    offer(rule, people.sam, NOON + timedelta(hours=23), client_key=uuid4())
    assert feedback_counts([rule.pk], NOON - timedelta(days=1))[rule.pk].uses == 1, "and told anew"
    late = friction(rule, people.sam, NOON)
    with pytest.raises(ValidationError, match="more than a day ago"):
        verbs.undo(late, by=people.sam, now=NOON + timedelta(hours=25))
    with pytest.raises(ValidationError):
        verbs.set_reason(late, "So.", by=people.sam, now=NOON + timedelta(hours=25))


def test_an_outcome_and_its_moment_stand_together(rule, people):
    use = offer(rule, people.sam, NOON)
    for values in ({"outcome": "content"}, {"outcome_at": NOON}):
        with pytest.raises(IntegrityError), transaction.atomic():
            OptionUse.objects.filter(pk=use.pk).update(**values)


def test_what_was_taken_back_has_no_outcome(rule, people):
    use = verbs.undo(offer(rule, people.sam, NOON), by=people.sam, now=NOON)
    assert verbs.record_outcome(use, "content", by=people.sam, now=NOON).outcome == ""


def test_whoever_may_not_read_the_rule_tells_nothing_of_it(rule, people, sign_in):
    Rule.objects.update(restricted=True)
    Rule.objects.get().restricted_to.set([people.desk])
    assert tap(sign_in(people.mia), "helped", rule).status_code == 404
    assert edition(rule).number == 1
