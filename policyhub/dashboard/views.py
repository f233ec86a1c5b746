"""What joins the apps: To do, the page of components, the example's front door."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.accounts.set_up_code import is_from_this_machine
from policyhub.accounts.views import BACKEND
from policyhub.authoring.models import Draft, InformationRequest
from policyhub.authoring.unwritten import outcomes_for
from policyhub.discussion.threads import open_questions_for, unseen_mentions
from policyhub.example import database_file as example_file
from policyhub.feedback.my_feedback import friction_outcomes
from policyhub.feedback.queue import to_do_context
from policyhub.glossary import terms as vocabulary
from policyhub.publishing.views.bulk import editions_to_sign
from policyhub.registry.models import Edition, Flexibility, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import Stage
from policyhub.registry.views.gaps import not_retired
from policyhub.reviews.queue import waiting_for
from policyhub.search.failed_searches import most_frequent
from policyhub.ui.pages import is_htmx

MAX_LISTED = 20
MAX_FAILED_SEARCHES = 5  # questions without an answer; all of them have a page of their own


@require_safe
def to_do(request: HttpRequest) -> HttpResponse:
    """What waits for this person, oldest first."""
    person = access.person_of(request)
    rules = Rule.objects.for_reader(person)
    context: dict[str, Any] = {
        "today": timezone.localdate(),
        "mine": rules.filter(captured_by=person, stage=Stage.UNWRITTEN),
        "glossary": vocabulary.to_read(person, vocabulary.terms()),
        "requests": InformationRequest.objects.open()
        .filter(rule__captured_by=person, rule__in=rules)
        .select_related("rule"),
        "became": outcomes_for(person, timezone.now()),
        "in_the_way": friction_outcomes(person, timezone.now()),
    }
    now = timezone.now()
    context["to_review"] = waiting_for(person, now, timezone.localdate())
    context |= to_do_context(person, now)
    context["calls"] = unseen_mentions(person, now)
    context["questions"] = open_questions_for(person, now, context["calls"])
    if access.may_document(person):
        in_play = Edition.objects.filter(state__in=[State.WAITING, State.APPROVED]).values("rule")
        undecided = not_retired(person).filter(flexibility=Flexibility.UNDECIDED)
        decided = rules.filter(stage=Stage.WRITTEN).exclude(flexibility=Flexibility.UNDECIDED)
        context |= {
            "drafts": Draft.objects.open().of(person).select_related("rule")[:MAX_LISTED],
            "to_sign": editions_to_sign(person),
            "sent_back": [
                r for r in rules.filter(editions__state=State.RETURNED).distinct()[:MAX_LISTED] if r.sent_back
            ],
            "unwritten": rules.filter(stage=Stage.UNWRITTEN).select_related("captured_by")[:MAX_LISTED],
            "undecided": undecided.filter(stage=Stage.WRITTEN)[:MAX_LISTED],
            "missed": most_frequent(MAX_FAILED_SEARCHES),
            "not_in_force": decided.exclude(pk__in=in_play)[:MAX_LISTED],
        }
    lists = [value for name, value in context.items() if name not in {"today", "glossary", "now", "newest"}]
    context["nothing_waits"] = not any([*lists, context["glossary"].entries])
    return render(request, "dashboard/to_do.html", context)


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build PolicyHub. Only with DEBUG."""
    if not settings.DEBUG:
        raise Http404
    from .specimens import specimens

    return render(request, "dashboard/components.html", specimens())


def require_example(request: HttpRequest) -> None:
    """The example's front door exists in the example, and for this machine alone."""
    if not ((settings.DEMO or example_file.is_shown()) and is_from_this_machine(request)):
        raise Http404


def require_example_offered(request: HttpRequest) -> None:
    """The example is offered to whoever starts PolicyHub, at the machine itself."""
    if not (example_file.is_offered() and is_from_this_machine(request)) or (
        User.objects.exists() and not example_file.is_shown()
    ):
        raise Http404


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The one question of an empty PolicyHub: start my own, or see the example."""
    if User.objects.exists():
        raise Http404
    offered = example_file.is_offered() and is_from_this_machine(request)
    return render(request, "dashboard/start.html", {"offered": offered, "built": example_file.is_built()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_example(request: HttpRequest) -> HttpResponse:
    """Build the example and say how far it is; once there, on to its people."""
    require_example_offered(request)
    if request.method == "POST":
        if example_file.is_built():
            example_file.show()
        else:
            example_file.start_building()
        return redirect("dashboard:start_example")
    if example_file.is_shown():
        address = reverse("dashboard:demo_people")
        return HttpResponseClientRedirect(address) if is_htmx(request) else redirect(address)
    context = {"progress": example_file.progress()}
    page = "dashboard/_building.html" if is_htmx(request) else "dashboard/building.html"
    return render(request, page, context)


@login_not_required
@require_POST
def leave_example(request: HttpRequest) -> HttpResponse:
    """Back to one's own PolicyHub; with ``remove`` the example's file goes too."""
    require_example_offered(request)
    if request.POST.get("remove"):
        example_file.remove()
    else:
        example_file.leave()
    return redirect("lookup:home")


@login_not_required
@require_safe
def demo_people(request: HttpRequest) -> HttpResponse:
    """Whom one may be in the example."""
    require_example(request)
    people = [p for p in User.objects.active().prefetch_related("memberships__team") if not p.has_usable_password()]
    return render(request, "dashboard/demo_people.html", {"people": people})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of the example's people. Those with a password of their own are nobody's to be."""
    require_example(request)
    person = get_object_or_404(User.objects.active(), username=request.POST.get("username", ""))
    if person.has_usable_password():
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("lookup:home")
