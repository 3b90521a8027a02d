"""Send a spreadsheet, match its columns, accept it, write it piece by piece, abandon it, undo it."""

import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from maillon.common import moments
from maillon.common.actors import Actor
from maillon.common.errors import Refused, require
from maillon.common.models import repeated
from maillon.common.tables import Book, Kind, Layout, Line
from maillon.ground.files import actions as files
from maillon.ground.files.formats import SHEETS
from maillon.ground.imports import policy
from maillon.ground.imports.models import Import, ImportLine, LearntColumn
from maillon.ground.imports.queries import Guess, heads_to_learn
from maillon.ground.journal import actions as journal
from maillon.ground.organisations.models import Member

Later = Callable[[str], object]
"""Has an import written by the worker, by its key."""


@transaction.atomic
def send(
    kind: Kind,
    data: bytes,
    *,
    name: str,
    found: Book,
    proposed: Guess,
    by: Member,
    target: uuid.UUID | None = None,
    corrects: Import | None = None,
    id: uuid.UUID | None = None,
) -> Import:
    """Keep a file that was read, with what is proposed of its columns. The same file again is the same import."""
    require(policy.may_send(by, kind))
    if corrects is not None:
        require(policy.may_lead(by, corrects, kind))
        target = corrects.target
    if sheet := repeated(Import, id):
        return sheet
    names = dict(kind.targets(by))
    if kind.target_label and str(target) not in names:
        raise Refused("Choisissez où vont ces lignes.", field="target")
    digest = hashlib.sha256(data).hexdigest()
    same = Import.objects.live().filter(network=by.network_id, kind=kind.slug, target=target, digest=digest)
    if sheet := same.select_related("author", "author__organisation").first():
        if not policy.may_lead(by, sheet, kind):
            raise Refused(
                f"{sheet.author.organisation} a déjà envoyé ce fichier le {moments.day(sheet.created_at)}.",
                field="file",
            )
        return sheet
    sheet = Import.objects.create(
        **({"id": id} if id else {}),
        network=by.network,
        author=by,
        kind=kind.slug,
        target=target,
        target_name=names.get(str(target), "")[:160],
        corrects=corrects.root if corrects else None,
        name=name[-120:],
        told=found.told,
        digest=digest,
        sheet=proposed.sheet[:120],
        head_line=proposed.head_line,
        columns=proposed.columns,
    )
    files.keep(found.content, name=name, owner=sheet, accept=SHEETS, by=by)
    return sheet


def _lock(import_id: uuid.UUID) -> Import:
    related = ("network", "author", "author__organisation", "corrects")
    return Import.objects.select_related(*related).locked().get(pk=import_id)


@transaction.atomic
def match(
    import_id: uuid.UUID,
    kind: Kind,
    *,
    sheet_name: str,
    laid: Layout,
    columns: Mapping[str, int],
    by: Member,
) -> Import:
    """Say which column holds which field. What the network calls each field is learnt for the next time."""
    sheet = _lock(import_id)
    require(policy.may_lead(by, sheet, kind))
    if sheet.state != Import.State.DRAFT:
        raise Refused("Ce fichier est déjà accepté : ses colonnes ne changent plus.")
    twice = {index for index in columns.values() if list(columns.values()).count(index) > 1}
    for field in kind.fields():
        if columns.get(field.name) in twice:
            raise Refused("Cette colonne est choisie deux fois : gardez-en une.", field=field.name)
    sheet.sheet, sheet.head_line, sheet.columns = sheet_name[:120], laid.head_line, dict(columns)
    sheet.save(update_fields=["sheet", "head_line", "columns"])
    for head, name in heads_to_learn(sheet, laid).items():
        LearntColumn.objects.update_or_create(
            network=sheet.network, kind=sheet.kind, head=head, defaults={"field": name}
        )
    return sheet


@transaction.atomic
def accept(import_id: uuid.UUID, kind: Kind, *, total: int, heads: Sequence[str], later: Later, by: Member) -> Import:
    """Have the right lines written; those in error are kept aside to correct. A second time changes nothing."""
    sheet = _lock(import_id)
    require(policy.may_lead(by, sheet, kind))
    if sheet.state in (Import.State.RUNNING, Import.State.DONE):
        return sheet
    if sheet.state not in (Import.State.DRAFT, Import.State.STOPPED):
        raise Refused("Cet import a été abandonné ou annulé : envoyez le fichier de nouveau.")
    now = timezone.now()
    sheet.state, sheet.lines, sheet.heads, sheet.trouble = Import.State.RUNNING, total, list(heads), ""
    sheet.accepted_at, sheet.moved_at = sheet.accepted_at or now, now
    sheet.save(update_fields=["state", "lines", "heads", "trouble", "accepted_at", "moved_at"])
    journal.record("imports.accept", sheet, by=by, kind=sheet.kind, lines=total)
    later(str(sheet.pk))
    return sheet


@transaction.atomic
def write(import_id: uuid.UUID, kind: Kind, lines: Sequence[Line], *, after: int, by: Member) -> Import | None:
    """Write some lines of a running import, which stands at the line `after`; None when it stands elsewhere.

    All of them and the new position, or nothing: a worker that is killed leaves a whole number of pieces.
    """
    sheet = _lock(import_id)
    require(policy.may_lead(by, sheet, kind))
    if sheet.state != Import.State.RUNNING or sheet.position != after:
        return None
    known = kind.known([line.id for line in lines])
    fresh = [line for line in lines if line.id not in known]
    kind.check([line for line in fresh if not line.faults], by=by, target=sheet.target)
    right = [line for line in fresh if not line.faults]
    made = kind.write(right, by=by, target=sheet.target) if right else {}
    wrong = [line for line in fresh if line.faults]
    results = [ImportLine(sheet=sheet, number=number, thing=thing) for number, thing in made.items()]
    results += [
        ImportLine(sheet=sheet, number=line.number, cells=line.cells, why=" ".join(line.faults)) for line in wrong
    ]
    ImportLine.objects.bulk_create(results, batch_size=1000)
    sheet.position, sheet.moved_at = lines[-1].number, timezone.now()
    sheet.treated += len(lines)
    sheet.written += len(made)
    sheet.known += sum(line.id in known for line in lines)
    sheet.rejected += len(wrong)
    sheet.save(update_fields=["position", "moved_at", "treated", "written", "known", "rejected"])
    return sheet


@transaction.atomic
def finish(import_id: uuid.UUID, *, by: Actor) -> Import:
    """Every line has been treated: the file is no longer kept."""
    sheet = _lock(import_id)
    if sheet.state == Import.State.RUNNING:
        sheet.state, sheet.finished_at = Import.State.DONE, timezone.now()
        sheet.save(update_fields=["state", "finished_at"])
        journal.record(
            "imports.finish",
            sheet,
            by=by,
            kind=sheet.kind,
            written=sheet.written,
            known=sheet.known,
            rejected=sheet.rejected,
        )
        files.discard_all(sheet, by=by)
    return sheet


@transaction.atomic
def stop(import_id: uuid.UUID, sentence: str, *, by: Actor) -> Import:
    """Something forbids to go on: what is written stays, the person reads why, and may start again from there."""
    sheet = _lock(import_id)
    if sheet.state == Import.State.RUNNING:
        sheet.state, sheet.trouble = Import.State.STOPPED, sentence[:300]
        sheet.save(update_fields=["state", "trouble"])
        journal.record("imports.stop", sheet, by=by, kind=sheet.kind, written=sheet.written)
    return sheet


@transaction.atomic
def abandon(import_id: uuid.UUID, kind: Kind, *, by: Member) -> Import:
    """Give up a file that nothing has been written of."""
    sheet = _lock(import_id)
    require(policy.may_lead(by, sheet, kind))
    if sheet.state == Import.State.ABANDONED:
        return sheet
    if sheet.state not in (Import.State.DRAFT, Import.State.STOPPED) or sheet.written:
        raise Refused("Des lignes de ce fichier sont déjà écrites : annulez plutôt l’import.")
    sheet.state = Import.State.ABANDONED
    sheet.save(update_fields=["state"])
    journal.record("imports.abandon", sheet, by=by, kind=sheet.kind)
    files.discard_all(sheet, by=by)
    return sheet


@transaction.atomic
def undo(import_id: uuid.UUID, kind: Kind, *, by: Member) -> Import:
    """Take back all that an import wrote, if nothing has happened to it since; else Refused, and nothing changes."""
    sheet = _lock(import_id)
    require(policy.may_lead(by, sheet, kind))
    if sheet.state == Import.State.UNDONE:
        return sheet
    if sheet.state not in (Import.State.DONE, Import.State.STOPPED):
        raise Refused("Cet import n’a rien écrit : il n’y a rien à annuler.")
    if kind.undoable:
        raise Refused(kind.undoable)
    things = sheet.results.values_list("thing", flat=True)
    count = kind.undo([thing for thing in things if thing is not None], by=by)
    sheet.state = Import.State.UNDONE
    sheet.save(update_fields=["state"])
    sheet.results.all().delete()
    journal.record("imports.undo", sheet, by=by, kind=sheet.kind, count=count)
    files.discard_all(sheet, by=by)
    return sheet


@transaction.atomic
def forget(import_id: uuid.UUID, *, by: Actor) -> Import:
    """Keep neither the file nor the lines in error of an import that nobody has come back to."""
    sheet = _lock(import_id)
    sheet.results.filter(thing=None).delete()
    if sheet.state == Import.State.DRAFT:
        sheet.state = Import.State.ABANDONED
        sheet.save(update_fields=["state"])
        journal.record("imports.abandon", sheet, by=by, kind=sheet.kind)
    files.discard_all(sheet, by=by)
    return sheet
