"""Nobody signs what they have not seen, nothing typed is lost, nothing is told to whoever may not read it."""

import threading

import pytest
from django.db import connection
from django.utils import timezone

from policyhub.accounts.models import Membership, Organisation, Role
from policyhub.background.models import Outbox
from policyhub.classification.actions import classify
from policyhub.evidence.models import Event
from policyhub.publishing import actions as publishing
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule
from tests.factories import GREY_ROWS, RuleFactory, put_in_force
from tests.people import PASSWORD


def save(rule, by, **values):
    return writing.write(rule, writing.RuleInput(values), version=rule.version, by=by, now=timezone.now())


def form_of(client, address):
    """The hidden and chosen values of the form at ``address``, as a browser would send them back."""
    form = client.get(address).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def test_a_text_that_changed_while_the_page_was_open_is_not_signed(people, sign_in):
    rule = RuleFactory(by=people.ana, statement="Seen.")
    ana = sign_in(people.ana)
    typed = form_of(ana, f"{rule.get_absolute_url()}propose/") | {"password": PASSWORD}
    save(rule, people.petra, statement="Unseen.")

    assert ana.post(f"{rule.get_absolute_url()}propose/", typed).status_code == 409
    assert not Edition.objects.exists()


def test_a_retired_rule_comes_back_as_it_was_shown(people, sign_in):
    rule = RuleFactory(by=people.ana)
    put_in_force(rule, people.ana)
    publishing.retire(rule, why="Done.", successor=None, number=2, by=people.ana, now=timezone.now())
    ana = sign_in(people.ana)
    typed = form_of(ana, f"{rule.get_absolute_url()}restore/") | {"password": PASSWORD, "why": "Again."}
    save(rule, people.petra, statement="Unseen.")

    assert ana.post(f"{rule.get_absolute_url()}restore/", typed).status_code == 409
    assert rule.editions.count() == 2


def test_moving_a_rule_to_another_team_does_not_let_its_proposer_sign(people):
    Organisation.objects.update(second_person=True)
    Membership.objects.filter(person=people.petra, team=people.pool).update(role=Role.STAFF)
    Membership.objects.create(person=people.ana, team=people.pool, role=Role.MANAGER)
    rule = RuleFactory(by=people.ana, team=people.desk)
    edition = publishing.propose(rule, publishing.Proposal(), number=1, by=people.ana, now=timezone.now())
    save(rule, people.ana, team=people.pool)

    with pytest.raises(Exception, match="Someone else has to sign this"):
        publishing.sign(edition, "approve", "", digest=edition.digest, by=people.ana, now=timezone.now())
    publishing.sign(edition, "approve", "", digest=edition.digest, by=people.petra, now=timezone.now())


def test_who_could_read_a_rule_when_stands_in_its_events(people):
    rule = RuleFactory(by=people.ana, team=people.desk)
    save(rule, people.ana, team=people.pool, meets_customers=False)

    last = Event.objects.filter(chain__subject=rule.subject).last()
    assert '"team":"Desk"' in last.before
    assert '"meets_customers":true' in last.before
    assert '"team":"Pool"' in last.after
    assert '"meets_customers":false' in last.after


def test_the_same_kind_again_takes_nothing_away(people):
    rows = {"steps": [{"text": "Ask.", "who": "", "firmness": "adapt", "basis": "", "warning": ""}]}
    rule = RuleFactory(by=people.ana, kind="procedure", rows=rows)

    writing.change_kind(rule, "procedure", by=people.ana, now=timezone.now())

    assert rule.kind_object().steps.live().count() == 1


def test_what_was_typed_at_the_old_address_comes_along(people, sign_in):
    rule = RuleFactory(by=people.ana, title="Towels")
    save(rule, people.petra, title="Linen")

    response = sign_in(people.ana).post("/rules/towels/edit/", {"title": "Typed"})

    assert response.status_code == 308
    assert response.url == "/rules/linen/edit/"


def test_a_restricted_title_is_mailed_only_to_those_who_may_read_it(people):
    Organisation.objects.update(second_person=True)
    Membership.objects.create(person=people.ravi, team=people.pool, role=Role.MANAGER)
    rule = RuleFactory(by=people.petra, title="Alarm code", restricted=True, restricted_to=[people.pool])
    publishing.propose(rule, publishing.Proposal(), number=1, by=people.petra, now=timezone.now())

    assert [mail.person for mail in Outbox.objects.all()] == [people.ravi]


def test_staff_read_the_list_as_it_is_in_force_and_not_the_working_text(people, sign_in):
    rule = RuleFactory(by=people.ana, title="Towels", flexibility="grey", rows=GREY_ROWS)
    put_in_force(rule, people.ana)
    rule.refresh_from_db()
    rule = save(rule, people.ana, title="Secret plan")
    classify.decide(rule, "black", "Secret why.", version=rule.version, by=people.ana, now=timezone.now())

    page = sign_in(people.sam).get("/rules/").text
    assert "Towels" in page
    assert "Secret" not in page
    assert "plate grey" in page


@pytest.mark.engine
def test_four_clicks_at_once_note_one_rule_down(transactional_db, request):
    people = request.getfixturevalue("people")
    key, rule_keys, begin = "6f1f3a52-2f4c-4a44-9a93-0f8f5b8f7d10", [], threading.Barrier(4)

    def click():
        begin.wait()
        rule_keys.append(writing.capture("Keys", "", client_key=key, by=people.sam, now=timezone.now()).pk)
        connection.close()

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(rule_keys) == 4
    assert Rule.objects.count() == 1
