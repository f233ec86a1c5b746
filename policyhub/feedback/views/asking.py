"""Ask a lead, log what one did, take something further up: a page each, for whoever stands at the counter."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from policyhub.accounts import access
from policyhub.accounts.models import User
from policyhub.authoring.views.drafts import as_uuid
from policyhub.registry.models import Edition, Rule
from policyhub.registry.models.rows import Grantor
from policyhub.registry.views.base import RuleMovedError, find_rule
from policyhub.ui.pages import FormPageView, add_errors

from ..actions import cases as verbs
from ..actions.taps import DeviceStamp
from ..forms.cases import AskLeadForm, EscalateForm, LogCaseForm
from ..forms.taps import MomentField
from ..models import Case
from ..queue import answered_before
from ..routing import answerers, recipients_of

MOST_GRANTERS = 12


class CaseFormView(FormPageView):
    """The base of pages that open a case. ``?rule=``, ``?situation=`` and ``?option=`` say what it is about, ``?q=``
    what was searched for."""

    template_name = "feedback/tell.html"
    kind = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        self.rule = self.rule_from_query()
        return super().dispatch(request, *args, **kwargs)

    def query_value(self, name: str) -> str:
        """A parameter of the address, without NUL characters."""
        return self.request.GET.get(name, "").replace("\0", " ").strip()

    def rule_from_query(self) -> Rule | None:
        """The rule that the page was opened from, under its old address too; 404 if it is not theirs to know."""
        if not (slug := self.query_value("rule")):
            return None
        try:
            return find_rule(self.person, slug)
        except RuleMovedError as moved:
            return moved.rule

    @cached_property
    def when(self) -> datetime:
        """When it happened."""
        return timezone.now()

    @cached_property
    def edition(self) -> Edition | None:
        """The one that was in force then."""
        return self.rule.edition_at(self.when) if self.rule else None

    @cached_property
    def situation(self) -> dict[str, Any]:
        """As that edition has it; empty where none of it was meant."""
        return _with_key(
            self.edition.content_data["situations"] if self.edition else [], self.query_value("situation")
        )

    @cached_property
    def option(self) -> dict[str, Any]:
        return _with_key(self.situation.get("options", []), self.query_value("option"))

    @property
    def grantor(self) -> str:
        return ""

    @cached_property
    def people(self) -> list[User]:
        """Whom it reaches."""
        return recipients_of(self.person, self.rule, self.grantor)

    def get_initial(self) -> dict[str, Any]:
        about = self.query_value("q") or self.situation.get("text", "")
        return super().get_initial() | {"about": about[:300]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"rule": self.rule, "edition": self.edition, "said": self.edition and self.edition.content_data}
        query = self.request.GET.urlencode()
        return context | {
            "people": self.people,
            "similar": answered_before(self.rule),
            "query": query,
            "kind": self.kind,
        }

    def report(self, form: Any) -> verbs.CaseReport:
        cleaned = form.cleaned_data
        texts = {name: cleaned.get(name) or "" for name in ("about", "would", "because")}
        return verbs.CaseReport(
            self.kind,
            **texts,
            waiting=cleaned.get("waiting", False),
            rule=self.rule,
            edition=self.edition.number if self.edition else None,
            situation_key=as_uuid(self.situation.get("key", "")),
            option_key=as_uuid(self.option.get("key", "")),
            grantor=self.grantor,
            at=self.when,
        )

    def act(self, form: Any) -> Case:
        key = form.cleaned_data["client_key"]
        return verbs.open_case(self.report(form), client_key=key, by=self.person, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.case = self.act(form)
        except ValidationError as problem:
            add_errors(form, problem)
            return self.form_invalid(form)
        messages.success(self.request, self.success_message())
        return super().form_valid(form)

    def success_message(self) -> str:
        names = ", ".join(str(person) for person in self.people)
        return _("Question sent to %(names)s.") % {"names": names} if names else _("Question sent.")

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()


def _with_key(rows: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next((row for row in rows if str(row["key"]) == key), {})


class AskLeadView(CaseFormView):
    form_class = AskLeadForm
    kind = Case.Kind.ASK
    heading = gettext_lazy("Ask a lead")
    button = gettext_lazy("Ask")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"waiting": bool(self.query_value("rule") or self.query_value("q"))}


class LogCaseView(CaseFormView):
    form_class = LogCaseForm
    kind = Case.Kind.LOG
    heading = gettext_lazy("Log what I did")
    lead = gettext_lazy("If no rule fits, log what you did. It helps us all do better next time.")
    button = gettext_lazy("Save log")

    @cached_property
    def when(self) -> datetime:
        """It may have waited on a device for a signal; the device's time counts as that of a tap does."""
        at = MomentField(required=False).clean(self.request.POST.get("at"))
        return DeviceStamp(at=at).when(timezone.now())

    def success_message(self) -> str:
        return _("Saved. A lead will look at it and tell you what they think.")


class EscalateView(CaseFormView):
    """From a grey rule: an option above one's limit, or none that fits. Ask now whoever may grant it, or note who
    of them did so in person."""

    form_class = EscalateForm
    template_name = "feedback/escalate.html"
    kind = Case.Kind.ESCALATE
    heading = gettext_lazy("Escalate")

    def rule_from_query(self) -> Rule:
        rule = super().rule_from_query()
        if rule is None:
            raise Http404(_("This isn't about a rule."))
        return rule

    @property
    def grantor(self) -> str:
        return str(self.option.get("grantor") or "")

    @property
    def role(self) -> str:
        """The name of the role that grants it, where it is nobody's account."""
        return str(self.option.get("grantor_name") or "") if self.grantor == Grantor.NAMED else ""

    @cached_property
    def granters(self) -> list[User]:
        """Who may have granted it in person: those with that say; where a named role grants it, that role alone."""
        if self.role:
            return []
        people = answerers(self.person, self.rule, self.grantor).order_by("name", "pk")[:MOST_GRANTERS]
        return sorted(people, key=lambda person: person not in self.people)  # the nearest first

    def get_initial(self) -> dict[str, Any]:
        about = self.query_value("q") or self.situation.get("text") or (self.edition.title if self.edition else "")
        return super().get_initial() | {"about": about[:300], "would": self.option.get("text", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"option": self.option, "granters": self.granters, "role": self.role}

    def act(self, form: Any) -> Case:
        granter_key = self.request.POST.get("granted_by", "")
        if not granter_key:
            return super().act(form)
        report, key = self.report(form), form.cleaned_data["client_key"]
        return verbs.record_approval(
            report, self.granter(granter_key), client_key=key, by=self.person, now=timezone.now()
        )

    def granter(self, granter_key: str) -> User | str:
        if granter_key == "role" and self.role:
            return self.role
        granter = next((person for person in self.granters if str(person.pk) == granter_key), None)
        if granter is None:
            raise ValidationError(_("Choose someone who can approve it."))
        return granter

    def success_message(self) -> str:
        if self.case.in_person:
            return _("Saved: approved in person by %(name)s.") % {"name": self.case.granted_by_name}
        return super().success_message()
