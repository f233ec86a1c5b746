"""`/` and the card of a rule: what staff see with a customer in front of them."""

from collections.abc import Callable
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
from policyhub.pages import Leaf, is_htmx
from policyhub.registry import actions
from policyhub.registry.content import draft, same_text
from policyhub.registry.lacks import lacks, lacks_for_force
from policyhub.registry.models import Comment, Edition, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.views.base import Moved, find_rule

from .. import cards, situations
from ..commonest import commonest
from ..lately import opened_lately
from ..links import links_of
from ..models import SearchRow
from ..nearest import nearest
from ..passages import passage
from ..search import MOST, Best, best
from ..unwritten import known

HOME, ANSWERS, BEFORE, RULE = "lookup/home.html", "lookup/_answers.html", "lookup/_before.html", "lookup/rule.html"
ON_A_PAGE = 20
IN_FULL = 3  # answers; the others are lines
ECHOED = 80  # characters of a question that are said again

Render = Callable[[str, HttpRequest, dict[str, Any], dict[str, Any]], str]


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A question, its answers as cards; without one, everything that is in force."""
    context = home_context(request, render_plainly)
    if not is_htmx(request):
        return vary(render(request, HOME, context))
    return vary(HttpResponse(context["found"]))


def vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "HX-Request, Cookie"
    return response


def render_plainly(template: str, request: HttpRequest, slots: dict[str, Any], kind: dict[str, Any]) -> str:
    """``slots`` differ from page to page; ``kind`` is alike on many."""
    return render_to_string(template, kind | slots, request)


def home_context(request: HttpRequest, render: Render) -> dict[str, Any]:
    """``found``: the answers to ``question``, as HTML; without a question, ``before``: what may be wanted."""
    question = request.GET.get("q", "").replace("\0", " ").strip()[:2000]
    if question:
        return {"question": question, "found": mark_safe(answers_to(question, request, render))}
    person, now = access.person_of(request), timezone.now()
    offered = {"lately": opened_lately(request, person), "commonest": commonest(person, now)}
    offered |= {"in_force": in_force_list(person, request.GET.get("page"))}
    return {"found": "", "before": render_to_string(BEFORE, offered, request)}


def answers_to(question: str, request: HttpRequest, render: Render) -> str:
    """The cards of what answers a question; where nothing does, of what is nearest to it."""
    person = access.person_of(request)
    found, unwritten = best(question, person, timezone.now()), known(question, person)
    shown, further = cards_of(found, question, request)
    slots: dict[str, Any] = {"question": question, "cards": shown, "further": further, "quoted": quote(question)}
    slots["echo"] = Truncator(question).chars(ECHOED)
    kind = {"n": len(found.rows), "many": len(found.rows) == MOST, "cut_short": found.cut_short}
    kind["more"] = bool(further)
    if found.rows and not unwritten:
        return render(ANSWERS, request, slots, kind)
    slots |= {"known": unwritten, "client_key": uuid4()}
    if not found.rows and not found.cut_short:
        slots["nearest"], _none = cards_of(Best(nearest(question, person)), question, request)
    return render_plainly(ANSWERS, request, slots, kind)


def cards_of(found: Best, question: str, request: HttpRequest) -> tuple[SafeString, SafeString]:
    """The first cards, each with the situation and the passage that are asked about; and the lines of the others."""
    context = cards.of_request(request)
    listed = cards.answers([key for key, _score in found.rows], IN_FULL, request.organisation)  # type: ignore[attr-defined]
    shown = (
        situations.only(cards.fill(card.answer, context | card.places(question, passage)), question, card.title)
        for card in listed[:IN_FULL]
    )
    return mark_safe("".join(shown)), mark_safe("".join(card.line for card in listed[IN_FULL:]))


def in_force_list(person: User, page: str | None) -> Leaf:
    """What is in force, to browse: titles and plates, as the editions say them and not the working text."""
    rows = SearchRow.objects.in_force(timezone.now()).for_reader(person).order_by("title", "rule")
    return Leaf(
        rows.values("title", "flexibility", slug=F("rule__slug"), line=F("edition__card__line")), page, ON_A_PAGE
    )


@require_safe
def rule(request: HttpRequest, slug: str) -> HttpResponse:
    """One rule: the edition in force and, for those who write it, what can be done with it."""
    person = access.person_of(request)
    try:
        found = find_rule(person, slug)
    except Moved as moved:
        return moved.response(request)
    now = timezone.now()
    edition = found.edition_at(now)
    context: dict[str, Any] = {"rule": found, "now": now, "edition": edition}
    if access.may_write(person, found):
        context |= for_writer(found, edition, person)
    if edition is not None and not edition.retires:
        card = cards.of(edition, found, request.organisation)  # type: ignore[attr-defined]
        context["title"] = card.title
        places = {"links": links_of(found, person), "open_questions": found.open_questions}  # type: ignore[attr-defined]
        places |= {"checked": cards.checked(found.checked_at, found.checked_by.name if found.checked_by else None)}
        places["may_hear"] = access.may_coach(person) or access.may_hear(person, found)
        main = cards.fill(card.page, cards.of_request(request, **places, **context))
        context["main"] = situations.first(main, request.GET.get("when", ""))
    elif edition is not None:
        successor = Rule.objects.for_reader(person).filter(reference=edition.said["retired"]["successor"])
        context |= {"title": edition.title, "successor": successor.first()}
    else:
        context["title"] = found.title_for(person)
    return render(request, RULE, context)


def open_questions(rule: int, person: User) -> int:
    """How many threads about the rule with this key are open that ``person`` may read."""
    return Comment.objects.for_reader(person).open().filter(rule=rule).count()


def for_writer(found: Rule, edition: Edition | None, person: User) -> dict[str, Any]:
    """Where the rule stands, what it lacks, and which verbs are possible."""
    said, now = draft(found), timezone.now()
    editions = list(found.editions.defer("content").order_by("number"))
    waiting = next((e for e in editions if e.state == State.WAITING), None)
    standing, manages = actions.standing(found, now, editions), access.manages(person, found)
    verbs = {verb.replace(" ", "_"): standing in states for verb, states in actions.ALLOWED.items()}
    verbs["withdraw"] &= manages
    verbs["change_kind"] &= all(e.adopted for e in editions)
    return {
        "may_write": True,
        "alone": access.may_put_in_force_alone(person, found),
        "standing": standing,
        "verbs": verbs,
        "draft": said,
        "draft_lacks": lacks_for_force(found) + lacks(said, meets_customers=found.meets_customers),
        "changed": edition is None or edition.retires or not same_text(edition.said, said),
        "waiting": waiting,
        "may_sign": waiting and access.may_sign(person, found, proposer_id=waiting.proposed_by_id),
        "planned": next((e for e in reversed(editions) if e.is_planned(now)), None),
        "sent_back": editions[-1] if editions and editions[-1].state == State.RETURNED else None,
    }
