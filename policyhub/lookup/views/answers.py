"""`/` and the card of a rule: what staff see with a customer in front of them."""

from typing import Any
from uuid import uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.pages import is_htmx
from policyhub.registry import actions
from policyhub.registry.content import draft, same_text
from policyhub.registry.lacks import lacks, lacks_for_force
from policyhub.registry.markdown import render as markdown
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.edition import Change, State
from policyhub.registry.views.base import Moved, find_rule

from .. import situations
from ..commonest import commonest
from ..lately import opened_lately
from ..models import Card
from ..nearest import nearest
from ..passages import passage
from ..search import MOST, Hit, find

ON_A_PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A question, its answers as cards, and below them everything that is in force."""
    person = access.person_of(request)
    question = request.GET.get("q", "").replace("\0", " ").strip()[:2000]
    answers = [answer(hit, question) for hit in find(question, person)] if question else []
    context: dict[str, Any] = {"question": question, "answers": answers, "many": len(answers) == MOST}
    if question and not answers:
        context["nearest"] = [answer(hit, question) for hit in nearest(question, person)]
    context["client_key"] = uuid4()  # for whoever notes down what is not written yet
    if is_htmx(request):
        return vary(render(request, "lookup/_answers.html", context))
    context["in_force"] = in_force_list(person, request.GET.get("page"))
    context |= {"lately": opened_lately(request, person), "commonest": commonest(person, timezone.now())}
    return vary(render(request, "lookup/home.html", context))


def vary(response: HttpResponse) -> HttpResponse:
    response["Vary"] = "HX-Request, Cookie"
    return response


def in_force_list(person: User, page: str | None) -> Any:
    """What is in force, to browse: titles and plates, as the editions say them and not the working text."""
    now = timezone.now()
    editions = (
        Edition.objects.in_force(now).exclude(change=Change.RETIRE).filter(rule__in=Rule.objects.for_reader(person))
    )
    shown = editions.select_related("rule").only("title", "flexibility", "rule__slug").order_by("title", "rule")
    return Paginator(shown, ON_A_PAGE).get_page(page)


def answer(hit: Hit, question: str) -> SafeString:
    """The card of a hit: of its situations the one asked about, of its text the passage that answers."""
    said, rule = hit.edition.said, hit.edition.rule
    html: str = render_to_string("lookup/answer.html", {"said": said, "rule": rule, "edition": hit.edition})
    found = passage(said["body"], question)
    html = html.replace("<!--passage-->", format_html('<p class="passage">{}</p>', found) if found else "", 1)
    return mark_safe(situations.only(html, question))  # what is marked safe was rendered above


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
    if edition is not None and not edition.retires:
        context |= {"said": edition.said, "live": True, "links": links_of(found, person)}
        context["client_key"] = uuid4()
        whole = render_to_string("_components/card.html", context, request)
        context["card"] = mark_safe(situations.first(whole, request.GET.get("when", "")))
        kept = Card.objects.filter(edition=edition).first()
        context["body"] = kept.body if kept else markdown(edition.said["body"])
    elif edition is not None:
        successor = Rule.objects.for_reader(person).filter(reference=edition.said["retired"]["successor"])
        context["successor"] = successor.first()
    if access.may_write(person, found):
        context |= for_writer(found, edition, person)
    return render(request, "lookup/rule.html", context)


def links_of(found: Rule, person: User) -> list[tuple[str, Rule]]:
    """(how, which) of the rules this one is linked to, those in force that ``person`` may know of."""
    readable = Rule.objects.for_reader(person).with_edition_in_force(timezone.now())
    there = found.links.filter(to_rule__in=readable).select_related("to_rule")
    here = found.links_here.filter(from_rule__in=readable).select_related("from_rule")
    return [(link.get_kind_display(), link.to_rule) for link in there] + [
        (_("see also"), link.from_rule) for link in here
    ]


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
