"""The switch that makes this a shared device."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from .. import access
from .. import shared_device as devices


@require_http_methods(["GET", "HEAD", "POST"])
def shared_device(request: HttpRequest) -> HttpResponse:
    """Explain what a shared device does, and switch it on or off by a cookie. The database stores nothing."""
    person = access.person_of(request)
    if request.method != "POST":
        return render(request, "accounts/till.html")
    response, on = redirect("accounts:shared_device"), request.POST.get("on") == "1"
    devices.mark_device(response, on=on)
    if on:
        devices.remember_name(request, response, person)
    messages.success(request, _("This is now a shared device.") if on else _("This is no longer a shared device."))
    return response
