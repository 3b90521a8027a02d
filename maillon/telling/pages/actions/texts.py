"""What a network publishes in its own words: write, publish, go back, illustrate; and how its pages look."""

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from maillon.common import markdown
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.ground.files import actions as files
from maillon.ground.files import formats, queries
from maillon.ground.files.models import File
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member, Network
from maillon.telling.pages import policy
from maillon.telling.pages.models import Text, Version

PICTURE, LOGO = "image", "logo"


def _check(title: str, body: str) -> None:
    if not title.strip():
        raise Refused("Donnez un titre.", field="title")
    for address, words in markdown.pictures(body):
        if not words:
            raise Refused(
                f"Une image n’a pas de texte alternatif ({address[-40:]}) : dites entre crochets ce que l’on y voit.",
                field="body",
            )


@transaction.atomic
def begin(
    network: Network,
    *,
    kind: str,
    title: str,
    by: Member,
    summary: str = "",
    body: str = "",
    id: uuid.UUID | None = None,
) -> Text:
    """Write the first version of a text; nobody reads it before it is published."""
    if text := repeated(Text, id):
        return text
    require(policy.may_publish(by, network))
    _check(title, body)
    single = kind not in Text.LISTED
    if single and Text.objects.filter(network=network, kind=kind).exists():
        raise Refused("Le réseau a déjà ce texte : modifiez-le.", field="kind")
    text = Text.objects.create(
        **({"id": id} if id else {}),
        network=network,
        kind=Text.Kind(kind),
        slug=f"texte-{kind}" if single else _free_slug(network, title),
    )
    _add(text, title, summary, body, by)
    journal.record("pages.begin", text, by=by, kind=text.kind, slug=text.slug)
    return text


def _free_slug(network: Network, title: str) -> str:
    wanted = slugify(title)[:70] or "page"
    taken = set(Text.objects.filter(network=network, slug__startswith=wanted).values_list("slug", flat=True))
    return next(slug for slug in (wanted, *(f"{wanted}-{rank}" for rank in range(2, 1000))) if slug not in taken)


def _add(text: Text, title: str, summary: str, body: str, by: Member) -> Version:
    last = text.versions.first()
    if last and (last.title, last.summary, last.body) == (title.strip(), summary.strip(), body):
        return last
    return Version.objects.create(
        text=text,
        number=last.number + 1 if last else 1,
        title=title.strip(),
        summary=summary.strip(),
        body=body,
        author=by,
    )


def _lock(text_id: uuid.UUID, by: Member) -> Text:
    text = Text.objects.select_related("network").locked().get(pk=text_id)
    require(policy.may_publish(by, text.network))
    return text


@transaction.atomic
def revise(
    text_id: uuid.UUID, *, title: str, by: Member, summary: str = "", body: str = "", since: int | None = None
) -> Version:
    """Write a new version, a draft until it is published; the same words again make none.

    `since` is the version that was opened: when someone wrote another meanwhile, it is refused and nothing is lost.
    """
    text = _lock(text_id, by)
    _check(title, body)
    last = text.versions.first()
    if since is not None and last is not None and last.number != since:
        raise Refused(
            f"{last.author.full_name if last.author else 'Quelqu’un'} a écrit la version {last.number} pendant ce temps : "
            "comparez-la, puis enregistrez de nouveau la vôtre."
        )
    version = _add(text, title, summary, body, by)
    if version != last:
        journal.record("pages.revise", text, by=by, version=version.number)
    return version


@transaction.atomic
def publish(text_id: uuid.UUID, *, by: Member) -> Text:
    """Let everyone read the last version."""
    text = _lock(text_id, by)
    last = text.versions.first()
    if last is None or text.published_id == last.pk:
        return text
    text.published = last
    text.first_published_at = text.first_published_at or timezone.now()
    text.save(update_fields=["published", "first_published_at"])
    journal.record("pages.publish", text, by=by, version=last.number)
    return text


@transaction.atomic
def unpublish(text_id: uuid.UUID, *, by: Member) -> Text:
    """Nobody reads it any more; its versions stay."""
    text = _lock(text_id, by)
    if text.published_id is not None:
        text.published = None
        text.save(update_fields=["published"])
        journal.record("pages.unpublish", text, by=by)
    return text


@transaction.atomic
def restore(text_id: uuid.UUID, number: int, *, by: Member) -> Version:
    """Take an older version up again, as a new draft."""
    text = _lock(text_id, by)
    old = text.versions.get(number=number)
    version = _add(text, old.title, old.summary, old.body, by)
    journal.record("pages.restore", text, by=by, version=version.number, old=number)
    return version


@transaction.atomic
def illustrate(
    text_id: uuid.UUID, content: bytes, *, name: str, words: str, by: Member, id: uuid.UUID | None = None
) -> File:
    """Keep a picture for a text, with the words for whoever does not see it."""
    text = _lock(text_id, by)
    if not words.strip():
        raise Refused("Dites ce que l’on voit sur l’image, pour qui ne la voit pas.", field="words")
    return files.keep(
        content,
        name=name,
        owner=text,
        by=by,
        accept=formats.PHOTOS,
        purpose=PICTURE,
        caption=words.strip(),
        field="picture",
        id=id,
    )


@transaction.atomic
def drop_picture(text_id: uuid.UUID, file_id: uuid.UUID, *, by: Member) -> None:
    """Destroy a picture that no version shows."""
    text = _lock(text_id, by)
    if any(str(file_id) in version.body for version in text.versions.all()):
        raise Refused("Une version de ce texte montre cette image : elle reste avec elle.")
    files.discard(file_id, owner=text, by=by)


@transaction.atomic
def dress(
    network: Network,
    *,
    purpose: str,
    place: str,
    accent: str,
    by: Member,
    logo: tuple[bytes, str] | None = None,
    without_logo: bool = False,
) -> Network:
    """Say what the pages of the network look like: its sentence, its territory, its colour, its logo."""
    network = Network.objects.locked().get(pk=network.pk)
    require(policy.may_publish(by, network))
    if accent not in Network.Accent.values:
        raise Refused("Choisissez une des couleurs.", field="accent")
    network.purpose, network.place, network.accent = purpose.strip(), place.strip(), accent
    if logo or without_logo:
        old = list(queries.of(network, LOGO))
        network.logo = None
        if logo:
            kept = files.keep(
                logo[0], name=logo[1], owner=network, by=by, accept=formats.PHOTOS, purpose=LOGO, field="logo"
            )
            network.logo = kept.pk
        for file in old:
            files.discard(file.pk, owner=network, by=by)
    network.save(update_fields=["purpose", "place", "accent", "logo"])
    journal.record("pages.dress", network, by=by, network=network.pk, accent=accent)
    return network
