"""The house's own rules, held by machines: where keys may point, and which pages stand on the wall's bases."""

import pytest
from django.apps import apps
from django.urls import get_resolver

from access.views import Page
from tests.every_page import routes

# Each room and the rooms that its keys may point to; across and up, never.
BELOW = {
    "accounts": set(),
    "agencies": {"auth"},
    "audit": set(),
    "access": {"agencies", "auth"},
    "imports": {"agencies"},
    "cases": {"agencies"},
    "referrals": {"agencies", "cases"},
    "investigations": {"agencies", "cases", "referrals", "auth"},
    "victims": {"agencies", "access", "cases", "referrals", "auth"},
    "reports": {"agencies", "access", "cases"},
}

# Pages of libraries that are not ours: allauth's own, and the API's description.
NOT_OURS = ("allauth.", "drf_spectacular.", "django.views.static")
# Pages that anyone may open, each with its reason.
PUBLIC = {
    "accounts.views.keep": "takes what is typed, shows nothing, refuses whoever is not signed in",
    "ui.views.health": "says only that the server answers",
}

# Rows that follow from an award by rules and are nobody's record.
CALENDARS = {"reports.Period"}


def foreign_keys():
    for room in BELOW:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if field.concrete and field.is_relation:
                    yield room, model, field


@pytest.mark.rule("R4")
def test_a_room_looks_down_never_up_never_across():
    wrong = [
        f"{model._meta.label}.{field.name} -> {field.related_model._meta.label}"
        for room, model, field in foreign_keys()
        if field.related_model._meta.app_label not in BELOW[room] | {room, "contenttypes"}
        and not (room == "accounts" and field.related_model._meta.app_label == "auth")
    ]
    assert wrong == []


@pytest.mark.rule("R4")
def test_keys_from_a_walled_room_to_shared_rows_have_no_constraint_and_no_name_back():
    shared = {"cases", "referrals"}
    wrong = [
        f"{model._meta.label}.{field.name}"
        for room, model, field in foreign_keys()
        if room in ("investigations", "victims")
        and field.related_model._meta.app_label in shared
        and (field.db_constraint or not field.remote_field.hidden or not field.null)
    ]
    assert wrong == []


@pytest.mark.rule("R2")
def test_every_route_stands_on_the_walls_bases_or_is_named_public():
    from access.api import Records

    strays = []
    for _, route, callback in routes(get_resolver()):
        view = getattr(callback, "view_class", getattr(callback, "cls", None))
        name = f"{callback.__module__}.{getattr(callback, '__qualname__', '')}"
        if view is not None and issubclass(view, Page | Records):
            continue
        if name in PUBLIC or callback.__module__.startswith(NOT_OURS):
            continue
        if view is not None and view.__module__.startswith(NOT_OURS):
            continue
        strays.append((route, name))
    assert strays == []


@pytest.mark.parametrize("room", ["cases", "referrals", "investigations", "victims", "reports"])
def test_every_record_carries_its_owner(room):
    from access.compiler import declared
    from access.grants import Grant
    from access.models import Record
    from access.policies import Open

    vocabularies = {each.model for each in declared() if isinstance(each, Open)}
    strays = [
        model._meta.label
        for model in apps.get_app_config(room).get_models()
        if not issubclass(model, Record | Grant)
        and model._meta.label not in vocabularies | CALENDARS
        and "owner_id" not in {field.column for field in model._meta.concrete_fields}
    ]
    assert strays == []
