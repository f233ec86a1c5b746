"""A site on Wagtail, with the rooms and middleware of a new one and its search as it ships, to measure ours beside.

It runs in an environment of its own, which `tests/bench/peers.py` makes.

BARE_DATABASE=URL python tests/bench/wagtail_site.py N     makes the tables and N pages, `/rule-2/` and on
"""

import os
import sys
from pathlib import Path

import dj_database_url
import django
from django.apps import AppConfig
from django.conf import settings

PAGE = """<!doctype html><html><head><title>{{ page.title }}</title></head><body>
<h1>{{ page.title }}</h1><p>{{ page.summary }}</p><div>{{ page.body }}</div><p>{{ page.tags }}</p></body></html>"""
FOUND = """{% load wagtailcore_tags %}<!doctype html><html><head><title>Search</title></head><body><ul>
{% for one in found %}<li><a href="{% pageurl one %}">{{ one.title }}</a></li>{% endfor %}</ul></body></html>"""
LOCAL = ("django.template.loaders.locmem.Loader", {"rules/page.html": PAGE, "rules/found.html": FOUND})
PACKAGES = ("django.template.loaders.app_directories.Loader",)
SHOWN = 10
CONTEXT = ("template.context_processors.request", "contrib.auth.context_processors.auth")


class Rules(AppConfig):
    name, label, path = "rules_on_wagtail", "rules", str(Path(__file__).parent)


sys.modules["rules_on_wagtail"] = sys.modules[__name__]
DATABASE = dj_database_url.parse(os.environ["BARE_DATABASE"], conn_max_age=600)
if "sqlite" in DATABASE["ENGINE"]:
    DATABASE["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
settings.configure(
    SECRET_KEY="only for measuring " * 3,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": DATABASE},
    INSTALLED_APPS=[
        "rules_on_wagtail.Rules",
        *(
            f"wagtail.{name}"
            for name in ("contrib.forms", "contrib.redirects", "embeds", "sites", "users", "snippets")
        ),
        *("wagtail.documents", "wagtail.images", "wagtail.search", "wagtail.admin", "wagtail"),
        *("modelcluster", "taggit", "django_filters"),
        *(f"django.contrib.{name}" for name in ("auth", "contenttypes", "sessions", "messages", "staticfiles")),
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
        "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.cached.Loader", [LOCAL, *PACKAGES])],
                "context_processors": [f"django.{name}" for name in CONTEXT],
            },
        }
    ],
    WAGTAIL_SITE_NAME="Rules",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1",
    WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}},
    STATIC_URL="/static/",
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.paginator import Paginator  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import include, path  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search import index  # noqa: E402
from wagtail.signal_handlers import disable_reference_index_auto_update  # noqa: E402

if __name__ == "__main__":
    call_command("migrate", verbosity=0)  # while there is no model of ours, which has no migration


class RulePage(Page):
    summary = models.TextField()
    body = models.TextField()
    tags = models.CharField(max_length=200)
    template = "rules/page.html"
    search_fields = [*Page.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        app_label = "rules"


def search(request: HttpRequest) -> HttpResponse:
    found = Page.objects.live().search(request.GET["query"])
    return render(request, "rules/found.html", {"found": Paginator(found, SHOWN).get_page(1)})


urlpatterns = [path("search/", search), path("", include("wagtail.urls"))]
application = get_wsgi_application()


def fill(n: int) -> None:
    from tests.bench.corpus import Corpus

    with connection.schema_editor() as editor:
        editor.create_model(RulePage)
    top = Page.objects.get(depth=2)
    with transaction.atomic(), disable_reference_index_auto_update():
        for key, t in enumerate(Corpus().texts(n), 2):
            body = " ".join(t.paragraphs)
            page = RulePage(title=t.title, slug=f"rule-{key}", summary=t.statement, body=body, tags="a b")
            top.add_child(instance=page)
    call_command("update_index", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    fill(int(sys.argv[1]))
