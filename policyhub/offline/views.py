"""What a device needs to answer without a network: the worker, the copy, the frame that it shows it in."""

import json
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from policyhub.accounts import access
from policyhub.feedback.forms.cases import LogCaseForm
from policyhub.feedback.views.asking import AskLeadView, EscalateView, LogCaseView
from policyhub.lookup.views.answers import IN_FULL
from policyhub.registry.models.rule import RESERVED_SLUGS
from policyhub.search.tokens import COMMON

from . import offline_copy


@require_safe
def saved_copy(request: HttpRequest) -> HttpResponse:
    """The list of the copy, nothing (204) if the device has ``since``, or the rows with these ``keys``."""
    person, now = access.person_of(request), timezone.now()
    if "keys" in request.GET:
        keys = request.GET["keys"].split(",")
        if len(keys) > offline_copy.BATCH or not all(
            key.isascii() and key.isdigit() and len(key) < 19 for key in keys
        ):
            return HttpResponseBadRequest()
        return JsonResponse({"editions": offline_copy.copy_rows(person, map(int, keys), now)})
    listed = offline_copy.copy_manifest(person, request.session.session_key, now)
    if request.GET.get("since") == listed["since"]:
        return HttpResponse(status=204)
    return JsonResponse(listed)


@require_safe
def token(request: HttpRequest) -> HttpResponse:
    """Who is signed in here, and what lets their forms in: asked just before something kept on a device is sent."""
    person = access.person_of(request)
    data = {
        "token": get_token(request),
        "person": offline_copy.person_key(person),
        "sign_in": reverse("account_login"),
    }
    return JsonResponse(data)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The frame into which the worker puts what it finds in the copy."""
    return render(request, "offline/offline.html")


@require_safe
def later(request: HttpRequest) -> HttpResponse:
    """What was written down on this device and not sent yet. The device fills it in."""
    return render(request, "offline/unsent.html")


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker, with its words and the addresses of its files; new words or files make a new worker."""
    config = {
        "words": worker_texts(),
        "parts": page_parts(),
        "common": " ".join(sorted(COMMON)),
        "in_full": IN_FULL,
        "language": get_language(),
        "pages": {name: reverse(address) for name, address in PAGES.items()},
        "reserved": sorted(RESERVED_SLUGS),
        "token": reverse("offline:queue_token"),
        "files": saved_files_prefix(),
    }
    scripts = [static("offline_client.js"), static("worker.js")]
    code = f"self.TOLD = {json.dumps(config)};\nimportScripts(...{json.dumps(scripts)});\n"
    headers = {"Service-Worker-Allowed": "/", "Cache-Control": "no-cache, no-store"}
    return HttpResponse(code, content_type="text/javascript", headers=headers)


def saved_files_prefix() -> str:
    """Where files are that never change under their name, or change with an upgrade."""
    return static("icon.svg").rpartition("/")[0] + "/"


def page_parts() -> dict[str, Any]:
    """Pieces of pages that the worker fills in and puts together."""
    plates = {name: render_to_string("_components/plate.html", {"flexibility": name}) for name in PLATES}
    search, capture = (
        render_to_string(name) for name in ("offline/_saved_search.html", "offline/_saved_capture.html")
    )
    return {"plates": plates, "search": search, "capture": capture, "log": log_form()}


def log_form() -> str:
    """The form in which one logs, without a key: each thing that is sent gets one of its own."""
    form = LogCaseForm(initial={"about": "{about}"})
    form.fields["would"].widget.attrs["required"] = True  # nobody is there who would say so
    return render_to_string("offline/_saved_log.html", {"form": form, "view": LogCaseView})


PLATES = ("black", "grey", "undecided")
PAGES = {"offline": "offline:page", "later": "offline:queue", "home": "lookup:home"}
PAGES |= {"log": "feedback:log", "ask": "feedback:ask", "escalate": "feedback:escalate"}


def worker_texts() -> dict[str, str]:
    """What the worker says. {braces} are filled in there."""
    return {
        "strip": _("No signal. Saved copy from {time}."),
        "day": _("It's more than a day old: check limits with your lead."),
        "week": _("It's more than a week old, so only black rules are shown. Ask your lead about the others."),
        "one": _("1 result for “{question}” in the saved copy from {time}"),
        "many": _("{n} results for “{question}” in the saved copy from {time}"),
        "none": _("No rule found for “{question}” in the saved copy from {time}."),
        "further": _("More results"),
        "other": _("1 other situation"),
        "others": _("{n} other situations"),
        "all": _("All rules in the saved copy"),
        "more": _("And {n} more: search for them above."),
        "look_up": _("Look up"),
        "log": str(LogCaseView.heading),
        "ask": str(AskLeadView.heading),
        "escalate": str(EscalateView.heading),
        "not_covered": _("Not covered?"),
        "not_there": _("This rule isn't in the saved copy"),
        "not_there_lead": _("It may be new, or it wasn't in force when the copy was made. Ask your lead."),
        "too_old": _("The copy is too old to rely on for this rule. Ask your lead."),
        "needs": _("You need to be online for this page"),
        "needs_lead": _("Writing and approving need a signal. You can still look up rules in the saved copy."),
        "beginning": _("Beginning of the full text"),
        "try_again": _("Try again"),
    }


@login_not_required
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows of PolicyHub when it is put on the home screen."""
    organisation = getattr(request, "organisation", None)
    name = organisation.name if organisation else "PolicyHub"
    icons = [("icon-192.png", "192x192", "any"), ("icon-512.png", "512x512", "any")]
    icons += [("icon-maskable-512.png", "512x512", "maskable")]
    fields = {
        "id": "/",
        "name": name,
        "short_name": name[:30],
        "description": _("Your rules, and how far each can bend."),
        "start_url": reverse("lookup:home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#ffffff",
        "theme_color": "#ffffff",
        "icons": [{"src": static(f), "sizes": s, "type": "image/png", "purpose": p} for f, s, p in icons],
    }
    return JsonResponse(fields, content_type="application/manifest+json")
