"""The commands that read or write the database. Each prints plain French, or stable JSON with --json."""

import argparse
import datetime
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from config import networks
from maillon.common import pdf
from maillon.common.actors import PLATFORM
from maillon.demo import jobs as demo
from maillon.desk import jobs as desk
from maillon.giving.agreements import jobs as agreements
from maillon.giving.donors import jobs as donors
from maillon.giving.reuse import jobs as reuse
from maillon.giving.rounds import queries as rounds_queries
from maillon.ground.files import jobs as files
from maillon.ground.governance import jobs as governance
from maillon.ground.journal import jobs as journal
from maillon.ground.journal import queries as journal_queries
from maillon.ground.journal.models import Entry
from maillon.ground.messages import jobs as messages
from maillon.ground.organisations.models import Network
from maillon.matter.devices import actions as devices
from maillon.sharing.directory import jobs as directory
from maillon.sharing.needs import jobs as needs
from maillon.sharing.needs import queries as matching
from maillon.sharing.people import jobs as people
from maillon.telling.impact import queries as impact
from maillon.telling.impact import tasks as exports


def run(name: str, words: Sequence[str]) -> int:
    """Run one of them; returns the exit status."""
    return {
        "report": report,
        "verify": verify,
        "match": match,
        "rounds": rounds,
        "network": networks.run,
        "tick": tick,
        "demo": demonstration,
    }[name](list(words))


def _parser(name: str, purpose: str) -> argparse.ArgumentParser:
    return argparse.ArgumentParser(prog=f"maillon {name}", description=purpose)


def _say(text: str = "") -> None:
    sys.stdout.write(text + "\n")


def report(words: list[str]) -> int:
    """`maillon report <network> --year Y [--territory T] [--format json|csv|ods|pdf] [--output F]`."""
    parser = _parser("report", "Le rapport annuel d’un réseau ou d’un territoire.")
    parser.add_argument("network")
    parser.add_argument("--year", type=int, required=True)
    parser.add_argument("--territory")
    parser.add_argument("--format", choices=exports.FORMATS, default="json")
    parser.add_argument("--output", type=Path)
    asked = parser.parse_args(words)
    try:
        scope = impact.scope(asked.network, asked.year, asked.territory)
    except impact.UnknownScope as error:
        sys.stderr.write(f"{error}\n")
        return 1
    try:
        content = exports.export(impact.report(scope), asked.format)
    except pdf.DocumentFault as fault:
        sys.stderr.write(f"{fault.sentence}\n")
        return 1
    return _hand(content, asked.output)


def _hand(content: bytes, path: Path | None) -> int:
    """Write to the file, or to the output when there is none; returns the exit status."""
    if path is None:
        sys.stdout.buffer.write(content)
        sys.stdout.flush()
        return 0
    try:
        path.write_bytes(content)
    except OSError as error:
        sys.stderr.write(f"Le fichier « {path} » ne peut pas être écrit : {error.strerror}.\n")
        return 1
    return 0


def verify(words: list[str]) -> int:
    """`maillon verify [--json]`: seals what waits, then looks for every fault; status 1 unless there is none."""
    parser = _parser("verify", "Vérifie les scellés, les invariants, le bilan matière et les documents.")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--no-seal", action="store_true", help="ne scelle pas d’abord ce qui attend")
    asked = parser.parse_args(words)
    if not asked.no_seal:
        journal.seal()
    slugs = dict(Network.objects.values_list("pk", "slug"))
    problems = [
        {
            "network": slugs.get(fault.network) if fault.network else None,
            "check": fault.check,
            "object": fault.object,
            "message": fault.message,
        }
        for fault in impact.faults()
    ]
    answer: dict[str, Any] = {
        "ok": not problems,
        "entries": Entry.objects.count(),
        "unsealed": journal_queries.unsealed().count(),
        "problems": problems,
    }
    if asked.json:
        _say(json.dumps(answer, ensure_ascii=False))
    else:
        _say(f"{answer['entries']} écritures, {answer['unsealed']} sans scellé, {len(problems)} anomalie(s).")
        for problem in problems:
            _say(f"  {problem['network'] or '—'}  {problem['check']}  {problem['object']} : {problem['message']}")
    return 0 if not problems else 1


def match(words: list[str]) -> int:
    """`maillon match <network> [--json]`: the proposals of the day, with their reasons."""
    parser = _parser("match", "Le meilleur partage des appareils prêts entre les demandes en attente.")
    parser.add_argument("network")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    try:
        scope = impact.scope(asked.network, timezone.localdate().year)
    except impact.UnknownScope as error:
        sys.stderr.write(f"{error}\n")
        return 1
    found = matching.plan(scope.network, scope.today)
    for line in found:
        told = {
            "need": line.item.need.reference,
            "device": line.device.label,
            "score": line.score,
            "distance_km": line.distance_km,
            "reasons": line.reasons,
            "warnings": line.warnings,
        }
        if asked.json:
            _say(json.dumps(told, ensure_ascii=False))
        else:
            _say(f"{told['need']}  {told['device']}  {line.device.title}")
            for reason in (*line.reasons, *(f"attention : {warning}" for warning in line.warnings)):
                _say(f"    {reason}")
    if not found and not asked.json:
        _say("Aucune demande ne peut être servie avec les appareils prêts.")
    return 0


def rounds(words: list[str]) -> int:
    """`maillon rounds --network N --date D [--json]`: the rounds of that day, then the best for what waits; keeps nothing."""
    parser = _parser(
        "rounds", "Les tournées d’un jour : celles qui sont gardées, et les meilleures pour ce qui attend."
    )
    parser.add_argument("--network", required=True)
    parser.add_argument("--date", type=_day, required=True)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args(words)
    try:
        # Of this year, whatever the day asked for: a round of January is planned in December.
        scope = impact.scope(asked.network, timezone.localdate().year)
    except impact.UnknownScope as error:
        sys.stderr.write(f"{error}\n")
        return 1
    answer = rounds_queries.day_answer(scope.network, asked.date)
    if asked.json:
        _say(json.dumps(answer, ensure_ascii=False))
        return 0
    for told in answer["rounds"]:
        _say(f"{told['vehicle']}, décharge à {told['depot']} : {len(told['stops'])} arrêts, {told['distance_km']} km")
        for stop in told["stops"]:
            _say(f"    {stop['arrival'][11:16]}  {stop['collection']}  {stop['load_kg']} kg")
    for left in answer["unserved"]:
        _say(f"n’entre pas : {left['collection']}, {left['why']}")
    if not answer["rounds"] and not answer["unserved"]:
        _say("Rien à enlever ce jour-là.")
    return 0


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"« {text} » : écrivez le jour ainsi, 2026-06-11.") from None


def tick(words: list[str]) -> int:
    """`maillon tick`: the clock work, run every minute by a timer; safe to run twice."""
    _parser("tick", "Le travail d’horloge, lancé chaque minute.").parse_args(words)
    sealed = journal.seal()
    again = messages.retry()
    freed = needs.expire_promises()
    taken_up = desk.resume_imports()
    forgotten = people.anonymise_old() + people.forget_drafts() + governance.forget_unconfirmed()
    reminded, thanked = donors.remind_renewals(), donors.thank_donors()
    asked = directory.remind_keepers()
    letters = desk.write_digests()
    ending, passed = agreements.remind_frames(), reuse.pass_on_ended()
    confirmed = governance.recertify() + governance.remind_proofs() + governance.settle_decisions()
    files.sweep()
    refused = devices.forget_refused(timezone.localdate(), by=PLATFORM)
    _say(
        f"{sealed} écritures scellées, {again} courriers repris, {freed} réservations échues, "
        f"{taken_up} imports repris ou oubliés, {forgotten} identités et brouillons, {refused} fichiers refusés détruits, "
        f"{reminded} renouvellements et {ending} fins de conventions rappelés, {thanked} donateurs remerciés, "
        f"{passed} réemplois internes finis, "
        f"{asked} lieux à confirmer, {letters} lettres de la semaine, {confirmed} accès, titres et décisions suivis."
    )
    return 0


def demonstration(words: list[str]) -> int:
    """`maillon demo build [--today DATE] [--force]` and `maillon demo serve`."""
    return demo.command(words)
