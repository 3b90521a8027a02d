"""What a network publishes in its own words: drafts, versions, pictures, what gets through and what does not."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from maillon.common import markdown
from maillon.common.errors import Forbidden, Refused
from maillon.ground.files.models import File
from maillon.ground.organisations.models import Role
from maillon.telling.pages import actions
from maillon.telling.pages.models import Text, Version
from tests.factories import a_member, a_network, photo

pytestmark = pytest.mark.django_db
TYPED = {
    "kind": "page",
    "title": "Qui sommes-nous ?",
    "summary": "Une équipe.",
    "body": "# Nous\n\n**Trois** salariées.",
}


@pytest.fixture
def by():
    return a_member(Role.COORDINATOR, network=a_network("ici"))


@pytest.fixture
def client(by):
    client = Client()
    client.force_login(by.user)
    return client


def begun(by, **more) -> Text:
    return actions.begin(by.network, by=by, **{**TYPED, **more})


def test_a_text_is_previewed_written_read_by_nobody_then_published(client):
    preview = client.post(reverse("pages:begin"), {**TYPED, "preview": "1"}).content.decode()
    assert "<strong>Trois</strong>" in preview
    assert not Text.objects.exists()

    assert client.post(reverse("pages:begin"), TYPED).status_code == 302
    text = Text.objects.get()
    public = reverse("pages:text", args=["ici", text.slug])
    assert (text.slug, Client().get(public).status_code) == ("qui-sommes-nous", 404)

    client.post(reverse("pages:publish", args=[text.pk]))
    page = Client().get(public).content.decode()
    assert "<h2>Nous</h2>" in page
    assert 'property="og:description" content="Une équipe."' in page
    assert "Qui sommes-nous" in Client().get("/r/ici/").content.decode()
    assert public in Client().get("/sitemap.xml").content.decode()


def test_visitors_read_the_published_version_until_the_next_is_published(by, client):
    text = begun(by)
    actions.publish(text.pk, by=by)
    address = reverse("pages:revise", args=[text.pk])

    client.post(address, {**TYPED, "since": "1", "body": "Quatre salariées."})

    assert "Trois" in Client().get(text.address).content.decode()
    changes = client.get(reverse("pages:versions", args=[text.pk])).content.decode()
    assert "<ins>Quatre" in changes
    actions.publish(text.pk, by=by)
    assert "Quatre" in Client().get(text.address).content.decode()
    client.post(reverse("pages:restore", args=[text.pk, 1]))
    assert Version.objects.first().number == 3
    actions.unpublish(text.pk, by=by)
    assert Client().get(text.address).status_code == 404


def test_two_people_who_write_at_once_lose_nothing(by):
    text = begun(by)
    actions.revise(text.pk, title="Nous", body="Un", since=1, by=by)

    with pytest.raises(Refused, match="pendant ce temps"):
        actions.revise(text.pk, title="Nous", body="Deux", since=1, by=by)
    assert actions.revise(text.pk, title="Nous", body="Un", since=2, by=by).number == 2


@pytest.mark.parametrize(
    ("typed", "kept", "gone"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;", "<script"),
        ("[clic](javascript:alert(1))", "clic", "href"),
        ("![vue](https://ailleurs.example/a.png)", "vue", "<img"),
        ('![x" onerror="a](/r/ici/images/1)', "<img", 'onerror="a"'),
        ("[site](https://a.example)", 'rel="noreferrer"', "<script"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<table>", "style"),
        ("####### sept", "sept", "<h7"),
    ],
)
def test_only_safe_words_get_through(typed, kept, gone):
    drawn = markdown.html(typed, own=lambda address: address.startswith("/r/ici/images/"))

    assert kept in drawn
    assert gone not in drawn


def test_a_picture_has_words_and_shows_once_its_text_is_published(by, client):
    text = begun(by)
    add = reverse("pages:illustrate", args=[text.pk])
    refused = client.post(add, {"picture": SimpleUploadedFile("a.jpg", photo()), "words": " "})
    assert "words" in refused.context["form"].errors
    not_one = client.post(add, {"picture": SimpleUploadedFile("a.jpg", b"%PDF-1.4"), "words": "Atelier"})
    assert "picture" in not_one.context["form"].errors
    client.post(add, {"picture": SimpleUploadedFile("a.jpg", photo()), "words": "L’atelier"})
    address = reverse("pages:picture", args=["ici", text.pk, File.objects.get().pk])

    assert Client().get(address).status_code == 404
    with pytest.raises(Refused, match="texte alternatif"):
        actions.revise(text.pk, title="Nous", body=f"![]({address})", by=by)
    actions.revise(text.pk, title="Nous", body=f"![L’atelier]({address})", by=by)
    actions.publish(text.pk, by=by)
    assert f'<img src="{address}" alt="L’atelier"' in Client().get(text.address).content.decode()
    assert Client().get(address).status_code == 200
    with pytest.raises(Refused):
        actions.drop_picture(text.pk, File.objects.get().pk, by=by)


def test_the_network_adds_its_words_to_its_legal_pages_and_to_its_first_page(by):
    for kind, address in (("mentions", "/r/ici/mentions-legales/"), ("accueil", "/r/ici/")):
        text = begun(by, kind=kind, title=f"À nous, {kind}", body="Directrice : Anaïs.")
        assert "Anaïs" not in Client().get(address).content.decode()
        actions.publish(text.pk, by=by)
        assert "Directrice : Anaïs." in Client().get(address).content.decode()
    with pytest.raises(Refused):
        begun(by, kind="mentions")


def test_the_look_of_the_network_changes_and_comes_back(by, client):
    look = reverse("pages:look")
    typed = {"purpose": "Relier", "place": "ici", "accent": "prune"}

    client.post(look, {**typed, "logo": SimpleUploadedFile("logo.jpg", photo())})
    page = Client().get("/r/ici/").content.decode()
    assert 'data-accent="prune"' in page
    assert "/r/ici/logo?petit" in page
    assert Client().get("/r/ici/logo").status_code == 200
    client.post(look, {**typed, "without_logo": "on"})
    assert Client().get("/r/ici/logo").status_code == 404
    assert not File.objects.exists()


def test_a_domain_of_its_own_shows_the_network_alone(by, settings):
    a_network("ailleurs")
    settings.SITES = {"www.ici.example": "ici"}
    settings.ALLOWED_HOSTS = ["testserver", "www.ici.example"]

    page = Client().get("/", headers={"host": "www.ici.example"}).content.decode()
    legal = Client().get("/mentions-legales/", headers={"host": "www.ici.example"}).content.decode()
    everywhere = Client().get("/sitemap.xml", headers={"host": "www.ici.example"}).content.decode()

    assert "Réseau ici" in page
    assert "ailleurs" not in page + legal + everywhere
    assert by.network.head.name in legal


def test_nobody_else_writes(by):
    text = begun(by)
    for member in (a_member(Role.COORDINATOR), a_member(Role.MEDIATOR, network=by.network)):
        with pytest.raises(Forbidden):
            actions.publish(text.pk, by=member)
        assert not Text.objects.visible_to(member).exists()


def test_the_lists_cost_the_same_however_long(by, client, django_assert_max_num_queries):
    for rank in range(8):
        for kind in ("actualite", "fiche"):
            actions.publish(begun(by, kind=kind, title=f"{kind} {rank}").pk, by=by)

    with django_assert_max_num_queries(8):
        client.get(reverse("pages:texts"))
    for name in ("news", "sheets"):
        with django_assert_max_num_queries(4):
            Client().get(reverse(f"pages:{name}", args=["ici"]))
