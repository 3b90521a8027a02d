"""`maillon manage seal`: makes the key that seals the printed documents, once, and tells its fingerprint."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from maillon.common import seals
from maillon.ground.documents import tasks


class Command(BaseCommand):
    help = "Crée la clé du cachet technique des documents si elle manque, et dit l’empreinte de son certificat."

    def handle(self, *args: Any, **asked: Any) -> None:
        try:
            seal = tasks.seal()
        except seals.SealFault as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"Cachet : {settings.SEAL_FILE}")
        self.stdout.write(f"Empreinte du certificat (SHA-256) : {seals.fingerprint(seal)}")
