"""What of the rules a device gets to keep: what its reader may see, in small pieces, and nothing twice."""

import json
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from policyhub.accounts.models import Membership, Role, User
from policyhub.accounts.views import BACKEND
from policyhub.lookup.models import Card
from policyhub.offline import offline_copy as saved
from policyhub.publishing import actions as publishing
from policyhub.registry.models import Rule
from standards.actions import Measurement, record_result
from tests.factories import GREY_ROWS, RuleFactory, put_in_force
from tests.pages import read

LIST = "/saved-copy/"
MOST_QUERIES = 9


def in_force(people, title="Towels", **fields):
    rule = RuleFactory(by=people.ana, title=title, **fields)
    put_in_force(rule, people.ana)
    return Rule.objects.get(pk=rule.pk)


def a_standard(people, title):
    rows = {"measures": [{"criterion": "Longest wait", "target": "5", "unit": "minutes", "how_checked": "by eye"}]}
    return in_force(people, title, kind="standard", target="Five minutes at most", rows=rows)


@pytest.fixture
def sam(people, sign_in):
    return sign_in(people.sam)


def listed(client):
    return client.get(LIST).json()


def rows(client):
    """Everything in the copy, as a device fetches it."""
    keys = [key for key, _digest in listed(client)["editions"]]
    return [row for at in range(0, len(keys), saved.BATCH) for row in batch(client, keys[at : at + saved.BATCH])]


def batch(client, keys):
    return client.get(LIST, {"keys": ",".join(map(str, keys))}).json()["editions"]


def titles(client):
    return sorted(row["title"] for row in rows(client))


def test_it_holds_what_is_in_force_and_what_will_be(people, sam):
    in_force(people, "Towels", flexibility="grey", rows=GREY_ROWS)
    planned = RuleFactory(by=people.ana, title="Robes")
    put_in_force(planned, people.ana, planned=timezone.now() + timedelta(days=3))
    RuleFactory(by=people.ana, title="A draft")
    gone = in_force(people, "Old lockers")
    publishing.retire(gone, why="Over.", successor=None, number=2, by=people.ana, now=timezone.now())
    assert titles(sam) == ["Robes", "Towels"]
    robes, towels = sorted(rows(sam), key=lambda row: row["title"])
    assert robes["starts"] > time.time() * 1000 > towels["starts"]
    assert "Exchange it" in towels["html"]
    assert "exchange" in towels["words"].split()
    assert "csrfmiddlewaretoken" not in towels["html"]


def test_a_restricted_rule_is_for_its_teams_alone_also_by_its_key(people, sign_in):
    secret = in_force(people, "The safe")
    Rule.objects.filter(pk=secret.pk).update(restricted=True)
    secret.restricted_to.set([people.pool])
    key = secret.editions.get().pk
    sam, mia = sign_in(people.sam), sign_in(people.mia)
    assert (titles(sam), titles(mia)) == ([], ["The safe"])
    assert batch(sam, [key]) == []
    assert [row["key"] for row in batch(mia, [key])] == [key]


def test_editions_that_are_not_in_force_cannot_be_fetched_by_their_key(people, sam):
    rule = in_force(people)
    people.organisation.second_person = True
    people.organisation.save()
    Rule.objects.filter(pk=rule.pk).update(statement="Not signed yet.")
    waiting = publishing.propose(
        Rule.objects.get(pk=rule.pk), publishing.Proposal(), number=2, by=people.ana, now=timezone.now()
    )
    assert waiting.state == "waiting"
    assert batch(sam, [waiting.pk]) == []


def test_the_list_is_not_sent_again_while_it_is_the_same(people, sam):
    in_force(people)
    since = listed(sam)["since"]
    assert sam.get(LIST, {"since": since}).status_code == 204
    in_force(people, "Robes")
    assert sam.get(LIST, {"since": since}).status_code == 200


def new_phone(people, rule):
    people.ana.phone = "ext. 99"
    people.ana.save()


def new_result(people, rule):
    day = timezone.localdate()
    measurement = Measurement(day, day, "no", words="Two of five")
    record_result(rule, measurement, client_key=None, by=people.ana, now=timezone.now())


def other_zone(people, rule):
    """In which the day of the signature is another one."""
    people.organisation.time_zone = "Pacific/Kiritimati"
    people.organisation.save()


def other_language(people, rule):
    people.organisation.language = "de"
    people.organisation.save()


CHANGES = [
    (new_phone, "ext. 99"),
    (new_result, "Two of five, not met"),
    (other_zone, "Signed by Ana Ruiz, 6 July 2026"),
    (other_language, "Signed by Ana Ruiz, 5 Juli 2026"),
]


@pytest.mark.parametrize(("change", "visible"), CHANGES)
def test_a_digest_changes_with_all_that_a_card_shows(people, sam, settings, change, visible):
    settings.SCREEN_LANGUAGES = ["en", "de"]
    with time_machine.travel(datetime(2026, 7, 5, 12, tzinfo=UTC), tick=False):
        rule = a_standard(people, "Waiting")
    (before,) = rows(sam)
    since = listed(sam)["since"]
    assert visible not in before["html"]
    change(people, rule)
    assert sam.get(LIST, {"since": since}).status_code == 200
    (after,) = rows(sam)
    assert after["digest"] != before["digest"]
    assert visible in after["html"]
    assert after["digest"] == dict(listed(sam)["editions"])[after["key"]]


def another_name(people):
    User.objects.filter(pk=people.ravi.pk).update(name="Ravi Shah-Lee")


def another_phone(people):
    User.objects.filter(pk=people.ravi.pk).update(phone="ext. 98")


def another_role(people):
    Membership.objects.filter(person=people.ravi).update(role=Role.MANAGER)


def left(people):
    User.objects.filter(pk=people.ravi.pk).update(is_active=False)


@pytest.mark.parametrize("change", [another_name, another_phone, another_role, left])
def test_whom_to_call_is_told_anew_when_it_changes(people, sam, change):
    before = listed(sam)
    change(people)
    after = listed(sam)
    assert after["whom"] != before["whom"]
    assert after["since"] != before["since"]


def test_whom_to_call_are_those_who_lead_and_manage_ones_own_teams(people, sign_in):
    def named(person):
        colleagues = read(listed(sign_in(person))["whom"]).all("listitem")
        return [(colleague.b.get_text(), colleague.span.get_text()) for colleague in colleagues]

    lead, managers = ("Ravi Shah", "Lead"), [("Ana Ruiz", "Manager"), ("Petra Novak", "Manager")]
    assert named(people.sam) == [lead, *managers]
    assert named(people.mia) == managers[1:], "who leads the desk is not hers to call"
    assert named(people.ravi) == managers
    assert "someone will look at it later" in listed(sign_in(people.ada))["whom"]


def test_whom_to_call_costs_the_same_for_many(people, sam):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            listed(sam)
        return len(captured)

    few = queries()
    for n in range(8):
        colleague = User.objects.create_user(f"lead{n}", name=f"Lead {n}", phone=f"ext. {n}")
        Membership.objects.create(person=colleague, team=people.desk, role=(Role.LEAD, Role.MANAGER)[n % 2])
    assert queries() == few


def test_what_stands_stays(people, sam):
    in_force(people)
    before = dict(listed(sam)["editions"])
    in_force(people, "Robes")
    assert dict(listed(sam)["editions"]).items() > before.items()


def test_a_card_that_is_not_kept_yet_is_the_same(people, sam):
    in_force(people, flexibility="grey", rows=GREY_ROWS)
    (row,) = rows(sam)
    Card.objects.all().delete()
    assert rows(sam)[0]["html"] == row["html"]
    assert 'action="/rules/towels/helped/"' in row["html"]
    assert "<h1" not in row["html"]


def test_another_sign_in_is_another_copy_and_neither_tells_who(people, sign_in):
    first, second, mia = listed(sign_in(people.sam)), listed(sign_in(people.sam)), listed(sign_in(people.mia))
    assert len({first["who"], second["who"], mia["who"]}) == 3
    assert "sam" not in json.dumps(first)


def test_retired_rules_are_told_with_what_took_their_place(people, sam):
    new, old = in_force(people, "New lockers"), in_force(people, "Old lockers")
    publishing.retire(old, why="Over.", successor=new, number=2, by=people.ana, now=timezone.now())
    assert listed(sam)["retired"] == {"old-lockers": ["New lockers", "/rules/new-lockers/"]}


@pytest.mark.parametrize("keys", ["", "x", "1,,2", "-1", "1" * 30, "٣", ",".join(map(str, range(101)))])
def test_odd_keys_are_refused(sam, keys):
    assert sam.get(LIST, {"keys": keys}).status_code == 400


def test_a_long_text_is_kept_in_part(people, sam):
    in_force(people, body="Whoever lends a towel writes it down. " * 5000)
    (row,) = rows(sam)
    assert len(row["text"]) <= saved.MAX_TEXT + 2
    assert len(json.dumps(row)) < 10_000


def test_what_it_costs_does_not_grow_with_the_number_of_rules(people, sam):
    def queries(address):
        with CaptureQueriesContext(connection) as captured:
            assert sam.get(address).status_code == 200
        return len(captured)

    def measured():
        keys = ",".join(str(key) for key, _digest in listed(sam)["editions"][:100])
        return queries(LIST), queries(f"{LIST}?keys={keys}")

    in_force(people, "Towels")
    few = measured()
    for n in range(60):
        adopted(people, n)
    assert measured() == few
    assert max(few) <= MOST_QUERIES, few
    started = time.perf_counter()
    packed = json.dumps(rows(sam)).encode()
    print(f"\n{len(rows(sam))} rules: {len(packed) / 1000:.0f} kB, {(time.perf_counter() - started) * 500:.0f} ms")


def test_a_batch_of_standards_costs_what_one_costs(people, sam):
    """Each shows its latest result."""

    def queries():
        keys = [key for key, _digest in listed(sam)["editions"]]
        with CaptureQueriesContext(connection) as captured:
            assert len(batch(sam, keys)) == len(keys)
        return len(captured)

    a_standard(people, "Waiting")
    one_standard = queries()
    for n in range(11):
        a_standard(people, f"Waiting, case {n}")
    print(f"\none standard: {one_standard} queries, twelve: {queries()}")
    assert queries() == one_standard


def adopted(people, n):
    values = {"title": f"Towels, case {n}", "source": f"{n}.md", "owner": people.ana, "body": "A towel. " * 300}
    publishing.adopt(values, "policy", by=people.ana, now=timezone.now())


def test_a_reading_never_writes(people, sam):
    in_force(people)
    with CaptureQueriesContext(connection) as captured:
        for address in (LIST, "/later/token/", "/offline/", "/later/", "/service-worker.js", "/manifest.webmanifest"):
            assert sam.get(address).status_code == 200
    assert [q["sql"] for q in captured if q["sql"].startswith(("INSERT", "UPDATE", "DELETE"))] == []


# The worker and the home screen


def test_the_worker_covers_the_whole_site_and_is_always_asked_for_anew(people):
    response = Client().get("/service-worker.js")
    assert response["Service-Worker-Allowed"] == "/"
    assert "no-cache" in response["Cache-Control"]
    assert response["Content-Type"] == "text/javascript"
    first, second = response.text.splitlines()
    config = json.loads(first.removeprefix("self.TOLD = ").rstrip(";"))
    assert second.startswith('importScripts(...["/static/offline_client.js", "/static/worker.js"')
    assert {"capture", "together", "unwritten"} <= set(config["reserved"])
    assert 'value=""' in config["parts"]["search"]
    assert 'value=""' in config["parts"]["capture"]


def test_the_home_screen_has_our_name_and_icons_that_are_there(people):
    manifest = Client().get("/manifest.webmanifest").json()
    assert (manifest["name"], manifest["start_url"], manifest["scope"]) == ("Lakeside Leisure", "/", "/")
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}


def test_signing_out_tells_the_browser_to_forget(people, sign_in):
    assert sign_in(people.sam).post("/sign-out/")["Clear-Site-Data"] == '"cache", "storage"'
    response = sign_in(people.sam).post("/sign-out/", {"others_wait": "1"})
    assert response["Clear-Site-Data"] == '"cache"', "what somebody else noted down waits for them"


def test_the_token_lets_a_form_in_and_belongs_to_whoever_is_signed_in(people):
    client = Client(enforce_csrf_checks=True)
    assert client.get("/later/token/").status_code == 302
    client.force_login(people.sam, backend=BACKEND)
    token_data = client.get("/later/token/").json()
    assert token_data["person"] == saved.person_key(people.sam) != saved.person_key(people.mia)
    form = {
        "title": "Kites",
        "statement": "",
        "client_key": "5f2a1c1e-6c1b-4a53-9a0e-0d6f3c1b2a01",
        "at": "2026-01-01",
    }
    assert client.post("/rules/capture/", form).status_code == 403
    for _twice in range(2):
        assert client.post("/rules/capture/", form | {"csrfmiddlewaretoken": token_data["token"]}).status_code == 302
    assert Rule.objects.filter(title="Kites").count() == 1


def test_what_somebody_else_wrote_down_is_not_taken(people, sign_in):
    sam = sign_in(people.sam)
    for author, status in [(people.mia, 412), (people.sam, 302)]:
        assert not Rule.objects.exists()
        form = {"title": "Kites", "statement": ""}
        answer = sam.post("/rules/capture/", form, headers={"Written-By": saved.person_key(author)})
        assert answer.status_code == status
    assert Rule.objects.get().captured_by == people.sam
