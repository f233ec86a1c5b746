"""Import: paste or send, look at what would come of it, put it right, add it as drafts, undo."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from policyhub.accounts import access
from policyhub.ui.pages import FormPageView, is_htmx

from . import batches, forms
from .models import SPLIT_METHODS, Batch, SourceDocument
from .splitting import SplitMethod

READ_AT_ONCE = 200_000  # bytes that are read before the next page is shown


def find_batch(request: HttpRequest, pk: int) -> Batch:
    """A batch that this person sent; administrators see all."""
    return get_object_or_404(Batch.objects.visible_to(access.require_documenter(request)), pk=pk)


class ImportView(FormPageView):
    """The one question: what do you have?"""

    form_class = forms.ImportForm
    template_name = "imports/upload.html"
    heading = gettext_lazy("Import rules")
    lead = gettext_lazy("You'll see a preview first. Nothing is published until you say so.")
    button = gettext_lazy("Preview import")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.person = access.require_documenter(request)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        previous = Batch.objects.filter(by=self.person)[:5]
        return super().get_context_data(**{"batches": previous} | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        text, files, now = form.cleaned_data["text"], form.cleaned_data["sent"], timezone.now()
        contents = ((file.name, file.read()) for file in files)  # one by one: together they may be large
        batch = batches.begin(contents, text, by=self.person, now=now)
        if len(files) < 2 and len(text) + sum(file.size for file in files) < READ_AT_ONCE:
            batches.read_on(batch, now=now)
        return redirect("imports:batch", batch.pk)


@require_safe
def sample(request: HttpRequest) -> HttpResponse:
    """A small file to try it with."""
    access.require_documenter(request)
    response = render(request, "imports/sample.md", content_type="text/markdown; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="sample-rules.md"'
    return response


@require_safe
def show_batch(request: HttpRequest, pk: int) -> HttpResponse:
    """A batch as it stands: being read, to be looked at, added, or undone."""
    batch = find_batch(request, pk)
    if not batch.way:
        return render(request, "imports/reading.html", progress(batch))
    items = list(batch.items.select_related("paper", "rule"))
    ready = [item for item in items if not item.left_out]
    has_several = len({item.paper_id for item in items}) > 1
    context: dict[str, Any] = {
        "batch": batch,
        "items": items,
        "ready": len(ready),
        "alike": sum(bool(item.like) for item in ready),
        "doubtful": sum(bool(item.doubt and not item.like) for item in ready),
        "left_out": len(items) - len(ready),
        "problems": SourceDocument.objects.filter(upload__batch=batch).exclude(problem=""),
        "ways": [method for method in SPLIT_METHODS if has_several or method[0] != SplitMethod.USUAL],
        "rules": [item.rule for item in items if item.rule],
    }
    return render(request, "imports/batch.html", context)


def progress(batch: Batch) -> dict[str, Any]:
    uploads = batch.uploads
    return {"batch": batch, "done": uploads.filter(read_at__isnull=False).count(), "total": uploads.count()}


@require_POST
def read_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Read for about a second. A script asks again; without one there is a button."""
    batch = find_batch(request, pk)
    batches.read_on(batch, now=timezone.now())
    batch.refresh_from_db()
    batch_url = reverse("imports:batch", args=[pk])
    if not is_htmx(request):
        return redirect(batch_url)
    return (
        render(request, "imports/_reading.html", progress(batch))
        if not batch.way
        else HttpResponseClientRedirect(batch_url)
    )


@require_POST
def split(request: HttpRequest, pk: int) -> HttpResponse:
    batch, form = find_batch(request, pk), forms.SplitMethodForm(request.POST)
    require_not_added(batch)
    if batch.way and form.is_valid() and form.cleaned_data["way"] != batch.way:
        try:
            edited_documents = batches.split_again(batch, SplitMethod(form.cleaned_data["way"]))
        except ValidationError as problem:
            messages.error(request, problem.messages[0])
        else:
            if edited_documents:
                names = ", ".join(f"“{document.title}”" for document in edited_documents)
                messages.info(request, _("Your edits stay as they are: %(names)s.") % {"names": names})
    return redirect("imports:batch", pk)


def require_not_added(batch: Batch) -> None:
    """What was added is changed where rules are changed."""
    if batch.added_at:
        raise Http404(_("These have already been added."))


class CorrectItemView(FormPageView):
    """Edit one item before it is imported."""

    form_class = forms.ItemForm
    template_name = "imports/correct.html"
    heading = gettext_lazy("Edit before import")
    button = gettext_lazy("Save")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.batch = find_batch(request, kwargs["pk"])
        require_not_added(self.batch)
        self.item = get_object_or_404(self.batch.items.select_related("paper"), pk=kwargs["item"])
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"instance": self.item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"batch": self.batch, "item": self.item} | kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        batches.correct_item(form.instance)
        return redirect(f"{reverse('imports:batch', args=[self.batch.pk])}#item-{self.item.pk}")


@require_POST
def leave_out(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Leave one out, or take it back in."""
    batch = find_batch(request, pk)
    require_not_added(batch)
    batch_item = get_object_or_404(batch.items, pk=item)
    batches.leave_out(batch_item, is_excluded=request.POST.get("out") == "1")
    return redirect(f"{reverse('imports:batch', args=[pk])}#item-{batch_item.pk}")


@require_POST
def add(request: HttpRequest, pk: int) -> HttpResponse:
    batch = find_batch(request, pk)
    n = batches.add(batch, by=access.person_of(request), now=timezone.now())
    if not n:
        return redirect("imports:batch", pk)
    batch_url = reverse("imports:batch", args=[pk])
    message = ngettext("%(n)s draft added, not published yet.", "%(n)s drafts added, not published yet.", n)
    undo = format_html('<a href="{}">{}</a>', batch_url, _("Undo"))
    messages.success(request, format_html("{} {}", message % {"n": n}, undo))
    return redirect("registry:list")


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    batch = find_batch(request, pk)
    edited_rules = batches.undo(batch, by=access.person_of(request), now=timezone.now())
    if edited_rules:
        message = _("These stay because someone has edited them: %(rules)s.")
        messages.warning(request, message % {"rules": ", ".join(rule.title for rule in edited_rules)})
    messages.success(request, _("Import undone."))
    return redirect("imports:batch", pk)
