import pytest

pytestmark = pytest.mark.django_db


def test_the_description_of_the_api_is_valid(client):
    schemathesis = pytest.importorskip("schemathesis")

    description = client.get("/api/v1/openapi.json").json()

    assert description["openapi"].startswith("3.")
    operations = list(schemathesis.openapi.from_dict(description).get_all_operations())
    assert operations
    assert all(operation.ok() for operation in operations)


def test_the_api_says_that_it_answers(client):
    assert client.get("/api/v1/sante").json() == {"status": "ok"}
