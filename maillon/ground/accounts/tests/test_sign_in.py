import re

import pytest
from django.urls import reverse

from maillon.ground.messages.models import Message
from maillon.ground.organisations.models import Role
from tests.factories import a_member, a_user

pytestmark = pytest.mark.django_db

PASSWORD = "un mot de passe"


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mail goes through the site's own outbox, which tests otherwise bypass."""
    settings.EMAIL_BACKEND = "maillon.ground.messages.backend.OutboxBackend"


def test_one_signs_in_with_an_address_and_a_password(client):
    member = a_member(Role.COORDINATOR, user=a_user("nadia@ogo.example"))

    answer = client.post(reverse("account_login"), {"login": " Nadia@OGO.example", "password": PASSWORD})

    assert answer.url == reverse("desk:home")
    assert client.session["_auth_user_id"] == str(member.user_id)


def test_a_wrong_password_is_said_without_telling_whether_the_account_exists(client):
    a_user("nadia@ogo.example")

    known = client.post(reverse("account_login"), {"login": "nadia@ogo.example", "password": "faux"})
    unknown = client.post(reverse("account_login"), {"login": "personne@ogo.example", "password": "faux"})

    sentence = re.compile(r'class="m-errors".*?</div>', re.DOTALL)
    assert sentence.search(known.content.decode())[0] == sentence.search(unknown.content.decode())[0]


def test_a_closed_account_does_not_open(client):
    user = a_user("partie@ogo.example", is_active=False)

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session


def test_a_forgotten_password_is_replaced_by_a_link_that_leaves_by_mail(client):
    user = a_user("nadia@ogo.example")

    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://\S+", Message.objects.get(to=user.email).body)[0]
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "quatre-chats-verts", "password2": "quatre-chats-verts"})

    user.refresh_from_db()
    assert user.check_password("quatre-chats-verts")


def test_a_password_too_short_is_refused_in_words(client):
    user = a_user("nadia@ogo.example")
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = re.search(r"http://\S+", Message.objects.get(to=user.email).body)[0]
    form = client.get(link, follow=True)

    page = client.post(form.request["PATH_INFO"], {"password1": "court", "password2": "court"})

    assert "12" in page.content.decode()
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


def test_nobody_opens_an_account_by_herself(client):
    client.post(
        reverse("account_signup"),
        {"email": "nouvelle@ogo.example", "password1": "quatre-chats-verts", "password2": "quatre-chats-verts"},
    )

    assert "_auth_user_id" not in client.session


def test_signing_out_takes_a_click_and_forgets_the_session(client):
    member = a_member(Role.TECHNICIAN)
    client.force_login(member.user)

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session
