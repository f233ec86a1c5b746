"""What PolicyHub is measured against: Django and nothing else, on the same engine and server.

`/constant` answers bytes. `/pages/KEY/` is B: one query by primary key, the page rendered by a template. `/mine/KEY/`
is the same for somebody signed in, with Django's own sessions: three queries.

BARE_DATABASE=URL python tests/bench/bare.py N     makes the tables and N pages, prints the key of a session
"""

import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import dj_database_url
import django
from django.conf import settings

PAGE = """<!doctype html><html><head><title>{{ page.title }}</title></head><body>
<h1>{{ page.title }}</h1><p>{{ page.summary }}</p><div>{{ page.body }}</div><p>{{ page.tags }}</p></body></html>"""
DATABASE: Any = dj_database_url.parse(os.environ["BARE_DATABASE"], conn_max_age=600)
if "sqlite" in DATABASE["ENGINE"]:
    DATABASE["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA journal_mode=WAL"}
LOADER = ("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])
settings.configure(
    SECRET_KEY="only for measuring " * 3,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": DATABASE},
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "django.contrib.sessions"],
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "OPTIONS": {"loaders": [LOADER]}}],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.middleware import AuthenticationMiddleware  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.middleware import SessionMiddleware  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.decorators import decorator_from_middleware  # noqa: E402


class Page(models.Model):
    title = models.CharField(max_length=200)
    summary = models.TextField()
    body = models.TextField()
    tags = models.CharField(max_length=200)

    class Meta:
        app_label = "bare"

    def __str__(self) -> str:
        return self.title


def page(request: HttpRequest, key: int) -> HttpResponse:
    return render(request, "page.html", {"page": Page.objects.get(pk=key)})


@decorator_from_middleware(SessionMiddleware)
@decorator_from_middleware(AuthenticationMiddleware)
def mine(request: HttpRequest, key: int) -> HttpResponse:
    return page(request, key) if request.user.is_authenticated else HttpResponse(status=403)


urlpatterns = [path("pages/<int:key>/", page), path("mine/<int:key>/", mine)]
django_app = get_wsgi_application()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    if environ["PATH_INFO"] == "/constant":
        start_response("200 OK", [("Content-Type", "text/html"), ("Content-Length", "2000")])
        return [b"x" * 2000]
    return django_app(environ, start_response)


def fill(n: int) -> str:
    from tests.bench.corpus import Corpus

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        editor.create_model(Page)
    texts = Corpus().texts(n)
    Page.objects.bulk_create(
        (Page(title=t.title, summary=t.statement, body=" ".join(t.paragraphs), tags="a b") for t in texts),
        batch_size=500,
    )
    client = Client()
    client.force_login(User.objects.create_user("sam"))
    return client.cookies["sessionid"].value


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    print(fill(int(sys.argv[1])))
