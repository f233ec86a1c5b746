"""What is noted down without a network: it waits on the device, says so, and counts once."""

import pytest
from django.core.exceptions import PermissionDenied
from playwright.sync_api import expect

from policyhub.accounts.models import User
from policyhub.authoring.views.writing import CaptureView
from policyhub.evidence.models import Event
from policyhub.feedback.models import Pulse
from policyhub.registry.models import Rule
from tests.browser.conftest import COME_IN, sign_in
from tests.browser.link import AFTER, Link, unreliable
from tests.browser.test_offline import NO_NETWORK, left_behind, wait_for_copy
from tests.factories import BLACK_ROWS, RuleFactory, put_in_force
from tests.people import PASSWORD

pytestmark = pytest.mark.browser
TAPS = 50
CAPTURE = "/rules/capture/"


@pytest.fixture
def sam(everybody, open_page, live_server):
    """Sam's phone after one visit, and its link to the server."""
    link = Link(live_server.url)
    page = open_page("phone", everybody.sam, at=link.url, keeps=True, forgive=(NO_NETWORK, "status of 50"))
    page.goto("/")
    wait_for_copy(page)
    return page, link


def note(page, title):
    """Sam notes down, from the answers, what is not written."""
    page.goto(f"/?q={title}")
    page.locator("#known").fill(f"We do {title}.")
    page.get_by_role("button", name="Note as an unwritten rule").click()


def titles():
    return list(Rule.objects.order_by("pk").values_list("title", flat=True))


def waiting(page):
    return page.evaluate("device.unsent()")


def test_with_a_network_it_is_there_at_once(sam):
    page, _link = sam
    note(page, "zeppelin")
    expect(page.get_by_text("Noted. “zeppelin” is waiting to be written.")).to_be_visible()
    assert titles() == ["zeppelin"]
    assert waiting(page) == []


def test_without_one_it_says_not_sent_and_goes_by_itself_once(sam):
    page, link = sam
    link.cut()
    for title in ("zeppelin", "balloon", "kite"):
        note(page, title)
        expect(page.locator(".unsent")).to_have_text("Not sent yet. It's saved on this device. Undo")
        assert page.get_by_text("Noted.").count() == 0
    assert page.locator("#unsent").inner_text() == "Unsent: 3"
    assert titles() == []
    link.mend()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".unsent")).to_have_count(0)
    assert titles() == ["zeppelin", "balloon", "kite"], "in the order in which it was done"
    assert waiting(page) == []


def test_fifty_notes_over_a_line_that_loses_them_count_once_each(sam):
    page, link = sam
    link.lose = unreliable(7, CAPTURE, 0.5)
    note(page, "first")
    for n in range(1, TAPS):
        page.evaluate(
            """(n) => {
                const form = document.createElement("form");
                Object.assign(form, { method: "post", action: "/rules/capture/" });
                form.setAttribute("data-later", "");
                form.innerHTML = `<input name="title" value="note ${n}"><input name="statement"><button>Note</button>`;
                document.querySelector("main").append(form);
                form.requestSubmit();
            }""",
            n,
        )
    for _ in range(60):
        if not waiting(page):
            break
        page.evaluate("device.sending.send()")
    arrived = link.arrived.count(f"POST {CAPTURE}")
    events = Event.objects.filter(verb="captured").count()
    print(f"\n{TAPS} notes, {arrived} requests reached the server, {Rule.objects.count()} rules, {events} events")
    assert waiting(page) == []
    assert titles() == ["first", *(f"note {n}" for n in range(1, TAPS))]
    assert events == TAPS
    assert arrived > TAPS, "the control: without the key some would be there twice"


def test_the_browser_is_told_to_try_again_while_something_waits(sam):
    page, link = sam
    link.cut()
    note(page, "zeppelin")
    expect(page.locator(".unsent")).to_be_visible()
    worker = page.context.service_workers[0]
    synced = """() => new Promise((done) => {
        const event = new SyncEvent("sync", { tag: "unsent" });
        event.waitUntil = (work) => work.then(() => done("sent"), () => done("again"));
        self.dispatchEvent(event);
    })"""
    assert worker.evaluate(synced) == "again"
    link.mend()
    assert worker.evaluate(synced) == "sent"
    assert titles() == ["zeppelin"]


def test_two_pages_of_one_browser_send_each_thing_once(sam):
    page, link = sam
    link.cut()
    for n in range(5):
        note(page, f"note{n}")
        expect(page.locator(".unsent")).to_be_visible()
    other = page.context.new_page()
    other.goto("/later/")
    expect(other.locator("#rows li")).to_have_count(5)
    link.mend()
    for each in (page, other, page, other):
        each.evaluate("void device.sending.send()")
    expect(other.get_by_text("Nothing is unsent on this device.")).to_be_visible()
    assert link.arrived.count(f"POST {CAPTURE}") == 5
    assert titles() == [f"note{n}" for n in range(5)]


def test_it_can_be_taken_back_in_place_and_in_the_list(sam):
    page, link = sam
    link.cut()
    note(page, "zeppelin")
    page.get_by_role("button", name="Undo").click()
    assert page.locator("#known").input_value() == "We do zeppelin."
    assert waiting(page) == []
    page.get_by_role("button", name="Note as an unwritten rule").click()
    expect(page.locator(".unsent")).to_be_visible()
    page.locator("#unsent a").click()
    expect(page.locator("#rows li")).to_contain_text("We do zeppelin.")
    page.get_by_role("button", name="Discard").click()
    expect(page.get_by_text("Nothing is unsent on this device.")).to_be_visible()
    link.mend()
    page.reload()
    assert titles() == []


def test_what_cannot_be_taken_is_said_and_its_words_are_kept(sam):
    page, link = sam
    link.cut()
    page.goto("/?q=zeppelin")
    page.locator("#known").evaluate("(field) => field.removeAttribute('maxlength')")
    page.locator("#known").fill("We let it land. " * 60)
    page.get_by_role("button", name="Note as an unwritten rule").click()
    expect(page.locator(".unsent")).to_be_visible()
    note(page, "kite")
    expect(page.locator(".unsent")).to_be_visible()
    link.mend()
    page.goto("/later/")
    expect(page.locator("#rows li")).to_have_count(1)
    expect(page.locator("#rows .error")).to_contain_text("600 characters")
    expect(page.locator("#rows li")).to_contain_text("We let it land.")
    assert titles() == ["kite"], "it keeps nothing else back"


def test_a_form_that_is_refused_at_once_stays_as_it_was_typed(sam):
    page, _link = sam
    page.goto("/?q=zeppelin")
    page.locator("#known").evaluate("(field) => field.removeAttribute('maxlength')")
    page.locator("#known").fill("We let it land. " * 60)
    page.get_by_role("button", name="Note as an unwritten rule").click()
    expect(page.locator(".notice.error")).to_contain_text("600 characters")
    assert page.locator("#known").input_value().startswith("We let it land.")
    assert waiting(page) == []


def test_what_the_server_breaks_down_at_does_not_keep_the_others_back(sam, monkeypatch, settings):
    page, link = sam
    settings.DEBUG_PROPAGATE_EXCEPTIONS = False
    whole = CaptureView.form_valid

    def breaks(view, form):
        if form.cleaned_data["title"] == "zeppelin":
            raise RuntimeError("a fault of ours")
        return whole(view, form)

    monkeypatch.setattr(CaptureView, "form_valid", breaks)
    link.cut()
    for title in ("zeppelin", "kite"):
        note(page, title)
        expect(page.locator(".unsent")).to_be_visible()
    link.mend()
    page.goto("/later/")
    for _ in range(6):
        page.evaluate("device.sending.send()")
    expect(page.locator("#rows li")).to_have_count(1)
    expect(page.locator("#rows .error")).to_have_text("The server couldn't save it.")
    assert titles() == ["kite"]
    monkeypatch.setattr(CaptureView, "form_valid", whole)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Nothing is unsent on this device.")).to_be_visible()
    assert sorted(titles()) == ["kite", "zeppelin"]


def goes_out_as_sams(page, everybody):
    """Somebody else leaves the device; Sam is back, and what Sam wrote down is sent by itself, once."""
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/")
    sign_in(page, "sam")
    expect(page.locator("#unsent")).to_be_hidden()
    page.goto("/later/")
    expect(page.get_by_text("Nothing is unsent on this device.")).to_be_visible()
    assert list(Rule.objects.values_list("title", "captured_by")) == [("zeppelin", everybody.sam.pk)]


def test_it_waits_for_whoever_wrote_it_when_the_session_is_over(sam, everybody):
    page, link = sam
    link.cut()
    note(page, "zeppelin")
    expect(page.locator(".unsent")).to_be_visible()
    everybody.sam.end_sessions()
    link.mend()
    page.evaluate("device.sending.send()")
    assert len(waiting(page)) == 1
    assert titles() == []
    sign_in(page, "mia")
    page.goto("/later/")
    expect(page.get_by_text("Unsent entries from other people: 1.")).to_be_visible()
    assert "zeppelin" not in page.locator("main").inner_text()
    goes_out_as_sams(page, everybody)


CHANGES_HANDS = """(password) => {
    const really = window.fetch;
    const typed = async (address, values) => {
        const page = new DOMParser().parseFromString(await (await really(address)).text(), "text/html");
        const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
        const body = new URLSearchParams({ ...values, csrfmiddlewaretoken: token });
        const answer = await really(address, { method: "POST", body });
        if (!answer.ok) throw new Error(`${address} ${answer.status}`);
    };
    let first = true;
    window.fetch = async (address, how = {}) => {
        if (first && how.method === "POST") {
            first = false;
            const token = document.querySelector(".me [name=csrfmiddlewaretoken]").value;
            const body = new URLSearchParams({ csrfmiddlewaretoken: token, others_wait: "1" });
            await really("/sign-out/", { method: "POST", body });
            await typed("/sign-in/", { login: "mia", password });
        }
        return really(address, how);
    };
}"""


def test_what_is_on_its_way_when_the_device_changes_hands_waits_for_whoever_wrote_it(sam, everybody):
    """Mia signs in when the token for Sam's note is fetched already."""
    page, link = sam
    page.goto("/?q=zeppelin")
    page.evaluate(CHANGES_HANDS, PASSWORD)
    page.locator("#known").fill("We do zeppelin.")
    page.get_by_role("button", name="Note as an unwritten rule").click()
    expect(page.locator(".unsent")).to_be_visible()
    assert titles() == []
    assert len(waiting(page)) == 1
    assert link.arrived.count(f"POST {CAPTURE}") == 1, "with the old token alone, never with Mia's"
    page.goto("/later/")
    expect(page.get_by_text("Unsent entries from other people: 1.")).to_be_visible()
    goes_out_as_sams(page, everybody)


def test_a_token_that_is_old_by_then_is_fetched_anew(sam):
    page, link = sam
    page.goto("/?q=zeppelin")
    page.evaluate(
        """() => {
            const really = window.fetch;
            window.fetch = (address, how = {}) => {
                if (how.method === "POST") window.fetch = really;
                if (how.method === "POST") how.body.set("csrfmiddlewaretoken", "a".repeat(64));
                return really(address, how);
            };
        }"""
    )
    page.locator("#known").fill("We do zeppelin.")
    page.get_by_role("button", name="Note as an unwritten rule").click()
    expect(page.get_by_text("Noted. “zeppelin” is waiting to be written.")).to_be_visible()
    assert link.arrived.count(f"POST {CAPTURE}") == 2
    assert titles() == ["zeppelin"]
    assert waiting(page) == []


def test_what_is_not_allowed_is_said_and_waits_no_more(sam, monkeypatch):
    def closed(view, request, *args, **kwargs):
        raise PermissionDenied

    monkeypatch.setattr(CaptureView, "dispatch", closed)
    page, _link = sam
    note(page, "zeppelin")
    expect(page.locator(".notice.error")).to_be_visible()
    assert page.locator("#known").input_value() == "We do zeppelin."
    assert waiting(page) == []
    assert titles() == []


def test_signing_out_sends_first_what_waits(sam):
    page, link = sam
    link.cut()
    note(page, "zeppelin")
    expect(page.locator(".unsent")).to_be_visible()
    page.goto("/to-do/")  # on a phone the bar makes way for what is looked up
    link.mend()
    page.locator(".me form button").click()
    page.wait_for_url("**/sign-in/")
    assert titles() == ["zeppelin"]
    assert left_behind(page) == [[], []]


def test_signing_out_without_a_network_asks_before_anything_is_lost(sam):
    page, link = sam
    link.cut()
    note(page, "zeppelin")
    expect(page.locator(".unsent")).to_be_visible()
    page.goto("/to-do/")
    page.locator(".me form button").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Unsent: 1")
    dialog.get_by_role("button", name="Stay signed in").click()
    assert len(waiting(page)) == 1
    page.locator(".me form button").click()
    dialog.get_by_role("button", name="Discard and sign out").click()
    expect(page.get_by_text("You're signed out on this device")).to_be_visible()
    link.mend()
    page.wait_for_url("**/sign-in/", timeout=15000)
    assert titles() == []
    assert left_behind(page) == [[], []]


def test_signing_out_without_a_network_empties_the_device_and_is_told_to_the_server_later(sam, everybody):
    page, link = sam
    page.goto("/to-do/")
    link.cut()
    page.locator(".me form button").click()
    expect(page.get_by_text("You're signed out on this device")).to_be_visible()
    assert left_behind(page) == [[], []]
    assert everybody.sam.sessions.count() == 1, "the server does not know yet"
    link.mend()
    page.wait_for_url("**/sign-in/", timeout=15000)
    assert everybody.sam.sessions.count() == 0
    assert left_behind(page) == [[], []]


def test_a_tap_whose_answer_was_lost_is_not_there_twice(sam):
    page, link = sam
    once = iter([AFTER])
    link.lose = lambda method, path: next(once, "") if (method, path) == ("POST", CAPTURE) else ""
    note(page, "zeppelin")
    expect(page.locator(".unsent")).to_be_visible()
    assert titles() == ["zeppelin"], "the server has it, the phone does not know"
    page.evaluate("device.sending.send()")
    expect(page.locator(".unsent")).to_have_count(0)
    assert waiting(page) == []
    assert titles() == ["zeppelin"]
    assert link.arrived.count(f"POST {CAPTURE}") == 2


def test_where_the_device_can_keep_nothing_a_tap_goes_the_plain_way_with_its_button(sam, everybody):
    page, _link = sam
    rule = RuleFactory(by=everybody.ana, title="Diving", flexibility="black", rows=BLACK_ROWS)
    put_in_force(rule, everybody.ana)
    page.goto(rule.get_absolute_url())
    page.evaluate("() => { IDBObjectStore.prototype.add = () => { throw new Error('no room'); }; }")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.get_by_text("Noted: you're not comfortable enforcing it.")).to_be_visible()
    assert not Pulse.objects.get().fine


def test_a_till_is_left_when_nobody_touches_any_of_its_pages(sam):
    page, _link = sam
    page.goto("/till/")
    page.get_by_role("button", name="Make this a shared device").click()
    expect(page.get_by_text("This is now a shared device.")).to_be_visible()
    page.clock.install()
    page.goto("/")
    other = page.context.new_page()
    other.goto("/rules/")
    for _ in range(3):
        page.clock.run_for("09:00")
        other.keyboard.press("Shift")
    page.wait_for_timeout(1500)
    assert "/sign-in/" not in page.url, "somebody is there, in the other page"
    assert page.evaluate("fetch('/later/token/', { redirect: 'manual' }).then((answer) => answer.status)") == 200
    page.clock.run_for("11:00")
    page.wait_for_url("**/sign-in/")


def test_a_shared_till_changes_hands(sam, everybody):
    page, _link = sam
    User.objects.filter(pk=everybody.mia.pk).update(name="Mia Brandt")
    page.goto("/till/")
    page.get_by_role("button", name="Make this a shared device").click()
    expect(page.get_by_text("This is now a shared device.")).to_be_visible()
    box = page.get_by_role("button", name="Switch person").bounding_box()
    assert box["height"] >= 44
    assert box["x"] + box["width"] <= 360
    page.get_by_role("button", name="Switch person").click()
    page.wait_for_url("**/sign-in/")
    assert left_behind(page) == [[], []]
    page.get_by_role("link", name="Sam Lee").click()
    assert page.locator("#id_login").input_value() == "sam"
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(COME_IN)
    assert {cookie["expires"] for cookie in page.context.cookies() if cookie["name"] == "sessionid"} == {-1}
