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
from policyhub.accounts.views import BACKEND
from policyhub.authoring.models import Draft, InformationRequest
from policyhub.authoring.unwritten import became_of
from policyhub.discussion.threads import calls_for, questions_for
from policyhub.example import database_file as example_file
from policyhub.feedback.mine import became_of_friction
from policyhub.feedback.queue import to_do_of
from policyhub.glossary import terms as vocabulary
from policyhub.publishing.views.bulk import waiting_for as waiting_for_signature
from policyhub.registry.models import Edition, Flexibility, Rule
from policyhub.registry.models.edition import State
from policyhub.registry.models.rule import Stage
from policyhub.reviews.queue import waiting_for
from policyhub.search.failed_searches import commonest
from policyhub.ui.pages import is_htmx

LOOPBACK = {"127.0.0.1", "::1"}
SHOWN = 20
MISSED = 5  # questions without an answer; all of them have a page of their own


@require_safe
def to_do(request: HttpRequest) -> HttpResponse:
    """What waits for this person, oldest first."""
    person = access.person_of(request)
    rules = Rule.objects.for_reader(person)
    context: dict[str, Any] = {
        "today": timezone.localdate(),
        "mine": rules.filter(captured_by=person, stage=Stage.UNWRITTEN),
        "words": vocabulary.to_read(person, vocabulary.terms()),
        "asked": InformationRequest.objects.open()
        .filter(rule__captured_by=person, rule__in=rules)
        .select_related("rule"),
        "became": became_of(person, timezone.now()),
        "in_the_way": became_of_friction(person, timezone.now()),
    }
    now = timezone.now()
    context["to_review"] = waiting_for(person, now, timezone.localdate())
    context |= to_do_of(person, now)
    context["calls"] = calls_for(person, now)
    context["questions"] = questions_for(person, now, context["calls"])
    if access.may_document(person):
        in_play = Edition.objects.filter(state__in=[State.WAITING, State.APPROVED]).values("rule")
        decided = rules.filter(stage=Stage.WRITTEN).exclude(flexibility=Flexibility.UNDECIDED)
        context |= {
            "drafts": Draft.objects.open().of(person).select_related("rule")[:SHOWN],
            "to_sign": waiting_for_signature(person),
            "sent_back": [r for r in rules.filter(editions__state=State.RETURNED).distinct()[:SHOWN] if r.sent_back],
            "unwritten": rules.filter(stage=Stage.UNWRITTEN).select_related("captured_by")[:SHOWN],
            "undecided": rules.filter(stage=Stage.WRITTEN, flexibility=Flexibility.UNDECIDED)[:SHOWN],
            "missed": commonest(MISSED),
            "not_in_force": decided.exclude(pk__in=in_play)[:SHOWN],
        }
    lists = [value for name, value in context.items() if name not in {"today", "words", "now", "newest"}]
    context["nothing_waits"] = not any([*lists, context["words"].entries])
    return render(request, "dashboard/to_do.html", context)


@login_not_required
@require_safe
def components(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for those who build PolicyHub. Only with DEBUG."""
    if not settings.DEBUG:
        raise Http404
    from .specimens import specimens

    return render(request, "dashboard/components.html", specimens())


def on_this_machine(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in LOOPBACK and "HTTP_X_FORWARDED_FOR" not in request.META


def only_in_the_example(request: HttpRequest) -> None:
    """The example's front door exists in the example, and for this machine alone."""
    if not ((settings.DEMO or example_file.shown()) and on_this_machine(request)):
        raise Http404


def only_before_the_start(request: HttpRequest) -> None:
    """The example is offered to whoever starts PolicyHub, at the machine itself."""
    if not (example_file.offered() and on_this_machine(request)) or (
        User.objects.exists() and not example_file.shown()
    ):
        raise Http404


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """The one question of an empty PolicyHub: start my own, or see the example."""
    if User.objects.exists():
        raise Http404
    offered = example_file.offered() and on_this_machine(request)
    return render(request, "dashboard/start.html", {"offered": offered, "built": example_file.built()})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start_example(request: HttpRequest) -> HttpResponse:
    """Build the example and say how far it is; once there, on to its people."""
    only_before_the_start(request)
    if request.method == "POST":
        if example_file.built():
            example_file.show()
        else:
            example_file.start_building()
        return redirect("start_example")
    if example_file.shown():
        there = reverse("demo_people")
        return HttpResponseClientRedirect(there) if is_htmx(request) else redirect(there)
    context = {"progress": example_file.progress()}
    page = "dashboard/_building.html" if is_htmx(request) else "dashboard/building.html"
    return render(request, page, context)


@login_not_required
@require_POST
def leave_example(request: HttpRequest) -> HttpResponse:
    """Back to one's own PolicyHub; with ``remove`` the example's file goes too."""
    only_before_the_start(request)
    if request.POST.get("remove"):
        example_file.remove()
    else:
        example_file.leave()
    return redirect("home")


@login_not_required
@require_safe
def demo_people(request: HttpRequest) -> HttpResponse:
    """Whom one may be in the example."""
    only_in_the_example(request)
    people = [p for p in User.objects.active().prefetch_related("memberships__team") if not p.has_usable_password()]
    return render(request, "dashboard/demo_people.html", {"people": people})


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Be one of the example's people. Those with a password of their own are nobody's to be."""
    only_in_the_example(request)
    person = get_object_or_404(User.objects.active(), username=request.POST.get("username", ""))
    if person.has_usable_password():
        raise Http404
    login(request, person, backend=BACKEND)
    return redirect("home")
