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
from policyhub.registry.requirements import missing_essentials, missing_items
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.search.fallback_results import fallback_results
from policyhub.search.models import SearchRow
from policyhub.search.search import MAX_RESULTS, RankedEditions, rank_editions
from policyhub.ui.pages import UncountedPage, is_htmx

from .. import cards, situations
from ..links import links_of
from ..popular import popular_rules
from ..recently_viewed import recently_viewed
from ..unwritten import find_unwritten

HOME, RULE, START = "lookup/home.html", "lookup/rule.html", "lookup/_before.html"
ANSWERS, CARDS = "lookup/_answers.html", "lookup/_answer_cards.html"
PAGE_SIZE = 20
IN_FULL = 3  # answers; the others are lines
MAX_ECHOED = 80  # characters of a question that are said again


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A question, its answers as cards; without one, everything that is in force."""
    question = request.GET.get("q", "").replace("\0", " ").strip()[:2000]
    html = render_answers(question, request) if question else ""
    if is_htmx(request):
        return set_vary(HttpResponse(html))
    before = "" if question else render_start(request)
    return set_vary(render(request, HOME, {"question": question, "answers": html, "before": before}))


def set_vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "HX-Request, Cookie"
    return response


def render_start(request: HttpRequest) -> SafeString:
    """What the page shows before anybody types, as HTML: recently opened rules, popular ones, and all in force."""
    person, now = access.person_of(request), timezone.now()
    context = {"recently_viewed": recently_viewed(request, person), "popular": popular_rules(person, now)}
    context |= {"in_force": in_force_list(person, request.GET.get("page"))}
    return render_to_string(START, context, request)


def render_answers(question: str, request: HttpRequest) -> SafeString:
    """The cards of what answers a question, as HTML; where nothing does, of what is nearest to it."""
    person = access.person_of(request)
    ranked, unwritten = rank_editions(question, person, timezone.now()), find_unwritten(question, person)
    first_cards, further = render_cards(ranked, question, request)
    context: dict[str, Any] = {
        "question": question,
        "quoted": quote(question),
        "echo": Truncator(question).chars(MAX_ECHOED),
        "cards": first_cards,
        "further": further,
        "more": bool(further),
        "n": len(ranked.rows),
        "many": len(ranked.rows) == MAX_RESULTS,
        "cut_short": ranked.cut_short,
        "unwritten": unwritten,
    }
    if not ranked.rows:
        context["client_key"] = uuid4()
        if not ranked.cut_short:
            context["fallback_cards"], _none = render_cards(
                RankedEditions(fallback_results(question, person)), question, request
            )
    return render_to_string(ANSWERS, context, request)


def render_cards(ranked: RankedEditions, question: str, request: HttpRequest) -> tuple[SafeString, SafeString]:
    """The first cards, each with the situation and the passage that are asked about; and the lines of the others."""
    keys = [key for key, _score in ranked.rows]
    answers = cards.answer_cards(keys, IN_FULL, request.organisation)  # type: ignore[attr-defined]
    context = {"cards": [card.for_question(question) for card in answers[:IN_FULL]]}
    return render_to_string(CARDS, context) if answers else mark_safe(""), mark_safe(
        "".join(card.line for card in answers[IN_FULL:])
    )


def in_force_list(person: User, page: str | None) -> UncountedPage:
    """What is in force, to browse: titles and plates, as the editions say them and not the working text."""
    rows = SearchRow.objects.in_force(timezone.now()).for_reader(person).order_by("title", "rule")
    return UncountedPage(
        rows.values("title", "flexibility", slug=F("rule__slug"), line=F("edition__card__line")), page, PAGE_SIZE
    )


@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """One rule: the edition in force and, for those who write it, what can be done with it."""
    person, now = access.person_of(request), timezone.now()
    card = cards.card_in_force(slug, person, request.organisation, now)  # type: ignore[attr-defined]
    context = card_context(card, request) if card else {}
    if card is None or context["may_hear"]:
        try:
            rule = find_rule(person, slug)
        except RuleMovedError as moved:
            return moved.response(request)
        context |= working_context(rule, person, now)
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
        "reviewed": cards.review_note(card.reviewed_at, card.reviewed_by),
        "may_hear": access.may_coach(person) or access.may_see_feedback(person, card),
        "client_key": uuid4(),
    }


def working_context(rule: Rule, person: User, now: datetime) -> dict[str, Any]:
    """What stands on the page of a rule beside its card, or where it has none."""
    edition = rule.edition_at(now)
    context: dict[str, Any] = {"rule": rule, "now": now, "edition": edition}
    if access.may_write(person, rule):
        context |= writer_context(rule, edition, person)
    if edition is None:
        context["title"] = rule.title_for(person)
    elif edition.retires:
        successor = Rule.objects.for_reader(person).filter(reference=edition.content_data["retired"]["successor"])
        context |= {"title": edition.title, "successor": successor.first()}
    return context


def writer_context(rule: Rule, edition: Edition | None, person: User) -> dict[str, Any]:
    """Where the rule stands, what it lacks, and which verbs are possible."""
    content, now = draft(rule), timezone.now()
    editions = list(rule.editions.defer("content").order_by("number"))
    waiting = next((e for e in editions if e.state == State.WAITING), None)
    state, manages = states.rule_state(rule, now, editions), access.manages(person, rule)
    verbs = {verb.replace(" ", "_"): state in states for verb, states in states.TRANSITIONS.items()}
    verbs["withdraw"] &= manages
    verbs["change_kind"] &= all(e.adopted for e in editions)
    return {
        "may_write": True,
        "alone": access.may_put_in_force_alone(person, rule),
        "standing": state,
        "verbs": verbs,
        "draft": content,
        "draft_lacks": missing_essentials(rule) + missing_items(content, meets_customers=rule.meets_customers),
        "changed": edition is None or edition.retires or rule.text_digest != edition.text_digest,
        "waiting": waiting,
        "may_sign": waiting and access.may_sign(person, rule, proposer_id=waiting.proposed_by_id),
        "planned": next((e for e in reversed(editions) if e.is_planned(now)), None),
        "sent_back": editions[-1] if editions and editions[-1].state == State.RETURNED else None,
    }
