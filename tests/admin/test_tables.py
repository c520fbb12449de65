"""Import and export in the admin: who may, what is shown, what is kept, by URL."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relations.loading import table_files
from relations.loading.sheets import Sheet
from relations.models import Agreement, Country, Membership, Revision, Scope, Statement
from relations.models.base import NaturalKeyModel
from tests import factories
from tests.counting import queries
from tests.loading.tables import csv_of, xlsx_of

from .test_pages import ADMINS

TABLES = [a.model for a in ADMINS if issubclass(a.model, NaturalKeyModel)]
EACH = pytest.mark.parametrize("model", TABLES, ids=[m._meta.model_name for m in TABLES])

pytestmark = pytest.mark.django_db


def url(model: Any, what: str, *args: Any) -> str:
    return reverse(f"admin:relations_{model._meta.model_name}_{what}", args=args)


def upload(client: Client, model: Any, content: bytes, name: str = "table.csv") -> Any:
    return client.post(url(model, "import"), {"file": SimpleUploadedFile(name, content)})


def confirm(client: Client, model: Any, response: Any) -> Any:
    token = response.context["upload"].token
    return client.post(url(model, "import"), {"token": token})


def body(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def person_with(*permissions: str) -> Client:
    user = get_user_model().objects.create_user("+".join(permissions) or "nobody", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client = Client()
    client.force_login(user)
    return client


@EACH
def test_what_is_exported_is_imported_as_unchanged(analyst: Client, model: Any) -> None:
    getattr(factories, f"{model.__name__}Factory")()
    for form in table_files.TYPES:
        content = body(analyst.get(url(model, "export", form)))
        response = upload(analyst, model, content, f"table.{form}")
        plan = response.context["plan"]
        assert not plan.problems
        assert not plan.changes
        assert plan.unchanged
        assert "there is nothing to import" in response.content.decode()


def test_a_table_is_shown_confirmed_and_imported(analyst: Client) -> None:
    factories.ScopeFactory(slug="war", name="War")
    factories.ScopeFactory(slug="peace", name="Peace")
    response = upload(analyst, Scope, csv_of("slug,name", "war,Wars", "peace,Peace", "trade,Trade"))
    page = response.content.decode()
    assert "1 new, 1 changed, 1 unchanged; 0 errors." in page
    assert "<del>War</del>" in page
    assert "<ins>Wars</ins>" in page
    assert Scope.objects.count() == 2
    assert confirm(analyst, Scope, response).url == url(Scope, "changelist")
    assert set(Scope.objects.values_list("name", flat=True)) == {"Wars", "Peace", "Trade"}
    assert Revision.objects.get().reason == "table.csv"


def test_an_error_is_shown_with_its_row_and_column_and_cannot_be_confirmed(
    analyst: Client,
) -> None:
    response = upload(analyst, Scope, csv_of("slug,name,order", "war,War,many", "trade,Trade,1"))
    page = response.content.decode()
    assert "<td>2</td><td><code>order</code></td>" in page
    assert "Import all of it" not in page
    assert confirm(analyst, Scope, response).status_code == 200
    assert not Scope.objects.exists()


def test_what_somebody_changed_meanwhile_is_shown_before_anything_is_imported(
    analyst: Client,
) -> None:
    scope = factories.ScopeFactory(slug="war", name="War")
    response = upload(analyst, Scope, csv_of("slug,name", "war,Wars"))
    other = person_with("change_scope")
    change = {
        "slug": "war",
        "name": "Conflict",
        "order": 0,
        "_stamp": other.get(url(Scope, "change", scope.pk)).context["stamp"],
    }
    assert other.post(url(Scope, "change", scope.pk), change).status_code == 302
    response = confirm(analyst, Scope, response)
    page = response.content.decode()
    assert "Nothing was imported" in page
    assert "change_scope" in page  # who
    assert "<del>War</del>" in page
    assert "<ins>Conflict</ins>" in page
    assert Scope.objects.get().name == "Conflict"
    assert confirm(analyst, Scope, response).status_code == 302
    assert Scope.objects.get().name == "Wars"


def test_a_file_is_imported_once(analyst: Client) -> None:
    response = upload(analyst, Scope, csv_of("slug,name", "war,War"))
    assert confirm(analyst, Scope, response).status_code == 302
    Scope.objects.all().delete()
    again = confirm(analyst, Scope, response)
    assert again.url == url(Scope, "import")
    assert not Scope.objects.exists()


def test_a_file_is_its_users_own_and_its_models(analyst: Client) -> None:
    response = upload(analyst, Scope, csv_of("slug,name", "war,War"))
    other = person_with("add_scope", "change_scope", "view_scope")
    assert confirm(other, Scope, response).url == url(Scope, "import")
    assert confirm(analyst, Country, response).url == url(Country, "import")
    assert not Scope.objects.exists()
    assert confirm(analyst, Scope, response).status_code == 302
    assert Scope.objects.exists()


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\x00"])
def test_a_made_up_token_gets_nothing(analyst: Client, token: str) -> None:
    response = analyst.post(url(Scope, "import"), {"token": token})
    assert response.url == url(Scope, "import")


@pytest.mark.parametrize(
    ("permissions", "may_import", "may_export"),
    [
        ((), False, False),
        (("view_scope",), False, True),
        (("add_scope", "view_scope"), False, True),
        (("change_scope",), False, True),
        (("add_scope", "change_scope"), True, True),
        (("add_country", "change_country", "view_country"), False, False),
    ],
)
def test_who_may_what(permissions: tuple[str, ...], may_import: bool, may_export: bool) -> None:
    client = person_with(*permissions)
    assert client.get(url(Scope, "import")).status_code == (200 if may_import else 403)
    response = upload(client, Scope, csv_of("slug,name", "war,War"))
    assert response.status_code == (200 if may_import else 403)
    post = client.post(url(Scope, "import"), {"token": "x"})
    assert post.status_code == (302 if may_import else 403)
    for form in table_files.TYPES:
        status = client.get(url(Scope, "export", form)).status_code
        assert status == (200 if may_export else 403)
    if may_export:
        page = client.get(url(Scope, "changelist")).content.decode()
        assert (url(Scope, "import") in page) == may_import


@EACH
def test_nobody_imports_or_exports_without_logging_in(reader: Client, model: Any) -> None:
    for what, args in (("import", ()), ("export", ("csv",)), ("export", ("xlsx",))):
        response = reader.get(url(model, what, *args))
        assert response.status_code == 302
        assert "login" in response.url


@EACH
def test_the_page_lists_the_columns(analyst: Client, model: Any) -> None:
    page = analyst.get(url(model, "import")).content.decode()
    for name in Sheet(model).columns:
        assert f"<code>{name}</code>" in page


def test_an_export_keeps_to_the_filters_of_the_list(analyst: Client) -> None:
    factories.ScopeFactory(slug="war", name="War")
    factories.ScopeFactory(slug="peace", name="Peace")
    page = analyst.get(url(Scope, "changelist") + "?q=War").content.decode()
    assert f"{url(Scope, 'export', 'csv')}?q=War" in page
    lines = body(analyst.get(url(Scope, "export", "csv") + "?q=War")).decode().splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["war"]
    factories.StatementFactory(slug="a", medium="speech")
    factories.StatementFactory(slug="b", medium="interview")
    table = table_files.read(
        body(analyst.get(url(Statement, "export", "xlsx") + "?medium__exact=interview"))
    )
    assert [row.cells["slug"] for row in table.rows] == ["b"]


def test_an_export_holds_every_page_of_the_list(analyst: Client) -> None:
    for _ in range(60):
        factories.ScopeFactory()
    assert len(table_files.read(body(analyst.get(url(Scope, "export", "csv")))).rows) == 60


@pytest.mark.parametrize("model", [Agreement, Membership], ids=["agreement", "membership"])
def test_a_filter_by_what_is_derived_works_too(analyst: Client, model: Any) -> None:
    getattr(factories, f"{model.__name__}Factory")()
    for query in ("?state=in_force", "?status=member", "?nonsense=1", "?q=x&p=7", "?o=1.-2"):
        response = analyst.get(url(model, "export", "csv") + query)
        assert response.status_code in (200, 302)


def test_an_unknown_format_is_not_found(analyst: Client) -> None:
    assert analyst.get(url(Scope, "export", "xls")).status_code == 404


@EACH
def test_an_export_asks_the_same_for_two_rows_and_for_ten(analyst: Client, model: Any) -> None:
    factory = getattr(factories, f"{model.__name__}Factory")

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            body(analyst.get(url(model, "export", "csv")))
        return len(captured)

    factory.create_batch(2)
    few = asked()
    factory.create_batch(8)
    assert asked() == few
    assert queries(analyst, url(model, "import")) < 6


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "empty"),
        ("slug,name\né,1".encode("cp1252"), "not UTF-8"),
        (b"PK\x03\x04", "not a workbook"),
        (b"x" * (table_files.MAX_BYTES + 1), "5,000,000 are allowed"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_the_form(
    analyst: Client, content: bytes, message: str
) -> None:
    response = upload(analyst, Scope, content)
    assert response.status_code == 200
    assert message in str(response.context["form"].errors)


def test_no_file_is_asked_for(analyst: Client) -> None:
    response = analyst.post(url(Scope, "import"), {})
    assert "required" in str(response.context["form"].errors)


def test_a_script_in_a_cell_is_shown_as_text(analyst: Client) -> None:
    evil = "<script>alert(1)</script>"
    page = upload(analyst, Scope, csv_of("slug,name", f"war,{evil}"), f"{evil}.csv")
    assert evil not in page.content.decode()


# Fuzz -----------------------------------------------------------------------------------

SETTINGS = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
CELLS = st.one_of(
    st.sampled_from(["", "a", "QAA", "2024", "2024-13", "..", "true", "1", "-1", "9" * 30, "=1"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)


@settings(SETTINGS, max_examples=12)
@given(st.data())
@EACH
def test_random_cells_give_a_page_and_never_a_part_of_an_import(
    analyst: Client, model: Any, data: st.DataObject
) -> None:
    """Rows that are stored, with cells changed and columns left out at random."""
    if model.objects.count() < 3:
        getattr(factories, f"{model.__name__}Factory").create_batch(3)
    names = list(Sheet(model).columns)
    header = data.draw(st.lists(st.sampled_from(names), min_size=1, unique=True) | st.just(names))
    stored = list(Sheet(model).rows(model.objects.order_by("pk")[:3]))
    rows = [[row[names.index(name)] for name in header] for row in stored]
    for row in rows:
        for place in data.draw(st.sets(st.integers(0, len(header) - 1), max_size=3)):
            row[place] = data.draw(CELLS)
    before = list(model.objects.order_by("pk").values())
    content = b"".join(table_files.write_csv(header, rows))
    response = upload(analyst, model, content)
    assert response.status_code == 200
    assert list(model.objects.order_by("pk").values()) == before
    plan = response.context.get("plan")
    if plan is None:
        return
    answer = confirm(analyst, model, response)
    if plan.problems:
        assert answer.status_code == 200
        assert list(model.objects.order_by("pk").values()) == before
    else:
        assert answer.status_code == 302
        assert model.objects.count() == len(before) + len(plan.new)
        assert not upload(analyst, model, content).context["plan"].changes


@SETTINGS
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"slug,name\n"]))
def test_random_bytes_give_a_page(analyst: Client, tail: bytes, head: bytes) -> None:
    assert upload(analyst, Scope, head + tail).status_code == 200


@SETTINGS
@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.integers(),
                st.floats(allow_nan=False, allow_infinity=False),
                st.booleans(),
                st.dates(),
                CELLS.filter(str.isprintable),
            ),
            max_size=4,
        ),
        max_size=4,
    )
)
def test_random_cells_of_a_workbook_give_a_page(analyst: Client, rows: Any) -> None:
    response = upload(analyst, Scope, xlsx_of(["slug", "name", "order"], *rows), "t.xlsx")
    assert response.status_code == 200
