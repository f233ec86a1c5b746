"""The customers' pages: open to anybody, the same for everybody, of rules that were opened to them and no others."""

from collections.abc import Callable
from functools import cache, wraps
from hashlib import sha256
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from policyhub.accounts.models import Organisation
from policyhub.touchpoints.models import Touchpoint
from policyhub.ui.pages import for_the_public

from ..models import CustomerAddress, CustomerPage
from ..pages import screen_language, search_pages, stored_text

PAGE_SIZE = 30
MAX_TOUCHPOINTS = 40
MAX_IN_SITEMAP = 50_000
CACHE_SECONDS = 60  # seconds that others may keep a page: so long a page that was taken down may still be seen
MAX_QUESTION_LENGTH = 200
DIGESTED_TEMPLATES = ("customers/base.html", "customers/page.html", "customers/_page.html", "customers/fragment.html")


def customers_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Not there at all while the organisation has no customers' pages. Others may keep an answer for a minute."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        organisation = organisation_of(request)
        if organisation is None or not organisation.customers_pages:
            raise Http404
        response = view(request, organisation, *args, **kwargs)
        response.headers.setdefault("Cache-Control", f"public, max-age={CACHE_SECONDS}")
        return response

    return for_the_public(wrapper)


def organisation_of(request: HttpRequest) -> Organisation | None:
    organisation: Organisation | None = getattr(request, "organisation", None)
    return organisation


def render(template: str, language: str, status: int = 200, **context: Any) -> HttpResponse:
    """A page whose frame speaks ``language``. It never sees the request: nothing in it can depend on who asks."""
    spoken = screen_language(language)
    with translation.override(spoken):
        html = render_to_string(template, {"language": language, "spoken": spoken, **context})
    return HttpResponse(html, status=status, headers={"Content-Language": language})


# --- The list ---


@customers_page
def index(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Everything that customers may read, by what it is about, and a search over that."""
    question = request.GET.get("q", "").replace("\0", " ").strip()[:MAX_QUESTION_LENGTH]
    pages = CustomerPage.objects.public(timezone.now()).select_related("address").defer("said", "words", "title_words")
    touchpoints = list(public_touchpoints())
    about = next((touchpoint for touchpoint in touchpoints if str(touchpoint.pk) == request.GET.get("about")), None)
    listed = pages.filter(rule__touchpoints=about.pk) if about else pages
    context: dict[str, Any] = {
        "organisation": organisation,
        "question": question,
        "results": search_pages(pages, question) if question else [],
        "touchpoints": touchpoints,
        "about": about,
        "all": Paginator(listed, PAGE_SIZE).get_page(request.GET.get("page")),
        "address": request.build_absolute_uri(reverse("customers:list")),
    }
    return render("customers/index.html", organisation.language, **context)


def public_touchpoints() -> QuerySet[Touchpoint]:
    """The ways in which customers meet us that some page is about. Others are not named."""
    about_it = CustomerPage.objects.public(timezone.now()).filter(rule__touchpoints=OuterRef("pk"))
    return Touchpoint.objects.live().filter(Exists(about_it))[:MAX_TOUCHPOINTS]


# --- One page ---


@customers_page
def page(request: HttpRequest, organisation: Organisation, slug: str) -> HttpResponse:
    """One rule, told from the customer's side, as the edition in force says it."""
    return page_response(request, organisation, slug, "customers/page.html")


@customers_page
def fragment(request: HttpRequest, organisation: Organisation, slug: str) -> HttpResponse:
    """The same words alone, for the house's own site to take in."""
    response = page_response(request, organisation, slug, "customers/fragment.html")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def page_response(request: HttpRequest, organisation: Organisation, slug: str, template: str) -> HttpResponse:
    pages = CustomerPage.objects.public(timezone.now()).select_related("address", "edition")
    pages = pages.defer("words", "title_words", "edition__content")
    page = pages.filter(address__slug=slug).first()
    if page is None:
        return moved_or_gone(request, organisation, slug)
    starts = page.edition.starts
    assert starts is not None
    etag, modified = etag_of(page, organisation, template), int(starts.timestamp())
    unchanged = get_conditional_response(request, etag=etag, last_modified=modified)
    response = unchanged or render(template, page.language, **context_of(request, organisation, page))
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(modified)
    return response


def context_of(request: HttpRequest, organisation: Organisation, page: CustomerPage) -> dict[str, Any]:
    address = request.build_absolute_uri(page.get_absolute_url())
    return {"organisation": organisation, "page": page, "customer_text": stored_text(page), "address": address}


def etag_of(page: CustomerPage, organisation: Organisation, template: str) -> str:
    """Changes with the edition, and with what stands around its words."""
    around = f"{template} {organisation.name} {page.address.slug} {templates_digest()}"
    return f'"{page.edition.digest[:24]}-{sha256(around.encode()).hexdigest()[:12]}"'


@cache
def templates_digest() -> str:
    """A digest of the page templates and their stylesheet's address; changes with an upgrade."""
    sources = [get_template(name).template.source for name in DIGESTED_TEMPLATES]  # type: ignore[attr-defined]
    return sha256("\n".join([*sources, static("customers.css")]).encode()).hexdigest()


def moved_or_gone(request: HttpRequest, organisation: Organisation, slug: str) -> HttpResponse:
    """The page has another title now, or was there once, or never: a rule that is not open is like one that is not."""
    now, match = timezone.now(), request.resolver_match
    address = CustomerAddress.objects.filter(slug=slug, since__lte=now).first()
    page = (
        CustomerPage.objects.public(now).filter(rule=address.rule_id).select_related("address").first()
        if address
        else None
    )
    if page is not None and match is not None:
        return HttpResponsePermanentRedirect(reverse(match.view_name, args=[page.address.slug]))
    context = {"organisation": organisation, "gone": address is not None}
    return render("customers/gone.html", organisation.language, status=410 if address else 404, **context)


# --- For machines ---


@customers_page
def sitemap(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """The address of each page, and since when it says what it says."""
    pages = CustomerPage.objects.public(timezone.now()).values_list("address__slug", "edition__starts").order_by("pk")
    addresses = [(address_of(request, slug), starts) for slug, starts in pages[:MAX_IN_SITEMAP]]
    context = {"pages": addresses, "index": request.build_absolute_uri(reverse("customers:list"))}
    return HttpResponse(render_to_string("customers/sitemap.xml", context), content_type="application/xml")


def address_of(request: HttpRequest, slug: str) -> str:
    return request.build_absolute_uri(reverse("customers:page", args=[slug]))


@for_the_public
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the customers' pages, and nothing else."""
    organisation = organisation_of(request)
    lines = ["User-agent: *", "Disallow: /"]
    if organisation is not None and organisation.customers_pages:
        allowed = [reverse("customers:list"), static("customers.css"), static("icon.svg")]
        sitemap_address = request.build_absolute_uri(reverse("customers:sitemap"))
        lines[1:1] = [f"Allow: {path}" for path in allowed]
        lines += ["", f"Sitemap: {sitemap_address}"]
    text = "\n".join([*lines, ""])
    return HttpResponse(text, content_type="text/plain", headers={"Cache-Control": f"public, max-age={CACHE_SECONDS}"})
