"""An option above my limit: who can grant it, asked at once or noted down as granted in person."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from policyhub.evidence.models import Event
from policyhub.evidence.verify import verify
from policyhub.feedback.actions import cases as verbs
from policyhub.feedback.models import Case
from policyhub.feedback.templatetags import cases as tags
from tests import pages
from tests.authoring.test_odd_forms import read
from tests.discussion.talk import to_do

from .counter import grey, option_of, post, say, stored, tell, words_of


@pytest.fixture
def rule(people):
    return grey(people)


def address(rule, text=""):
    situation = rule.situations.get()
    where = f"/escalate/new/?rule={rule.slug}&situation={situation.key}"
    return f"{where}&option={option_of(rule, text).key}" if text else where


def goes_to(page):
    """What the page says from the names on to whom it goes."""
    return words_of(page).partition(" Goes to ")[2]


def has_withdraw(page):
    return pages.read(page).has("button", "Withdraw this approval")


def test_an_option_of_a_lead_names_leads_and_managers(people, sign_in, rule):
    page = sign_in(people.sam).get(address(rule, "Gift card"))
    page_text = words_of(page)
    assert "Gift card up to £40, once, ask a lead" in page_text
    assert goes_to(page).startswith("Ravi Shah Ana Ruiz ext. 12 Petra Novak")
    data = read(page).data
    assert (data["about"], data["would"], "waiting" in data) == ("there is no receipt", "Gift card", True)


def test_an_option_of_a_manager_names_managers_alone(people, sign_in, rule):
    page = sign_in(people.sam).get(address(rule, "Full refund"))
    assert goes_to(page).startswith("Ana Ruiz ext. 12 Petra Novak")
    assert "Ravi" not in words_of(page)


def test_an_option_of_a_named_role_names_it(people, sign_in, rule):
    page = sign_in(people.sam).get(address(rule, "Cash from the safe"))
    assert "Can be approved by The duty engineer" in words_of(page)
    assert len(pages.read(page).parts("[name=granted_by]")) == 1


def test_asked_now_it_waits_for_those_who_may_grant_it(people, sign_in, rule):
    data = {"about": "no receipt", "would": "Full refund", "waiting": "on"}
    answer = sign_in(people.sam).post(address(rule, "Full refund"), data)
    case = Case.objects.get()
    assert answer.url == f"/ask/{case.pk}/"
    assert (case.kind, case.grantor, case.option_key) == ("escalate", "manager", option_of(rule, "Full refund").key)
    assert "no receipt" in to_do(sign_in(people.petra))
    assert "no receipt" not in to_do(sign_in(people.ravi))
    assert "no receipt" not in to_do(sign_in(people.ada)), "administering alone grants nothing"
    for somebody in (people.ravi, people.ada):
        assert post(sign_in(somebody), "answer", case, answer="agree").status_code == 403
    assert sign_in(people.ravi).get(f"/ask/{case.pk}/").status_code == 200, "he leads there and may know"

    post(sign_in(people.petra), "answer", case, answer="agree")
    case = stored(case)
    assert (case.granted, case.granted_by, case.in_person) == ("Full refund", people.petra, False)
    assert "1 approved escalation" in words_of(sign_in(people.ravi).get(rule.get_absolute_url()))


def test_adjusting_grants_what_was_adjusted_and_talking_grants_nothing(people, rule):
    adjusted, to_discuss = (
        tell("escalate", "x", people.sam, rule=rule, would="All", grantor="lead") for _n in range(2)
    )
    assert say(adjusted, "adjust", people.ravi, "Half").granted == "Half"
    talked = say(to_discuss, "talk", people.ravi)
    assert (talked.granted, talked.granted_by_name) == ("", "")
    back = verbs.withdraw_answer(adjusted, by=people.ravi, now=timezone.now())
    assert (back.granted, back.granted_by, back.granted_at) == ("", None, None)


def test_approved_in_person_is_one_tap(people, sign_in, rule):
    data = {"about": "no receipt", "would": "Gift card of 50", "granted_by": people.ravi.pk}
    key = str(uuid4())
    client = sign_in(people.sam)
    answers = [client.post(address(rule, "Gift card"), data | {"client_key": key}) for _n in range(2)]
    case = Case.objects.get()
    assert {answer.url for answer in answers} == {f"/ask/{case.pk}/"}
    assert (case.in_person, case.granted_by, case.granted) == (True, people.ravi, "Gift card of 50")
    assert (case.situation_key, case.edition) == (rule.situations.get().key, 1)
    assert not case.is_open
    assert list(Event.objects.filter(chain__subject=case.subject).values_list("verb", flat=True)) == [
        "approved in person"
    ]
    assert "Approved in person by Ravi Shah" in words_of(client.get(f"/ask/{case.pk}/"))
    assert verify().altered == []


def test_an_approval_after_the_question_is_kept_too(people, sign_in, rule):
    """Asked, then back in the browser: the same page, the same words, and now somebody came and said yes."""
    client, key = sign_in(people.sam), str(uuid4())
    data = {"about": "no receipt", "would": "Gift card of 50", "client_key": key}
    client.post(address(rule, "Gift card"), data)
    for granter in (people.ravi, people.petra):
        for _n in range(2):
            answer = client.post(address(rule, "Gift card"), data | {"granted_by": granter.pk})
            assert f"Approved in person by {granter}" in words_of(client.get(answer.url))
    client.post(address(rule, "Full refund"), data)
    cases = Case.objects.order_by("pk").values_list("granted_by_name", "in_person", "option_key")
    gift, refund = option_of(rule, "Gift card").key, option_of(rule, "Full refund").key
    assert list(cases) == [
        ("", False, gift),
        ("Ravi Shah", True, gift),
        ("Petra Novak", True, gift),
        ("", False, refund),
    ]


def test_a_slip_is_taken_back_by_whoever_noted_it_within_a_day(people, sign_in, rule):
    data = {"about": "no receipt", "would": "Gift card of 50", "granted_by": people.ravi.pk}
    data["client_key"] = str(uuid4())
    sam = sign_in(people.sam)
    sam.post(address(rule, "Gift card"), data)
    case = Case.objects.get()
    assert has_withdraw(sam.get(case.get_absolute_url()))
    assert not has_withdraw(sign_in(people.ravi).get(case.get_absolute_url()))
    post(sign_in(people.ravi), "take_back", case)
    assert stored(case).in_person
    for _n in range(2):
        answer = post(sam, "take_back", case)
        assert "Withdrawn. Nobody is recorded as approving it." in words_of(sam.get(answer.url))
    taken = stored(case)
    assert (taken.in_person, taken.granted_by, taken.granted_by_name, taken.is_open) == (False, None, "", False)
    assert "Approved in your name" not in words_of(sign_in(people.ravi).get("/cases/"))
    assert list(Event.objects.filter(chain__subject=case.subject).values_list("verb", flat=True)) == [
        "approved in person",
        "approval taken back",
    ]

    sam.post(address(rule, "Gift card"), data)
    old = Case.objects.latest("pk")
    assert (old.in_person, old.pk != case.pk) == (True, True), "from the same page, on second thoughts"
    Case.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=1))
    assert not has_withdraw(sam.get(old.get_absolute_url()))
    answer = post(sam, "take_back", old)
    assert "This was more than a day ago and can't be undone." in words_of(sam.get(answer.url))
    assert stored(old).in_person
    open_case = tell("escalate", "mine", people.sam, rule=rule, would="All", grantor="lead")
    post(sam, "take_back", open_case)
    assert stored(open_case).is_open, "what was only asked stays asked"


def test_a_named_role_approves_in_person(people, sign_in, rule):
    data = {"about": "no receipt", "would": "Cash", "granted_by": "role"}
    sign_in(people.sam).post(address(rule, "Cash from the safe"), data)
    case = Case.objects.get()
    assert (case.granted_by, case.granted_by_name, case.granted_at) == (None, "The duty engineer", None)


def test_who_may_not_grant_it_cannot_be_named(people, sign_in, rule):
    client = sign_in(people.sam)
    tries = [("Full refund", people.ravi.pk), ("Gift card", people.sam.pk), ("Gift card", people.mia.pk)]
    tries += [
        ("Gift card", "role"),
        ("Cash from the safe", people.ana.pk),
        ("Gift card", "x"),
        ("Gift card", "9" * 40),
    ]
    for text, chosen in tries:
        data = {"about": "no receipt", "would": "Typed words", "granted_by": chosen}
        answer = client.post(address(rule, text), data)
        assert answer.status_code == 422, (text, chosen)
        assert "Choose someone who can approve it." in words_of(answer)
        assert "Typed words" in answer.text
    assert not Case.objects.exists()


def test_whoever_is_named_finds_it(people, sign_in, rule):
    """Nobody's name is used behind their back."""
    data = {"about": "no receipt", "would": "Gift card of 50", "granted_by": people.ravi.pk}
    sign_in(people.sam).post(address(rule, "Gift card"), data)
    assert "Approved in your name" in words_of(sign_in(people.ravi).get("/cases/"))
    assert "Gift card of 50" in words_of(sign_in(people.ravi).get("/cases/"))
    assert "Approved in your name" not in words_of(sign_in(people.ana).get("/cases/"))


def test_without_an_option_it_is_for_whoever_answers(people, sign_in, rule):
    assert goes_to(sign_in(people.sam).get(address(rule))).startswith("Ana Ruiz ext. 12")
    assert "would" in read(sign_in(people.sam).post(address(rule), {"about": "x"})).wrong


def test_it_is_about_a_rule(people, sign_in):
    for where in ("/escalate/new/", "/escalate/new/?rule=", "/escalate/new/?rule=nowhere"):
        assert sign_in(people.sam).get(where).status_code == 404


def test_the_ways_out_are_the_same_for_everybody(people, rule):
    situation = rule.editions.get().content_data["situations"][0]
    contexts = {o["text"]: tags.above_my_limit(rule, situation, o) for o in situation["options"]}
    from django.template.loader import render_to_string

    html = {text: render_to_string("feedback/_above.html", context).strip() for text, context in contexts.items()}
    assert html["Exchange it"] == ""
    assert html["Gift card"].count(f"option={option_of(rule, 'Gift card').key}") == 1

    def ways(context):
        return pages.read(render_to_string("feedback/_not_covered.html", context)).links.values()

    for page in ("ask", "log"):
        assert f"/{page}/new/?rule={rule.slug}&q=late%20%26%20lost" in ways(tags.not_covered(rule, "late & lost"))
    assert "/ask/new/" in ways({})
    assert "/ask/new/?q=key" in ways(tags.not_covered(quoted="key"))


def test_every_way_out_leads_to_a_page(people, sign_in, rule):
    client = sign_in(people.sam)
    for text in ("Gift card", "Full refund", "Cash from the safe"):
        assert client.get(address(rule, text)).status_code == 200
    assert client.get(f"/ask/new/?rule={rule.slug}&q=late").status_code == 200
