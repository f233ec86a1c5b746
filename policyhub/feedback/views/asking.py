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
from policyhub.registry.views.base import Moved, find_rule
from policyhub.ui.pages import FormPage, add_problem

from ..actions import cases as verbs
from ..actions.taps import Sent
from ..forms.cases import AskForm, EscalateForm, LogForm
from ..forms.taps import MomentField
from ..models import Case
from ..queue import similar
from ..reach import answerers, reached

MOST_GRANTERS = 12


class Telling(FormPage):
    """A page on which somebody tells of one customer. ``?rule=`` and ``?situation=`` say where they were, ``?q=``
    what they looked up."""

    template_name = "feedback/tell.html"
    kind = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.person_of(request)
        self.rule = self.asked_rule()
        return super().dispatch(request, *args, **kwargs)

    def asked(self, name: str) -> str:
        return self.request.GET.get(name, "").replace("\0", " ").strip()

    def asked_rule(self) -> Rule | None:
        """The rule that the page was opened from, under its old address too; 404 if it is not theirs to know."""
        if not (slug := self.asked("rule")):
            return None
        try:
            return find_rule(self.person, slug)
        except Moved as moved:
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
        return _with_key(self.edition.said["situations"] if self.edition else [], self.asked("situation"))

    @cached_property
    def option(self) -> dict[str, Any]:
        return _with_key(self.situation.get("options", []), self.asked("option"))

    @property
    def grantor(self) -> str:
        return ""

    @cached_property
    def people(self) -> list[User]:
        """Whom it reaches."""
        return reached(self.person, self.rule, self.grantor)

    def get_initial(self) -> dict[str, Any]:
        about = self.asked("q") or self.situation.get("text", "")
        return super().get_initial() | {"about": about[:300]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"rule": self.rule, "edition": self.edition, "said": self.edition and self.edition.said}
        query = self.request.GET.urlencode()
        return context | {"people": self.people, "similar": similar(self.rule), "query": query, "kind": self.kind}

    def told(self, form: Any) -> verbs.Told:
        said = form.cleaned_data
        words = {name: said.get(name) or "" for name in ("about", "would", "because")}
        return verbs.Told(
            self.kind,
            **words,
            waiting=said.get("waiting", False),
            rule=self.rule,
            edition=self.edition.number if self.edition else None,
            situation_key=as_uuid(self.situation.get("key", "")),
            option_key=as_uuid(self.option.get("key", "")),
            grantor=self.grantor,
            at=self.when,
        )

    def act(self, form: Any) -> Case:
        key = form.cleaned_data["client_key"]
        return verbs.tell(self.told(form), client_key=key, by=self.person, now=timezone.now())

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.case = self.act(form)
        except ValidationError as problem:
            add_problem(form, problem)
            return self.form_invalid(form)
        messages.success(self.request, self.done())
        return super().form_valid(form)

    def done(self) -> str:
        names = ", ".join(str(person) for person in self.people)
        return _("Question sent to %(names)s.") % {"names": names} if names else _("Question sent.")

    def get_success_url(self) -> str:
        return self.case.get_absolute_url()


def _with_key(there: list[dict[str, Any]], key: str) -> dict[str, Any]:
    return next((one for one in there if str(one["key"]) == key), {})


class Ask(Telling):
    form_class = AskForm
    kind = Case.Kind.ASK
    heading = gettext_lazy("Ask a lead")
    button = gettext_lazy("Ask")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"waiting": bool(self.asked("rule") or self.asked("q"))}


class Log(Telling):
    form_class = LogForm
    kind = Case.Kind.LOG
    heading = gettext_lazy("Log what I did")
    lead = gettext_lazy("If no rule fits, log what you did. It helps us all do better next time.")
    button = gettext_lazy("Save log")

    @cached_property
    def when(self) -> datetime:
        """It may have waited on a device for a signal; the device's time counts as that of a tap does."""
        at = MomentField(required=False).clean(self.request.POST.get("at"))
        return Sent(at=at).when(timezone.now())

    def done(self) -> str:
        return _("Saved. A lead will look at it and tell you what they think.")


class Escalate(Telling):
    """From a grey rule: an option above one's limit, or none that fits. Ask now whoever may grant it, or note who
    of them did so in person."""

    form_class = EscalateForm
    template_name = "feedback/escalate.html"
    kind = Case.Kind.ESCALATE
    heading = gettext_lazy("Escalate")

    def asked_rule(self) -> Rule:
        rule = super().asked_rule()
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
        found = answerers(self.person, self.rule, self.grantor).order_by("name", "pk")[:MOST_GRANTERS]
        return sorted(found, key=lambda person: person not in self.people)  # the nearest first

    def get_initial(self) -> dict[str, Any]:
        about = self.asked("q") or self.situation.get("text") or (self.edition.title if self.edition else "")
        return super().get_initial() | {"about": about[:300], "would": self.option.get("text", "")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"option": self.option, "granters": self.granters, "role": self.role}

    def act(self, form: Any) -> Case:
        chosen = self.request.POST.get("granted_by", "")
        if not chosen:
            return super().act(form)
        told, key = self.told(form), form.cleaned_data["client_key"]
        return verbs.note_approval(told, self.granter(chosen), client_key=key, by=self.person, now=timezone.now())

    def granter(self, chosen: str) -> User | str:
        if chosen == "role" and self.role:
            return self.role
        found = next((person for person in self.granters if str(person.pk) == chosen), None)
        if found is None:
            raise ValidationError(_("Choose someone who can approve it."))
        return found

    def done(self) -> str:
        if self.case.in_person:
            return _("Saved: approved in person by %(name)s.") % {"name": self.case.granted_by_name}
        return super().done()
