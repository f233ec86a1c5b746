"""The switch that makes a device a shared till."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from .. import till as tills


@require_http_methods(["GET", "HEAD", "POST"])
def till(request: HttpRequest) -> HttpResponse:
    """What a shared till does, and the switch. It is kept on the device: nothing is stored here."""
    person = access.person_of(request)
    if request.method != "POST":
        return render(request, "accounts/till.html")
    response, on = redirect("till"), request.POST.get("on") == "1"
    tills.mark(response, on=on)
    if on:
        tills.remember(request, response, person)
    messages.success(request, _("This is now a shared device.") if on else _("This is no longer a shared device."))
    return response
