import pytest

from tests import factories as f


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name",
    [
        n
        for n in dir(f)
        if n.endswith("Factory") and n not in ("DjangoModelFactory", "CuratedFactory")
    ],
)
def test_valid(name):
    getattr(f, name)().full_clean()
