import pytest

from maillon.sharing.people.models import Person
from maillon.sharing.people.queries import betrays


def person(last_name: str) -> Person:
    return Person(identity={"last_name": last_name, "first_name": "Rose"})


@pytest.mark.parametrize(
    ("last_name", "text"),
    [
        ("Petit", "Mme Petit viendra mardi"),
        ("Petit", "MME PETIT"),
        ("Zéphyrin", "voir avec M. Zephyrin."),
        ("Le Guévello", "appeler Le Guevello"),
        ("Le Guévello", "appeler le Guévello"),
        ("D'Arcy-Müller", "Zoé D’Arcy Müller"),
    ],
)
def test_a_text_that_holds_her_name_betrays_her(last_name, text):
    assert betrays(person(last_name), text)


@pytest.mark.parametrize(
    ("last_name", "text"),
    [("Petit", "un petit écran suffit"), ("Le", "Le mardi"), ("", "Rose"), ("Martin", "Martinique"), ("O", "O")],
)
def test_a_common_word_does_not(last_name, text):
    assert not betrays(person(last_name), text)
