"""A text with blanks: what is wrong in it is said line by line, what is right is filled, and runs nothing."""

import pytest

from maillon.common import deeds

BLANKS = {
    "lieu": deeds.Blank("lieu", "Où", "Pontivy"),
    "deliberation": deeds.Blank("deliberation", "Quoi", "n° 1", "à joindre"),
}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "Écrivez au moins un article"),
        ("Sans titre", "Ligne 1 : commencez par le titre"),
        ("#\nTexte", "Ligne 1 : écrivez le titre"),
        ("# À {lieu}", "Ligne 1 : un titre ne porte ni blanc"),
        ("# A\nÀ {endroit}.", "Ligne 2 : le blanc « {endroit} » n’existe pas"),
        ("# A\nÀ {lieu", "Ligne 2 : une accolade"),
        ("# A\nVu [L9999].", "« L9999 » n’est pas un texte connu"),
        ("# A\nVoici {biens}.", "seul sur sa ligne"),
        ("# A\nTexte", "Il manque « {biens} »"),
    ],
)
def test_a_fault_is_said_with_its_line(body, said):
    assert any(said in sentence for sentence in deeds.faults(body, BLANKS, needed=["biens"]))


def test_a_text_is_filled_and_what_is_unknown_says_so():
    body = "# Remise\nÀ {Lieu}, vu [L3212-2, 931] : {délibération}.\n\n- Un point\n{biens}"

    assert list(deeds.faults(body, BLANKS, needed=["biens", "lieu"])) == []
    (article,) = deeds.fill(body, {"lieu": "#panic() {deliberation}"}, BLANKS)

    assert [block["kind"] for block in article["blocks"]] == ["text", "item", "goods"]
    assert article["blocks"][0]["spans"] == [
        {"text": "À "},
        {"text": "#panic() {deliberation}"},
        {"text": ", vu "},
        {"law": ["L3212-2", "931"]},
        {"text": " : "},
        {"missing": "à joindre"},
        {"text": "."},
    ]
