import datetime

from django.db import migrations

SINCE = datetime.date(2025, 1, 1)
CAP = "Vous pouvez donner le matériel réformé d’une valeur unitaire de 300 € au plus."
TAKERS = (
    "Vous le donnez à une association d’utilité publique ou d’intérêt général, à un organisme de réemploi agréé ESUS, ou à "
    "une association d’étudiants, de parents d’élèves ou de soutien scolaire. | CGPPP, art. L3212-2"
)
RESALE = (
    "Seule une association d’utilité publique ou d’intérêt général peut le revendre, à prix plafonné, à des personnes en "
    "précarité ou à des associations qui les servent. | Décret 2022-1413"
)
SHARE = (
    "Ce don compte pour les 50 % de matériel réformé à réemployer depuis 2025, hors matériel de plus de dix ans. Vous en "
    "recevez la preuve chaque année. | Décret 2023-266"
)
NO_RECEIPT = "Le don d’une personne publique n’ouvre pas droit à reçu fiscal."
NOT_WASTE = (
    "Donné pour être réemployé, ce matériel n’est pas un déchet. | Code de l’environnement, art. L541-1-1"
)
OWN = "Vous donnez ce qui vous appartient, libre de crédit-bail et de location."
LEGAL = {
    "state": [f"{CAP} | CGPPP, art. L3212-2 et D3212-3", TAKERS, RESALE, SHARE, NO_RECEIPT],
    "authority": [
        f"{CAP} | CGPPP, art. L3212-3, L3212-2 et D3212-3",
        TAKERS,
        "Votre assemblée autorise la cession, ou votre exécutif s’il en a reçu le pouvoir : joignez la décision.",
        RESALE,
        SHARE,
        NO_RECEIPT,
    ],
    "public": [
        f"{CAP} | CGPPP, art. L3212-2 (État) ou L3212-3 (local), et D3212-3", TAKERS, RESALE, SHARE, NO_RECEIPT,
    ],
    "company": [
        OWN,
        "Un reçu fiscal est possible si l’organisme qui reçoit y a droit : la réduction d’impôt est de 60 % de la valeur, dans "
        "la limite de 20 000 € ou de 0,5 % du chiffre d’affaires. | CGI, art. 238 bis",
        "Vous seul déclarez la valeur du don, avec sa pièce : nous n’en proposons aucune.",
        NOT_WASTE,
    ],
    "ess": [OWN, "Ce don se fait sans reçu fiscal.", NOT_WASTE],
    "person": [
        "Vous donnez ce qui vous appartient ; le don est définitif. | Code civil, art. 931",
        "Un reçu fiscal est possible si vous le demandez et si l’organisme y a droit. Vous déclarez la valeur. | CGI, art. 200",
        NOT_WASTE,
    ],
}
LOCKS = (
    "Retirez les verrous avant la remise : mot de passe du BIOS, comptes Apple, Google et Microsoft, gestion de flotte."
)
CHARGERS = "Laissez chaque chargeur avec son appareil."
BROKEN = "Mettez à part ce qui est cassé, mouillé, ou dont la batterie gonfle : ne l’emballez pas avec le reste."
NOT_OURS = "Gardez les écrans à tube, les toners et les piles : la déchèterie les prend."
DISKS = "Laissez les disques dans les appareils : chacun est effacé, avec sa preuve. Ce qui est retiré, dites-le."
SEALS = "Fermez palettes et cartons, et notez sur chacun son numéro."
LIST = (
    "Joignez la liste des biens réformés, avec leurs numéros et leurs dates d’achat : elle sert à votre preuve annuelle. "
    "| Décret 2023-266"
)
PUBLIC = [DISKS, LOCKS, LIST, CHARGERS, BROKEN, SEALS, NOT_OURS]
PRIVATE = [DISKS, LOCKS, CHARGERS, BROKEN, SEALS, NOT_OURS]
SORTING = {
    "state": PUBLIC,
    "authority": PUBLIC,
    "public": PUBLIC,
    "company": PRIVATE,
    "ess": PRIVATE,
    "person": [
        "Gardez une copie de vos photos et de vos documents : tout sera effacé.",
        "Déconnectez vos comptes (Apple, Google, Microsoft), et enlevez le code de verrouillage.",
        "Retirez la carte SIM et la carte mémoire.",
        CHARGERS,
        "Ne donnez pas un appareil dont la batterie gonfle : la déchèterie le prend.",
    ],
}


def enter(apps, editor):
    Guidance = apps.get_model("donations", "Guidance")
    Guidance.objects.bulk_create(
        [
            Guidance(subject=subject, donor_kind=kind, version=1, starts_on=SINCE, body="\n".join(points))
            for subject, texts in (("legal", LEGAL), ("sorting", SORTING))
            for kind, points in texts.items()
        ]
    )


def remove(apps, editor):
    apps.get_model("donations", "Guidance").objects.filter(network=None).delete()


class Migration(migrations.Migration):
    dependencies = [("donations", "0003_lists_and_guidance")]

    operations = [migrations.RunPython(enter, remove)]
