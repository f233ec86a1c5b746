"""Fixtures for all tests."""

import os
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.conf import settings
from django.contrib.contenttypes.management import create_contenttypes
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client

from policyhub.evidence import guards

from .people import PASSWORD, People, gather

COMMITS = {"transactional_db", "live_server"}
DATABASE = {"db", *COMMITS}  # the fixtures by which a test comes to one

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's loop runs in the tests' thread


def pytest_configure() -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tells the tests that use a database, which run on every engine, from those that need to run only once."""
    unmarked = []
    for item in items:
        fixtures = set(item.fixturenames)
        if DATABASE & fixtures or item.get_closest_marker("django_db"):
            item.add_marker("database")
        if COMMITS & fixtures and not {"engine", "browser"} & {mark.name for mark in item.iter_markers()}:
            unmarked.append(item.nodeid)
    if unmarked:
        raise pytest.UsageError(f"These tests commit, so they run on both engines: mark them engine: {unmarked}")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Every process must collect the same tests, so no name of one holds the time of its collection."""
    if isinstance(val, datetime):
        return "a moment"
    return "-".join(map(str, val)) if isinstance(val, dict) else None


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> None:
    """Every flush is followed by post_migrate, which puts the guards back. No test needs permissions made anew too."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(autouse=True)
def flush_past_the_guards(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are cleaned by a flush, which the guards would refuse: they step aside for it.

    The flush's own post_migrate puts them back; ``test_guards_are_back_after_a_flush`` holds us to it.
    """
    commits = COMMITS & set(request.fixturenames)
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        cache.clear()  # counts of wrong passwords: a table that no flush knows
        guards.remove()
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                for table in ("search_fts", "search_titles"):
                    cursor.execute(f"DELETE FROM {table}")


@pytest.fixture
def people(db: None) -> People:
    return gather()


@pytest.fixture
def sign_in():
    """``sign_in(person)``: a client in which this person is signed in."""

    def as_person(person) -> Client:
        client = Client()
        assert client.login(username=person.username, password=PASSWORD)
        return client

    return as_person


def share(n: int) -> int:
    """N of a promise, or the part of it that this run is to do (PROMISES=0.02), one at least."""
    return max(1, round(n * float(os.environ.get("PROMISES", "0.02"))))
