"""What a load does to the tables: new, changed, unchanged, removed; all or nothing."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from relations.loading import bulk
from relations.loading.bulk.report import Counts
from relations.models import (
    Agreement,
    Country,
    FormerSlug,
    Party,
    Revision,
    Scope,
    Version,
)
from relations.vocabularies import Origin
from tests import factories as f

from .files import country, dump, organization, record
from .loads import lines, loaded, refused

pytestmark = pytest.mark.django_db


def scope(slug: str, **fields: Any) -> dict[str, Any]:
    return record("scope", slug=slug, **{"name": f"Scope {slug}", **fields})


def test_new_changed_and_unchanged_are_counted(tmp_path: Path) -> None:
    loaded(lines(tmp_path / "1.json", scope("a"), scope("b")))
    counts = loaded(lines(tmp_path / "2.json", scope("a"), scope("b", name="B"), scope("c")))
    assert counts["scope"] == Counts(new=1, changed=1, unchanged=1)


def test_what_is_unchanged_is_not_written(tmp_path: Path) -> None:
    path = lines(tmp_path / "1.json", scope("a", description="Ä"), country("QAA", begin="199X"))
    loaded(path)
    revisions, versions = Revision.objects.count(), Version.objects.count()
    loaded(path)
    assert (Revision.objects.count(), Version.objects.count()) == (revisions, versions)


def test_a_field_left_out_has_its_default(tmp_path: Path) -> None:
    f.ScopeFactory(slug="a", description="typed by hand", order=7)
    loaded(lines(tmp_path / "1.json", scope("a")))
    assert (Scope.objects.get().description, Scope.objects.get().order) == ("", 0)


def test_a_load_is_one_revision_from_a_fixture(tmp_path: Path) -> None:
    loaded(lines(tmp_path / "1.json", scope("a"), country("QAA")), reason="both")
    made = Revision.objects.get()
    assert (made.origin, made.reason) == (Origin.FIXTURE, "both")
    assert set(Version.objects.values_list("revision", flat=True)) == {made.pk}


def test_the_same_record_twice_counts_once(tmp_path: Path) -> None:
    one = lines(tmp_path / "1.json", scope("a"), scope("a"))
    two = lines(tmp_path / "2.json", scope("a"))
    assert loaded(one, two)["scope"] == Counts(new=1, repeated=2)


def test_two_that_differ_are_an_error_that_names_both_places(tmp_path: Path) -> None:
    path = lines(tmp_path / "1.json", scope("a"), scope("a", name="Other"))
    other = lines(tmp_path / "2.json", scope("a", order=3))
    problems = refused(path, other)
    assert len(problems) == 2
    for problem, place in zip(problems, (f"{path}, line 3", f"{other}, line 2"), strict=True):
        assert problem.startswith(f'{place}: relations.scope ["a"]: it says something else')
        assert problem.endswith(f"{path}, line 2")


def test_records_may_point_to_what_comes_later(tmp_path: Path) -> None:
    path = lines(
        tmp_path / "1.json",
        record("membership", actor_country=["QAA"], organization=["un"]),
        country("QAA", sovereign=["QAB"]),
        country("QAB", sovereign=["QAC"]),
        organization("un"),
        country("QAC"),
    )
    assert loaded(path)["country"].new == 3
    assert Country.objects.get(code="QAA").sovereign.sovereign.code == "QAC"


def test_a_dry_run_says_the_same_and_changes_nothing(tmp_path: Path) -> None:
    f.ScopeFactory(slug="gone")
    path = lines(tmp_path / "1.json", scope("a"))
    before, versions = dump(), Version.objects.count()
    report = bulk.load([path], dry_run=True, remove=True)
    assert report.dry_run
    assert report.counts[Scope] == Counts(new=1, removed=1)
    assert (dump(), Version.objects.count()) == (before, versions)
    assert loaded(path, remove=True)["scope"] == Counts(new=1, removed=1)


def test_nothing_is_removed_unless_asked(tmp_path: Path) -> None:
    f.ScopeFactory(slug="kept")
    loaded(lines(tmp_path / "1.json", scope("a")))
    assert Scope.objects.filter(slug="kept").exists()


def test_with_remove_what_the_files_lack_goes_with_its_parts(tmp_path: Path) -> None:
    kept, gone = f.AgreementFactory(slug="kept"), f.AgreementFactory(slug="gone")
    f.PartyFactory(agreement=kept)
    f.PartyFactory(agreement=gone)
    country_before = Country.objects.count()
    path = lines(tmp_path / "1.json", record("agreement", slug="kept", title="K", kind="treaty"))
    counts = loaded(path, remove=True)
    assert counts["agreement"] == Counts(changed=1, removed=1)
    assert counts["party"] == Counts(removed=1)
    assert Party.objects.get().agreement == kept
    assert Country.objects.count() == country_before
    deletion = Version.objects.get(model="agreement", object_id=gone.pk, new__isnull=True)
    assert deletion.revision is not None


def test_what_is_cited_is_not_removed(tmp_path: Path) -> None:
    scope_cited = f.ScopeFactory(slug="cited")
    provision = f.ProvisionFactory(scope=scope_cited)
    (problem,) = refused(lines(tmp_path / "1.json", scope("a")), remove=True)
    key = json.dumps(provision.natural_key())
    assert 'relations.scope ["cited"]: it is not in the files, and can\'t be removed' in problem
    assert f"relations.provision {key} points to it" in problem


def test_a_part_is_not_removed_with_its_record_where_the_files_have_it(tmp_path: Path) -> None:
    f.AgreementFactory(slug="not-in-the-files")
    f.CountryFactory(code="QAA")
    path = lines(
        tmp_path / "1.json",
        record("agreement", slug="a", title="A", kind="treaty"),
        record("party", agreement=["not-in-the-files"], actor_country=["QAA"]),
    )
    (problem,) = refused(path, remove=True)
    assert problem == (
        f"{path}, line 3: relations.party: it is a part of a record that is not in the files, "
        "and would be removed with it"
    )


def test_a_tree_is_removed_from_its_leaves(tmp_path: Path) -> None:
    root = f.ScopeFactory(slug="root")
    for number in range(3):
        f.ScopeFactory(slug=f"leaf-{number}", parent=root)
    last = f.ScopeFactory(slug="last-root")
    Scope.objects.filter(slug="leaf-0").update(parent=last)
    assert loaded(lines(tmp_path / "1.json", scope("a")), remove=True)["scope"].removed == 5


def test_a_changed_slug_leads_on(tmp_path: Path) -> None:
    f.CountryFactory(code="QAA", slug="before")
    loaded(lines(tmp_path / "1.json", country("QAA", slug="after")))
    assert FormerSlug.objects.get().slug == "before"
    assert FormerSlug.objects.get().country.slug == "after"


def test_records_may_come_from_elsewhere_with_words_for_their_place() -> None:
    right, wrong = ("row 7", organization("un")), ("row 8", organization("a b"))
    report = bulk.load([right])
    assert (report.failed, report.total) == (0, 1)
    (problem,) = refused(wrong)
    assert problem.startswith('row 8: relations.organization ["a b"], field “slug”: Enter a valid')


def test_every_batch_is_written(tmp_path: Path) -> None:
    many = [scope(f"s{n}", order=n % 7) for n in range(4_500)]
    path = lines(tmp_path / "1.json", *many)
    assert loaded(path)["scope"].new == 4_500
    many[17]["fields"]["order"] = 9
    many[4_400]["fields"]["order"] = 9
    counts = loaded(lines(path, *many, scope("one-more")))
    assert counts["scope"] == Counts(new=1, changed=2, unchanged=4_498)


def test_indexes_that_were_taken_off_are_there_again(tmp_path: Path) -> None:
    from django.db import connection  # noqa: PLC0415

    def indexes() -> Any:
        with connection.cursor() as cursor:
            return connection.introspection.get_constraints(cursor, Agreement._meta.db_table)

    before = indexes()
    many = [record("agreement", slug=f"a{n}", title=f"A {n}", kind="treaty") for n in range(5_001)]
    assert loaded(lines(tmp_path / "1.json", *many))["agreement"].new == 5_001
    assert indexes() == before


def command(*arguments: Any, **options: Any) -> str:
    out = io.StringIO()
    call_command("load", *map(str, arguments), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_the_command_prints_the_counts_of_each_model(tmp_path: Path) -> None:
    path = lines(tmp_path / "1.json", scope("a"), country("QAA"))
    assert "Dry run: nothing was changed." in command(path, dry_run=True)
    said = command(path)
    assert "new     changed   unchanged     removed" in said
    assert "scopes                             1           0           0           0" in said
    assert "2 records in" in said


def test_the_command_prints_every_error_and_fails(tmp_path: Path) -> None:
    path = lines(tmp_path / "1.json", scope("a b"), country("QAA", name=""))
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"2 errors\. Nothing was changed\."):
        call_command("load", str(path), stderr=out)
    assert f"{path}, line 2: relations.scope" in out.getvalue()
    assert f"{path}, line 3: relations.country" in out.getvalue()


def test_errors_beyond_a_thousand_are_counted(tmp_path: Path) -> None:
    path = lines(tmp_path / "1.json", *(scope(f"{n} x") for n in range(1_200)))
    with pytest.raises(CommandError, match=r"1,200 errors \(200 of them not shown\)"):
        command(path)
    assert not Scope.objects.exists()
