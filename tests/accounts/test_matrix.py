"""Every page by every method and actor of ``tests/access_matrix.py``, made against the URL conf."""

import functools
import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby, product
from typing import Any
from urllib.parse import urlencode

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import connection, transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode

from policyhub.accounts import actions as people_actions
from policyhub.accounts.models import Invitation, Membership, Role, Team, User
from policyhub.accounts.set_up_code import set_up_code
from policyhub.accounts.views import BACKEND
from policyhub.classification.models import TrainingRun
from policyhub.classifier.model import shipped_model
from policyhub.customers import actions as customers
from policyhub.discussion import actions as discussion
from policyhub.discussion.models import Comment
from policyhub.evidence.canonical import digest
from policyhub.evidence.models import Event
from policyhub.feedback.actions import cases as case_actions
from policyhub.feedback.actions import taps
from policyhub.feedback.models import Case, FeedbackEntry, OptionUse
from policyhub.glossary import actions as glossary
from policyhub.glossary import terms as vocabulary
from policyhub.imports.models import Batch, Item, SourceDocument, Upload
from policyhub.publishing import actions as publishing
from policyhub.publishing import bulk
from policyhub.registry import writing
from policyhub.registry.models import Edition, Rule, RuleLink
from policyhub.reviews.models import Round
from policyhub.search import actions as lookup_actions
from policyhub.search.models import FailedSearch
from policyhub.touchpoints import actions as touchpoints
from policyhub.touchpoints.models import Touchpoint
from tests.access_matrix import ACTORS, ROWS, Row
from tests.factories import GREY_ROWS, RuleFactory
from tests.people import PASSWORD, People, gather, person

FORM = "application/x-www-form-urlencoded"
PUBLIC = {
    "accounts:new_password",
    "dashboard:start",
    "accounts:set_up",
    "dashboard:start_example",
    "dashboard:leave_example",
    "accounts:join",
    "mfa_authenticate",
    "account_login",
    "account_logout",
    "dashboard:components",
    "dashboard:demo_people",
    "dashboard:demo_sign_in",
    "customers:list",
    "customers:page",
    "customers:fragment",
    "customers:sitemap",
    "customers:robots",
    "offline:manifest",
    "offline:service_worker",
}
NOT_SIGNED_IN = {"anonymous", "deactivated"}
# These are told in words at the form, 422, that it is not theirs: they may read the page
TOLD_AT_THE_FORM = {("publishing:sign", "proposer")}


# --- The URL conf ---


def walk(patterns: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """(full name, pattern) of every URL, nested ones too."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            below = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from walk(pattern.url_patterns, below)
        else:
            yield f"{namespace}{pattern.name or ''}", pattern


# The admin's pages are tried in tests/admin, each model with each page
PAGES = [(name, pattern) for name, pattern in walk(get_resolver().url_patterns) if not name.startswith("admin:")]
ASKS_A_RULE = {"feedback:ask", "feedback:log", "feedback:escalate"}
FOR_CUSTOMERS = {"customers:list", "customers:page", "customers:fragment", "customers:sitemap", "customers:robots"}
ABOUT_A_RULE = {name for name, pattern in PAGES if "slug" in pattern.pattern.converters} - FOR_CUSTOMERS


# --- The world in which a line is tried ---


@dataclass
class World:
    """Everybody, one rule as the line wants it, linked to another, two touchpoints, a session for each actor."""

    stands: str
    people: People
    rule: Rule
    link: RuleLink
    nina: User
    invitation: Invitation
    who: dict[str, User]
    sessions: dict[str, str]
    touchpoint: Touchpoint
    twin: Touchpoint
    round: Round
    batch: Batch
    comment: Comment
    case: Case
    missed: FailedSearch
    synonym: str

    def address(self, page: str) -> str:
        names = dict(PAGES)[page].pattern.converters
        address = reverse(page, kwargs={n: (VALUES.get(f"{n} of {page}") or VALUES[n])(self) for n in names})
        return f"{address}?rule={self.rule.slug}" if page in ASKS_A_RULE else address

    def browser(self, actor: str, **options: Any) -> Client:
        client = Client(**{"HTTP_HOST": "localhost"} | options)
        if actor in self.sessions:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[actor]
        return client

    def call(self, actor: str, method: str, page: str, data: Any = None, **options: Any) -> Any:
        body = urlencode(data or {}) if method != "GET" else ""
        return self.browser(actor, **options).generic(method, self.address(page), body, content_type=FORM)


VALUES: dict[str, Callable[[World], Any]] = {
    "slug": lambda w: w.rule.slug,
    "part of authoring:section": lambda w: "say",
    "day": lambda w: timezone.localdate().isoformat(),
    "pk": lambda w: w.nina.pk,
    "pk of authoring:remove_link": lambda w: w.link.pk,
    "pk of accounts:team": lambda w: w.people.desk.pk,
    "pk of accounts:cancel_invitation": lambda w: w.invitation.pk,
    "pk of reviews:close_round": lambda w: w.round.pk,
    "pk of reviews:round": lambda w: w.round.pk,
    **{f"pk of {page}": lambda w: w.batch.pk for page, _p in PAGES if page.startswith("imports:")},
    **{f"pk of {page}": lambda w: w.comment.pk for page, _p in PAGES if page.startswith("discussion:")},
    **{f"pk of {page}": lambda w: w.case.pk for page, _p in PAGES if page.startswith("feedback:case")},
    **{f"pk of feedback:use_{verb}": lambda w: OptionUse.objects.get().pk for verb in ("outcome", "undo")},
    **{f"pk of feedback:entry_{verb}": lambda w: FeedbackEntry.objects.get().pk for verb in ("explanation", "undo")},
    "item": lambda w: w.batch.items.get().pk,
    "kind": lambda w: "policy",
    "name": lambda w: "owner",
    "reference": lambda w: w.link.to_rule.reference,
    "key": lambda w: "policy",
    "key of glossary:remove": lambda w: "our-shift",
    **{f"key of {page}": lambda w: w.synonym for page, _p in PAGES if page.startswith("search:")},
    **{f"pk of {page}": lambda w: w.missed.pk for page, _p in PAGES if page.startswith("search:")},
    "team": lambda w: w.people.desk.pk,
    "token": lambda w: w.invitation.token,
    "key of accounts:new_password": lambda w: urlsafe_base64_encode(str(w.nina.pk).encode()),
    "token of accounts:new_password": lambda w: default_token_generator.make_token(w.nina),
    **{f"pk of {page}": lambda w: w.touchpoint.pk for page, _p in PAGES if page.startswith("touchpoints:")},
}


def make_world(stands: str = "") -> World:
    p, now = gather(), timezone.now()
    otto, gwen = person("otto", "Otto Beck"), person("gone", "Gwen Gone")
    nina = person("nina", "Nina New", is_active=stands != "after leaving")
    places = [(otto, p.pool, Role.MANAGER), (gwen, p.desk, Role.MANAGER), (nina, p.desk, Role.STAFF)]
    Membership.objects.bulk_create([Membership(person=who, team=team, role=role) for who, team, role in places])
    p.organisation.second_person = "alone" not in stands
    p.organisation.save()
    who = {"staff": p.sam, "lead": p.ravi, "manager": p.petra, "other manager": otto, "admin": p.ada}
    who |= {"deactivated": gwen, "proposer": p.ana}
    sessions = {actor: session_of(somebody) for actor, somebody in who.items()}
    User.objects.filter(pk=gwen.pk).update(is_active=False)  # past the verb, which would end the session too
    if stands == "demo":
        nina.set_unusable_password()
        nina.save()
    invitation = people_actions.invite(Invitation(name="Ivy", team=p.pool), link="TOKEN", by=p.ada, now=now)
    rule, linked = make_rule(p, stands), RuleFactory(by=p.ana, team=p.desk, title="Laundry")
    link = RuleLink.objects.create(from_rule=rule, to_rule=linked, kind="carried_out_by")
    touchpoint, twin = touchpoints_of(p, linked)
    glossary.add(vocabulary.TermText("Shift", "From one handover to the next."), by=p.ada, now=now)
    review_round = Round(name="Spring", reviewer=p.ada, due=now.date(), opened_by=p.ada, opened_at=now)
    review_round.save()
    comment = ask(rule, nina, resolved="resolved" in stands)
    if stands == "open to customers":
        p.organisation.customers_pages = True
        p.organisation.save()
        customers.show_to_customers(rule, by=p.ana, now=now)
    if stands == "learnt":
        learnt_from_nothing(now)
    lines = send_lines(p.ana)
    case = ask_at_the_counter(p, rule, answered="answered" in stands)
    missed, terms = missed_and_terms(p, settled="settled" in stands)
    made_of = (
        rule,
        link,
        nina,
        invitation,
        who,
        sessions,
        touchpoint,
        twin,
        review_round,
        lines,
        comment,
        case,
        missed,
        terms,
    )
    if "grey" in stands:
        tap(rule, p.sam)
    return World(stands, p, *made_of)


def missed_and_terms(p: People, *, settled: bool) -> tuple[FailedSearch, str]:
    """A search without a result, and the key of a group of terms."""
    at = {"by": p.ana, "now": timezone.now()}
    missed = lookup_actions.failed_searches.count("sauna whisk", **at)
    assert missed is not None
    if settled:
        lookup_actions.failed_searches.needs_no_rule(missed, "We have no sauna.", **at)
    return missed, lookup_actions.synonyms.add("quokka, wallaby", "", **at)


def ask(rule: Rule, who: User, *, resolved: bool) -> Comment:
    """A question about the rule."""
    at = {"by": who, "now": timezone.now()}
    comment = discussion.comment(rule, "How many may one take?", part="say", **at)
    return discussion.resolve(comment, **at) if resolved else comment


def ask_at_the_counter(p: People, rule: Rule, *, answered: bool) -> Case:
    """Sam asks what to do; Petra may have answered."""
    now = timezone.now()
    entry = case_actions.CaseReport("ask", "three towels", would="Lend three.", rule=rule, edition=1)
    case = case_actions.open_case(entry, client_key=None, by=p.sam, now=now)
    return case_actions.answer(case, "agree", "", by=p.petra, now=now) if answered else case


def tap(rule: Rule, who: User) -> None:
    """An option was offered, and the rule was in the way."""
    edition, at = rule.editions.get(), {"by": who, "now": timezone.now()}
    situation = edition.content_data["situations"][0]
    keys = [uuid.UUID(row["key"]) for row in (situation, situation["options"][0])]
    taps.record_offer(edition, *keys, taps.DeviceStamp(), **at)
    taps.record_friction(edition, taps.DeviceStamp(), **at)


def an_option(w: World) -> dict[str, Any]:
    situation = w.rule.editions.get().content_data["situations"][0]
    return {"edition": 1, "situation": situation["key"], "option": situation["options"][1]["key"]}


def send_lines(who: User) -> Batch:
    """One pasted line, read and split; made by hand, since a process that reads is not what these tests are about."""
    batch = Batch.objects.create(by=who, at=timezone.now(), pasted=True, way="line")
    upload = Upload.objects.create(batch=batch, name="pasted text.md", read_at=timezone.now())
    paper = SourceDocument.objects.create(
        upload=upload, source="pasted text.md", title="Pasted", text="We lend one robe."
    )
    Item.objects.create(batch=batch, paper=paper, position=0, title="Robes", statement="We lend one robe.")
    return batch


def learnt_from_nothing(now: datetime) -> TrainingRun:
    """Suggestions that learnt, in use; they say what the shipped ones say."""
    versions = {"version": "own", "base": shipped_model().version, "digest": digest("{}")}
    return TrainingRun.objects.create(**versions, at=now, by_name="command line", used=0, in_use=True)


def touchpoints_of(p: People, linked: Rule) -> list[Touchpoint]:
    """Two that mean the same; the first is covered by a rule."""
    now = timezone.now()
    added = touchpoints.add_all(["Ask for a towel", "Towels"], by=p.ana, now=now)
    touchpoints.link_rules(added[0], add=[linked], by=p.ana, now=now)
    return added


def session_of(somebody: User) -> str:
    client = Client(HTTP_HOST="localhost")
    client.force_login(somebody, backend=BACKEND)
    return client.session.session_key


def make_rule(p: People, stands: str) -> Rule:
    """Ana's rule: written; then waiting, planned, in force or retired, signed by Petra where somebody must.
    An unwritten one is known to Sam."""
    now, alone = timezone.now() - timedelta(days=2), "alone" in stands
    checked = {"effect": "barrier", "cause": "wording"} if stands == "a barrier" else {}
    kind = "standard" if "standard" in stands else "policy"
    if stands == "unwritten":
        rule = writing.capture("Towels", "Ask Petra.", client_key=None, by=p.sam, now=now)
        Rule.objects.filter(pk=rule.pk).update(team=p.desk)
        return Rule.objects.get(pk=rule.pk)
    fields: dict[str, Any] = {"title": "Towels", "flexibility": "black", "kind": kind, **checked}
    if "grey" in stands:
        fields |= {"flexibility": "grey", "rows": GREY_ROWS}
    fields["statement"] = "Guests ask at the desk. You may lend two."
    fields["customer_text"] = "Ask at the desk, and we lend you one."
    rule = RuleFactory(by=p.ana, team=p.desk, now=now, **fields)
    if set(stands.split(", ")) & {"waiting", "planned", "in force", "open to customers", "retired"}:
        proposal = publishing.Proposal(planned=now + timedelta(days=30) if stands == "planned" else None)
        verb = publishing.put_in_force if alone else publishing.propose
        edition = verb(rule, proposal, number=1, by=p.ana, now=now)
        if "waiting" not in stands:
            settle(p, edition)
    if "retired" in stands:
        settle(p, publishing.retire(rule, why="Over.", successor=None, number=2, by=p.ana, now=now))
    return Rule.objects.get(pk=rule.pk)


def settle(p: People, edition: Edition) -> None:
    if edition.state == "waiting":
        publishing.sign(edition, "approve", "", digest=edition.digest, by=p.petra, now=edition.proposed_at)


# --- Valid data for each form ---


def a_rule(w: World) -> dict[str, Any]:
    fields = {"title": "Lost towels", "statement": "We lend one.", "language": "en", "review_months": "12"}
    return fields | {"owner": w.people.ana.pk, "team": w.people.desk.pk, "client_key": uuid.uuid4()}


def signed(w: World, **more: Any) -> dict[str, Any]:
    return {"number": publishing.next_number(w.rule), "password": PASSWORD, **more}


def answer(w: World, meaning: str) -> dict[str, Any]:
    waiting = w.rule.waiting
    return signed(w, meaning=meaning, comment="Shorter", digest=waiting.digest if waiting else "")


def a_year_on() -> str:
    return (timezone.localdate() + timedelta(days=365)).isoformat()


def newcomer(**more: str) -> dict[str, Any]:
    return {"name": "Ivy Green", "username": "ivy", "email": "", "password": "a towel is enough", **more}


def a_code(w: World) -> dict[str, Any]:
    secret = generate_totp_secret()
    code = format_hotp_value(hotp_value(secret, int(time.time()) // 30))
    return {"password": PASSWORD, "code": code, "sealed": signing.dumps(secret, salt="second factor")}


DATA: dict[str, Callable[[World], dict[str, Any]]] = {
    "authoring:capture": lambda w: {
        "title": "Lost children",
        "statement": "We wait with them.",
        "client_key": uuid.uuid4(),
    },
    "authoring:take_over": lambda w: {"kind": "procedure"},
    "authoring:ask_for_more": lambda w: {"words": "Since when?"},
    "authoring:tell_more": lambda w: {"words": "Since the flood."},
    "standards:results": lambda w: {"ends": timezone.localdate(), "value": "21", "met": "yes"},
    "authoring:new": lambda w: {"kind": "procedure"},
    "authoring:create": a_rule,
    "policies:create": a_rule,
    "procedures:create": a_rule,
    "standards:create": a_rule,
    "authoring:paste": lambda w: a_rule(w) | {"body": "We lend one towel. Not two."},
    "authoring:story": lambda w: (
        a_rule(w) | {"happened": "a towel is lost", "did": "Lend one", "rule": "We lend one."}
    ),
    "authoring:copy": lambda w: {"like": w.rule.reference, "title": "Lost robes", "client_key": uuid.uuid4()},
    "authoring:section": lambda w: {"say_it": "I see. Here is one.", "version": w.rule.version},
    "authoring:section, typing": lambda w: {
        "say_it": "I s",
        "version": w.rule.version,
        "keep": "1",
        "draft": uuid.uuid4(),
    },
    "authoring:touchpoints": lambda w: {"touchpoints": w.touchpoint.pk},
    "authoring:edit": lambda w: a_rule(w) | {"version": w.rule.version},
    "authoring:change_type": lambda w: {"kind": "standard"},
    "classification:classify": lambda w: {
        "flexibility": "grey",
        "rationale": "It may bend.",
        "version": w.rule.version,
    },
    "classification:split": lambda w: {
        "clauses": "1",
        "title": "Where it may bend",
        "why_black": "The law.",
        "why_grey": "Nobody is hurt.",
        "version": w.rule.version,
    },
    "authoring:advice": lambda w: {"wave": "passive-0123456789"},
    "authoring:links": lambda w: {"kind": "see_also", "to_rule": w.link.to_rule_id},
    "publishing:propose": lambda w: signed(w, change="meaning"),
    "publishing:sign": lambda w: answer(w, "approve"),
    "classification:tag": lambda w: {"flexibility": "grey", "rationale": "It may bend.", "version": w.rule.version},
    "publishing:publish_many": lambda w: {"seen": bulk.snapshots([w.rule])[w.rule.pk], "password": PASSWORD},
    "publishing:sign_many": lambda w: {"seen": f"{w.rule.reference}:{w.rule.waiting.digest}", "password": PASSWORD},
    "publishing:sign, waiting, to change": lambda w: answer(w, "changes"),
    "reviews:review": lambda w: {
        "outcome": "keep",
        "evidence": "Nobody asked.",
        "next_day": a_year_on(),
        "day": w.rule.next_review or "",
    },
    "reviews:request": lambda w: {"note": "The words."},
    "reviews:set_date": lambda w: {"day": a_year_on()},
    "reviews:new_round": lambda w: {"name": "Spring", "reviewer": w.people.ana.pk, "due": a_year_on(), "count": "1"},
    "imports:upload": lambda w: {"text": "We lend one towel.\nWe lend no robes."},
    "imports:split": lambda w: {"way": "line"},
    "imports:correct": lambda w: {"title": "Bath robes", "statement": "We lend none.", "text": "", "kind": "policy"},
    "imports:leave_out": lambda w: {"out": "1"},
    "publishing:withdraw": lambda w: {"number": publishing.next_number(w.rule) - 1},
    "publishing:retire": lambda w: signed(w, why="Over."),
    "publishing:restore": lambda w: signed(w, why="Missed."),
    "customers:preview": lambda w: {"on": "on"},
    "customers:preview, open to customers": lambda w: {"on": "off"},
    "discussion:thread": lambda w: {"part": "say", "text": "@nina, may we say “sure”?"},
    "discussion:reply": lambda w: {"text": "Two."},
    "feedback:ask": lambda w: {"about": "a robe", "waiting": "on", "client_key": uuid.uuid4()},
    "feedback:log": lambda w: {"would": "I lent a robe.", "client_key": uuid.uuid4()},
    "feedback:escalate": lambda w: {"about": "a robe", "would": "Lend two.", "client_key": uuid.uuid4()},
    "feedback:case_answer": lambda w: {"answer": "adjust", "words": "Two will do."},
    "feedback:case_option": lambda w: {"situation": "new", "text": "Lend three"},
    "feedback:offered": an_option,
    "feedback:helped": lambda w: {"edition": 1},
    "feedback:friction": lambda w: {"edition": 1, "client_key": uuid.uuid4()},
    "feedback:comfortable": lambda w: {"edition": 1, "fine": "no"},
    "feedback:use_outcome": lambda w: {"outcome": "content"},
    "feedback:entry_explanation": lambda w: {"words": "The queue is too long for it."},
    "touchpoints:walk_through": lambda w: {"ways": "Pay"},
    "touchpoints:decide": lambda w: {"needed": "no", "why": "Everybody knows."},
    "touchpoints:none_needed": lambda w: {"why": "Everybody knows."},
    "touchpoints:rename": lambda w: {"name": "Borrow a towel"},
    "touchpoints:rules": lambda w: {"rules": w.rule.reference},
    "touchpoints:merge": lambda w: {"other": w.twin.pk},
    "search:new_synonym": lambda w: {"words": "numbat, wombat", "language": "en"},
    "search:edit_synonym": lambda w: {
        "words": "quokka, wallaby, pademelon",
        "language": "",
        "seen": "quokka, wallaby",
    },
    "search:switch_synonym": lambda w: {"on": "0"},
    "search:failed_searches": lambda w: {"q": "snorkel hire"},
    "search:failed_search_opened": lambda w: {"q": "sauna whisk", "rule": w.rule.slug},
    "search:failed_search_synonym": lambda w: {"term": "whisk", "to": "words", "words": "vihta"},
    "search:failed_search_none": lambda w: {"why": "We have no sauna."},
    "glossary:confirm_read": lambda w: {"seen": vocabulary.digest_of(vocabulary.terms())},
    "glossary:new": lambda w: {"word": "Guest", "meaning": "Whoever comes in by the door."},
    "glossary:edit": lambda w: {"word": "House rule", "meaning": "What we agreed on.", "version": "0"},
    "glossary:remove": lambda w: {"version": "1"},
    "accounts:join": lambda w: newcomer(),
    "accounts:set_up": lambda w: newcomer(
        organisation="Lakeside", time_zone="Europe/London", language="en", code=set_up_code()
    ),
    "account_login": lambda w: {"login": "nina", "password": PASSWORD},
    "account_change_password": lambda w: {"old": PASSWORD, "new": "another battery, correct"},
    "accounts:settings": lambda w: {
        "name": "Lakeside",
        "time_zone": "Europe/Berlin",
        "language": "en",
        "currency": "€",
    },
    "accounts:people": lambda w: {"name": "Ivy", "team": w.people.desk.pk, "role": "lead"},
    "accounts:person": lambda w: {"team": w.people.pool.pk, "role": "lead"},
    "accounts:person_active": lambda w: {"active": "0"},
    "accounts:person_active, after leaving": lambda w: {"active": "1"},
    "accounts:person_admin": lambda w: {"admin": "1"},
    "accounts:invite_many": lambda w: {"lines": "Ivo, Desk, lead, ivo@example.org"},
    "accounts:mail_server": lambda w: {
        "host": "mail.example.org",
        "port": "587",
        "security": "tls",
        "sender": "a@example.org",
    },
    "accounts:mail_test": lambda w: {"address": "ada@example.org"},
    "accounts:second_factor": a_code,
    "accounts:confirm_reset": lambda w: {"password": PASSWORD},
    "accounts:shared_device": lambda w: {"on": "1"},
    "accounts:me": lambda w: {"name": "Somebody Else", "phone": "ext. 7", "email": ""},
    "classification:use_training": lambda w: {"version": "shipped"},
    "accounts:team": lambda w: {"name": "Café"},
    "accounts:add_team": lambda w: {"name": "Café"},
    "accounts:new_password": lambda w: {"password": "a towel is enough"},
    "dashboard:demo_sign_in": lambda w: {"username": "nina"},
}


def data_for(row: Row, w: World) -> dict[str, Any]:
    make = DATA.get(f"{row.page}, {row.stands}") or DATA.get(row.page)
    return make(w) if make else {}


# --- What changed ---


WHOLE = "SELECT '{0}', count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM \"{0}\" t"


@functools.cache
def tables() -> list[str]:
    return connection.introspection.table_names()


def snapshot() -> dict[str, tuple[int, Any]]:
    """Each table to its number of rows and a checksum over all of them."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(" UNION ALL ".join(WHOLE.format(table) for table in tables()))
            return {table: (count, checksum) for table, count, checksum in cursor.fetchall()}
        rows = {table: cursor.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables()}
    return {table: (len(table_rows), hash(tuple(sorted(map(repr, table_rows))))) for table, table_rows in rows.items()}


def changed(before: dict[str, Any], *, but: tuple[str, ...] = ()) -> list[str]:
    after = snapshot()
    but += ("policyhub_cache",)  # counts of passwords that were typed
    return [table for table in after if after[table] != before[table] and table not in but]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside is taken back, so that each actor meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def to_sign_in(response: Any) -> bool:
    return response.status_code == 302 and response.url.startswith(reverse("account_login") + "?")


def is_refusal(response: Any, actor: str, page: str, *, to_all: bool) -> bool:
    """Sent to sign in, forbidden, not there; or no such method where nobody has it."""
    refusals = {403, 404} | ({405} if to_all else set())
    if (page, actor) in TOLD_AT_THE_FORM:
        refusals.add(422)
    if page == "mfa_authenticate":  # it goes on from the password
        return response.status_code == 302 and response.url in {reverse("account_login"), reverse("lookup:home")}
    if actor in NOT_SIGNED_IN and page not in PUBLIC:
        return to_sign_in(response)
    return response.status_code in refusals


# --- The tests ---


def situation(row: Row) -> tuple[str, str, str]:
    return row.stands, row.page, row.method


SITUATIONS = [list(rows) for _key, rows in groupby(sorted(ROWS, key=situation), situation)]


def each(groups: list[list[Row]]) -> Any:
    """A test for each: its lines, in the world that they want. Those of one world follow each other."""
    in_order = sorted((rows for rows in groups if rows[0].stands != "empty"), key=lambda rows: rows[0].stands)
    cases = [pytest.param(rows[0].stands, rows, id=str(rows[0])) for rows in in_order]
    return pytest.mark.parametrize(("kept_world", "rows"), cases, indirect=["kept_world"])


@pytest.fixture(scope="module")
def world_as(django_db_setup: None, django_db_blocker: Any) -> Iterator[Callable[[str], World]]:
    """``world_as("in force")``: kept for the tests that follow, undone when another world is wanted."""
    worlds: dict[str, Any] = {}
    with django_db_blocker.unblock(), ExitStack() as around:

        def world_as(stands: str) -> World:
            if stands not in worlds:
                around.close()
                worlds.clear()
                around.enter_context(undone())
                worlds[stands] = None if stands == "empty" else make_world(stands)
            return worlds[stands]

        yield world_as


@pytest.fixture
def kept_world(request: Any, settings: Any, world_as: Callable[[str], World]) -> World:
    settings.DEMO, settings.DEBUG = request.param == "demo", request.param == "debug"
    return world_as(request.param)


@pytest.fixture
def world(kept_world: World, db: None) -> World:
    """What a test does to it is taken back: ``db`` comes second, so its transaction is inside that of the world."""
    return kept_world


def test_every_url_has_its_lines_and_every_line_its_url() -> None:
    names = [name for name, _pattern in PAGES]
    assert len(names) == len(set(names)), "a name stands for two URLs"
    assert all(name and not name.endswith(":") for name in names), "a URL has no name"
    urls = {(name, method) for name in names for method in ("GET", "POST")}
    lines = {(row.page, row.method) for row in ROWS}
    assert lines - urls == set(), "lines without a URL"
    assert urls - lines == set(), "URLs without a line"


def test_every_line_says_who_may_and_what_it_leaves() -> None:
    for row in ROWS:
        assert set(row.may) <= set(ACTORS), row
        assert bool(row.leaves) == (row.method == "POST"), f"{row}: a GET leaves nothing, a POST says what"
        assert row.may or row.method == "GET" or row.leaves.startswith("none, because "), row


@each(SITUATIONS)
def test_those_on_the_line_succeed_and_leave_its_event(world: World, rows: list[Row]) -> None:
    before = snapshot()
    for row in rows:
        for actor in row.may:
            with undone():
                check_success(row, actor, world, before)
    assert changed(before) == [], "the tries were not taken back"


def check_success(row: Row, actor: str, world: World, before: dict[str, Any]) -> None:
    last = Event.objects.order_by("pk").values_list("pk", flat=True).last() or 0
    response = world.call(actor, row.method, row.page, data_for(row, world))
    assert response.status_code in {200, 302}, f"{actor} got {response.status_code} at {row}"
    if row.method == "GET":
        assert changed(before, but=("accounts_session",)) == [], f"{row} wrote"
    if response.status_code == 302:
        check_place(row, response)
    events = list(Event.objects.filter(pk__gt=last).order_by("pk"))
    wanted = row.leaves.split(", and ") if row.leaves and not row.leaves.startswith("none") else []
    assert [event.verb for event in events] == wanted, f"{actor} at {row}"
    for event in events:
        check_event(row, event, world.who.get(actor), world)


def check_place(row: Row, response: Any) -> None:
    """Wherever a page leads to is there; to sign in leads only the end of a session."""
    ends = (row.page, row.method) in {("account_logout", "POST"), ("accounts:new_password", "POST")}
    assert not response.url.startswith(("http:", "https:", "//")), row
    assert response.url.startswith(reverse("account_login")) == ends, row
    assert response.client.get(response.url, follow=True).status_code == 200, f"{row} leads to {response.url}"


def check_event(row: Row, event: Event, actor: User | None, world: World) -> None:
    """Who, when, on what, and what is different: all told."""
    if row.page not in {"accounts:join", "accounts:set_up", "accounts:new_password"}:  # there it is whoever came in
        assert (event.actor, event.actor_key_id) == (str(actor), actor and actor.pk), row
    assert event.actor
    assert abs(event.at - timezone.now()) < timedelta(minutes=1), row
    assert json.loads(event.before) != json.loads(event.after), row
    assert event.chain.subject == subject_of(row, event, world), row


def subject_of(row: Row, event: Event, world: World) -> str:
    makes_a_rule = {
        "imports:add",
        "search:failed_search_rule",
        "authoring:capture",
        "authoring:create",
        "authoring:copy",
        "authoring:paste",
        "authoring:story",
        "policies:create",
        "procedures:create",
        "standards:create",
    }
    if row.page == "classification:split":
        of_the_edge = event.verb == "written" or json.loads(event.after).get("flexibility") == "grey"
        return (Rule.objects.latest("pk") if of_the_edge else world.rule).subject
    if row.page == "authoring:touchpoints":
        return world.touchpoint.subject
    if row.page in ASKS_A_RULE:
        return Case.objects.latest("pk").subject
    if row.page.startswith("feedback:case_"):
        return world.rule.subject if event.verb == "written" else world.case.subject
    if row.page in ABOUT_A_RULE | {"publishing:publish_many", "publishing:sign_many"}:
        return world.rule.subject
    if row.page == "glossary:confirm_read":
        return f"readings:{event.actor_key_id}"
    if row.page == "touchpoints:walk_through":
        return Touchpoint.objects.latest("pk").subject
    if row.page.startswith("search:failed_search_") and event.verb in {"settled", "reopened"}:
        return world.missed.subject
    if row.page.startswith("touchpoints:"):
        return (world.twin if (row.page, event.verb) == ("touchpoints:merge", "dropped") else world.touchpoint).subject
    return Rule.objects.latest("pk").subject if row.page in makes_a_rule else "organisation"


@each(SITUATIONS)
def test_everybody_else_is_refused_and_nothing_changes(world: World, rows: list[Row]) -> None:
    row, may = rows[0], {actor for row in rows for actor in row.may}
    before = snapshot()
    with undone():
        for actor in set(ACTORS) - may:
            response = world.call(actor, row.method, row.page, data_for(row, world))
            message = f"{actor} got {response.status_code} at {row}"
            assert is_refusal(response, actor, row.page, to_all=not may), message
        assert changed(before) == [], f"somebody refused changed something at {row}"


@pytest.mark.parametrize("row", [row for row in ROWS if row.stands == "empty"], ids=str)
@pytest.mark.parametrize("kept_world", ["empty"], indirect=True)
def test_an_empty_policyhub_lets_its_first_person_in(row: Row, world: None) -> None:
    before = snapshot()
    data = newcomer(organisation="Lakeside", time_zone="Europe/London", language="en")
    response = Client(HTTP_HOST="localhost").generic(row.method, reverse(row.page), urlencode(data), content_type=FORM)
    assert response.status_code == (302 if row.method == "POST" else 200)
    assert list(Event.objects.values_list("verb", flat=True)) == ([row.leaves] if row.leaves else [])
    assert row.method == "POST" or changed(before) == []


def forms(rows: list[Row]) -> list[list[Row]]:
    """The first POST line of each page."""
    first = {row.page: [row] for row in reversed(rows) if row.method == "POST" and row.stands != "empty"}
    return list(first.values())


@each(forms(ROWS))
def test_no_other_method_succeeds(world: World, rows: list[Row]) -> None:
    row, before = rows[0], snapshot()
    with undone():
        for method, actor in product(("PUT", "PATCH", "DELETE"), ("anonymous", "manager", "admin")):
            status = world.call(actor, method, row.page, data_for(row, world)).status_code
            led_away = row.page == "account_login" if actor != "anonymous" else row.page not in PUBLIC
            led_away |= row.page == "mfa_authenticate"
            assert 400 <= status < 500 or (status == 302 and led_away), f"{actor} got {status} for {method} at {row}"
        assert changed(before) == [], f"another method changed something at {row}"


@each(forms([row for row in ROWS if row.may]))
def test_a_form_from_elsewhere_changes_nothing(world: World, rows: list[Row]) -> None:
    row, before = rows[0], snapshot()
    with undone():
        response = world.call(row.may[-1], "POST", row.page, data_for(row, world), enforce_csrf_checks=True)
        assert response.status_code == 403, row
        assert changed(before) == [], row


@each([rows for rows in SITUATIONS if rows[0].page in ABOUT_A_RULE])
def test_a_rule_of_other_teams_is_not_there_for_outsiders(world: World, rows: list[Row]) -> None:
    row = rows[0]
    with undone():
        office = Team.objects.create(name="Office")
        Membership.objects.create(person=world.nina, team=office, role=Role.MANAGER)
        Rule.objects.filter(pk=world.rule.pk).update(restricted=True, team=office)
        Rule.objects.get(pk=world.rule.pk).restricted_to.set([office])
        before = snapshot()
        for actor in ("staff", "lead", "manager", "other manager", "proposer"):
            status = world.call(actor, row.method, row.page, data_for(row, world)).status_code
            assert status == (404 if row.may else 405), f"{actor} got {status} at {row}"
        assert changed(before) == [], f"an outsider changed something at {row}"
        if row.may:
            world.nina.refresh_from_db()
            world.sessions["nina"] = session_of(world.nina)
            status = world.call("nina", row.method, row.page, data_for(row, world)).status_code
            refusals = (
                {422} if row.page == "customers:preview" else set()
            )  # it is told that such a rule is for no customer
            assert status in {200, 302} | refusals, "she is of the team"


@pytest.mark.parametrize("kept_world", [""], indirect=True)
def test_what_tells_a_change_would_see_one(world: World) -> None:
    """The control: a changed letter shows, and so do a new row and its event."""
    with undone():
        before = snapshot()
        Rule.objects.filter(pk=world.rule.pk).update(title="Towelz")
        assert changed(before) == ["registry_rule"]
        people_actions.add_team(Team(name="Café"), by=world.people.ada, now=timezone.now())
        assert {"accounts_team", "evidence_event", "evidence_chain"} <= set(changed(before))
