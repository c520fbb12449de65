"""Two imports of one data set at a time: the second waits, and finds everything there."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction

from relations.loading.datasets.adapters.ggo import ADAPTER
from relations.loading.datasets.importing import Done, import_dataset, wait_for_others
from relations.loading.datasets.taking_back import take_back
from relations.models import Agreement, DataSetImport

from .ggo_sample import world, write


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_the_second_of_two_imports_finds_what_the_first_made(tmp_path: Path) -> None:
    world()
    files = write(tmp_path)
    done: list[Done] = []
    failed: list[BaseException] = []

    def work() -> Any:
        try:
            done.append(import_dataset(ADAPTER, files))
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert sorted(each.made is not None for each in done) == [False, False, True]
    assert Agreement.objects.count() == 6
    assert DataSetImport.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer at a time")
def test_taking_back_waits_for_an_import_of_the_same_data_set(tmp_path: Path) -> None:
    world()
    made = import_dataset(ADAPTER, write(tmp_path)).made
    assert made
    failed: list[OperationalError] = []

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        try:
            take_back(made)
        except OperationalError as error:
            failed.append(error)
        finally:
            connection.close()

    with transaction.atomic():
        wait_for_others("ggo")
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
    assert "lock timeout" in str(failed)
    assert Agreement.objects.count() == 6
