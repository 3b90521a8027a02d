"""Communes proposed while one types, to anyone."""


def test_a_beginning_of_a_name_gives_communes_as_they_are_displayed(client):
    response = client.get("/communes", {"q": "ponti"})
    assert "Pontivy (56300)" in response.json()
    assert len(response.json()) <= 8
    assert "max-age=86400" in response.headers["Cache-Control"]


def test_less_than_two_letters_give_nothing(client):
    assert client.get("/communes", {"q": " p "}).json() == []
    assert client.get("/communes").json() == []


def test_one_only_reads(client):
    assert client.post("/communes", {"q": "pontivy"}).status_code == 405
