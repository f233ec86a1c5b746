"""`/` and the card of a rule: what staff see with a customer in front of them."""

from datetime import datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.discussion.models import Comment
from policyhub.registry import states
from policyhub.registry.content import draft
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.requirements import lacks, lacks_for_force
from policyhub.registry.views.base import Moved, find_rule
from policyhub.search.fallback_results import nearest
from policyhub.search.models import SearchRow
from policyhub.search.search import MOST, Best, best
from policyhub.ui.pages import Leaf, is_htmx

from .. import cards, situations
from ..links import links_of
from ..popular import commonest
from ..recently_viewed import opened_lately
from ..unwritten import known

HOME, RULE, BEFORE = "lookup/home.html", "lookup/rule.html", "lookup/_before.html"
ANSWERS, CARDS = "lookup/_answers.html", "lookup/_answer_cards.html"
ON_A_PAGE = 20
IN_FULL = 3  # answers; the others are lines
ECHOED = 80  # characters of a question that are said again


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A question, its answers as cards; without one, everything that is in force."""
    question = request.GET.get("q", "").replace("\0", " ").strip()[:2000]
    html = answers_to(question, request) if question else ""
    if is_htmx(request):
        return vary(HttpResponse(html))
    before = "" if question else before_typing(request)
    return vary(render(request, HOME, {"question": question, "found": html, "before": before}))


def vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "HX-Request, Cookie"
    return response


def before_typing(request: HttpRequest) -> SafeString:
    """What may be wanted, as HTML: what was opened lately, what is asked for most, and all there is."""
    person, now = access.person_of(request), timezone.now()
    offered = {"lately": opened_lately(request, person), "commonest": commonest(person, now)}
    offered |= {"in_force": in_force_list(person, request.GET.get("page"))}
    return render_to_string(BEFORE, offered, request)


def answers_to(question: str, request: HttpRequest) -> SafeString:
    """The cards of what answers a question, as HTML; where nothing does, of what is nearest to it."""
    person = access.person_of(request)
    found, unwritten = best(question, person, timezone.now()), known(question, person)
    shown, further = cards_of(found, question, request)
    context: dict[str, Any] = {
        "question": question,
        "quoted": quote(question),
        "echo": Truncator(question).chars(ECHOED),
        "cards": shown,
        "further": further,
        "more": bool(further),
        "n": len(found.rows),
        "many": len(found.rows) == MOST,
        "cut_short": found.cut_short,
        "known": unwritten,
    }
    if not found.rows:
        context["client_key"] = uuid4()
        if not found.cut_short:
            context["nearest"], _none = cards_of(Best(nearest(question, person)), question, request)
    return render_to_string(ANSWERS, context, request)


def cards_of(found: Best, question: str, request: HttpRequest) -> tuple[SafeString, SafeString]:
    """The first cards, each with the situation and the passage that are asked about; and the lines of the others."""
    keys = [key for key, _score in found.rows]
    listed = cards.answers(keys, IN_FULL, request.organisation)  # type: ignore[attr-defined]
    context = {"cards": [card.for_question(question) for card in listed[:IN_FULL]]}
    return render_to_string(CARDS, context) if listed else mark_safe(""), mark_safe(
        "".join(card.line for card in listed[IN_FULL:])
    )


def in_force_list(person: User, page: str | None) -> Leaf:
    """What is in force, to browse: titles and plates, as the editions say them and not the working text."""
    rows = SearchRow.objects.in_force(timezone.now()).for_reader(person).order_by("title", "rule")
    return Leaf(
        rows.values("title", "flexibility", slug=F("rule__slug"), line=F("edition__card__line")), page, ON_A_PAGE
    )


@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """One rule: the edition in force and, for those who write it, what can be done with it."""
    person, now = access.person_of(request), timezone.now()
    card = cards.in_force(slug, person, request.organisation, now)  # type: ignore[attr-defined]
    context = card_context(card, request) if card else {}
    if card is None or context["may_hear"]:
        try:
            rule = find_rule(person, slug)
        except Moved as moved:
            return moved.response(request)
        context |= working_text(rule, person, now)
    return render(request, RULE, context)


def card_context(card: cards.PageCard, request: HttpRequest) -> dict[str, Any]:
    """A card, and what stands on its page for this reader, on this day."""
    person, pieces = access.person_of(request), cards.unpack(card.page)
    if card.is_discussed:
        open_questions = Comment.objects.for_reader(person).open().filter(rule=card.pk).count()
        card = card._replace(open_questions=open_questions)
    return {
        "title": card.title,
        "card": pieces,
        "rule": card,
        "number": card.number,
        "situations": situations.put_first(pieces["situations"], request.GET.get("when", "")),
        "links": links_of(card.pk, person),
        "reviewed": cards.reviewed(card.reviewed_at, card.reviewed_by),
        "may_hear": access.may_coach(person) or access.may_hear(person, card),
        "client_key": uuid4(),
    }


def working_text(rule: Rule, person: User, now: datetime) -> dict[str, Any]:
    """What stands on the page of a rule beside its card, or where it has none."""
    edition = rule.edition_at(now)
    context: dict[str, Any] = {"rule": rule, "now": now, "edition": edition}
    if access.may_write(person, rule):
        context |= for_writer(rule, edition, person)
    if edition is None:
        context["title"] = rule.title_for(person)
    elif edition.retires:
        successor = Rule.objects.for_reader(person).filter(reference=edition.said["retired"]["successor"])
        context |= {"title": edition.title, "successor": successor.first()}
    return context


def for_writer(found: Rule, edition: Edition | None, person: User) -> dict[str, Any]:
    """Where the rule stands, what it lacks, and which verbs are possible."""
    said, now = draft(found), timezone.now()
    editions = list(found.editions.defer("content").order_by("number"))
    waiting = next((e for e in editions if e.state == State.WAITING), None)
    standing, manages = states.standing(found, now, editions), access.manages(person, found)
    verbs = {verb.replace(" ", "_"): standing in states for verb, states in states.ALLOWED.items()}
    verbs["withdraw"] &= manages
    verbs["change_kind"] &= all(e.adopted for e in editions)
    return {
        "may_write": True,
        "alone": access.may_put_in_force_alone(person, found),
        "standing": standing,
        "verbs": verbs,
        "draft": said,
        "draft_lacks": lacks_for_force(found) + lacks(said, meets_customers=found.meets_customers),
        "changed": edition is None or edition.retires or found.text_digest != edition.text_digest,
        "waiting": waiting,
        "may_sign": waiting and access.may_sign(person, found, proposer_id=waiting.proposed_by_id),
        "planned": next((e for e in reversed(editions) if e.is_planned(now)), None),
        "sent_back": editions[-1] if editions and editions[-1].state == State.RETURNED else None,
    }
