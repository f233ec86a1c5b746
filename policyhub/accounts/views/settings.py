"""The organisation: its name and zone, its switches, its mail server, and what needs attention."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.background import mail
from policyhub.background.models import MailServer, Outbox
from policyhub.ui.pages import FormPageView

from .. import access, actions, attention, forms
from ..models import Organisation, Team, User


class AdminOnlyMixin:
    """For administrators; checked before anything is read."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.person = access.person_of(request)
        access.require(access.may_administer(self.person))
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc,no-any-return]


class SettingsView(AdminOnlyMixin, FormPageView):
    """What needs attention, the way to the other settings, and the organisation itself."""

    form_class = forms.OrganisationForm
    template_name = "accounts/settings.html"
    success_url = reverse_lazy("accounts:settings")
    heading = gettext_lazy("Settings")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": Organisation.current()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "needs": attention.attention_items(timezone.now()),
            "people": User.objects.active().count(),
            "teams": Team.objects.count(),
            "mail_server": mail.server(),
        }
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.save_organisation(form.instance, changed=form.changed_data, by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


class MailServerView(AdminOnlyMixin, FormPageView):
    """The mail server, and a mail to oneself to see whether it works."""

    form_class = forms.MailServerForm
    template_name = "accounts/mail.html"
    success_url = reverse_lazy("accounts:mail_server")
    heading = gettext_lazy("Mail server")
    button = gettext_lazy("Save")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": MailServer.objects.filter(pk=1).first() or MailServer(pk=1)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "fixed": mail.set_outside(),
            "mail_server": mail.server(),
            "trial": forms.MailTestForm(initial={"address": self.person.email}),
            "given_up": Outbox.objects.given_up()[:10],
            "waiting": Outbox.objects.filter(sent_at=None).count(),
        }
        return super().get_context_data(**context | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        actions.save_mail_server(form.instance, changed=form.changed_data, by=self.person, now=timezone.now())
        messages.success(self.request, _("Saved. Send yourself a test email now."))
        return super().form_valid(form)


class MailTestView(AdminOnlyMixin, FormPageView):
    """Sends one mail at once and says what the server answered. Nothing is stored."""

    form_class = forms.MailTestForm
    http_method_names = ["post", "options"]
    success_url = reverse_lazy("accounts:mail_server")
    heading = gettext_lazy("Send a test email")
    button = gettext_lazy("Send")

    def form_valid(self, form: Any) -> HttpResponse:
        problem = mail.try_out(
            form.cleaned_data["address"],
            subject=_("Test email from PolicyHub"),
            text=_("Your mail server works: it sent this email."),
        )
        if problem:
            messages.error(
                self.request, _("The email couldn't be sent. The server says: %(problem)s") % {"problem": problem}
            )
        else:
            messages.success(self.request, _("Sent. Check your inbox."))
        return super().form_valid(form)
