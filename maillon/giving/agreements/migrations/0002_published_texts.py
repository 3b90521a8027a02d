from django.db import migrations

CAPACITY = "Le bénéficiaire déclare être {qualite} ; il en justifie par : {preuve}."
COUNT = "Le compte et la pesée faits à la remise, portés au bon du lot, précisent cette liste."
PUBLIC_GOODS = f"""# Les biens
{{biens}}
La valeur est déclarée par le donateur ; aucune ne dépasse le plafond réglementaire par bien [D3212-3].
{COUNT}"""
GOODS = f"""# Les biens
{{biens}}
{COUNT}"""
HANDING = """# Remise
Le bénéficiaire enlève les biens à ses frais, à l’adresse {lieu}, dans les {delai} qui suivent la signature. Ils voyagent comptés, pesés et, s’ils peuvent contenir des données, sous scellé ou en véhicule fermé. La garde et les risques passent au bénéficiaire à la signature du bon. Les biens sont remis en l’état, sans garantie."""
PUBLIC_REUSE = """# Réemploi, revente, déchets
- Le bénéficiaire s’engage à réemployer les biens ou leurs pièces et à le prouver, appareil par appareil : le donateur peut ainsi les compter dans sa part de réemploi [2023-266].
- Les biens ne sont pas revendus. Par exception, et seulement si sa qualité le permet, le bénéficiaire peut les céder à prix solidaire à des personnes en situation de précarité, ou à des associations qui les servent, dans la limite des plafonds en vigueur, rappelés en annexe [L3212-2, 2022-1413]. Qui viole cette règle est définitivement exclu du dispositif.
- Avant tout transfert à un autre membre de la filière, le bénéficiaire s’assure que ce membre a lui aussi qualité pour recevoir ce don. Le régime suit chaque appareil, et ses pièces.
- Les biens sont donnés pour être réemployés : ils ne sont pas des déchets [L541-1-1]. Ce qui ne peut l’être devient un déchet chez le bénéficiaire, qui en est alors le producteur et le remet à un opérateur autorisé."""
WASTE = "- Les biens sont donnés pour être réemployés : ils ne sont pas des déchets [L541-1-1]. Ce qui ne peut l’être devient un déchet chez le bénéficiaire, qui en est alors le producteur et le remet à un opérateur autorisé."
REUSE = f"""# Réemploi, déchets
- Le bénéficiaire s’engage à réemployer les biens ou leurs pièces : il les donne, les prête ou les vend à prix solidaire, lui-même ou par un membre de la filière. Le produit d’une vente sert à son objet.
{WASTE}"""
DATA = """# Données
Le donateur, responsable de l’effacement de ses données [ANSSI], en donne mandat au bénéficiaire. Chaque support est effacé par une méthode adaptée à sa nature, ou détruit, et fait l’objet d’un enregistrement vérifiable : support, méthode, niveau (Clear, Purge ou Destruct [NIST]), outil, contrôle. Aucun contenu n’est consulté. Aucun appareil ne quitte la filière avec un support qui ne soit ni effacé ni détruit. Le donateur retire avant la remise les verrous d’activation et d’administration, ou en donne les codes.
N’est dit « reconditionné » que l’appareil testé et effacé [R122-4]."""
PROOFS = "Le bon du lot ; un certificat d’effacement par appareil ; chaque année, le bilan du devenir des biens, ligne par ligne."
SETTLE = "Les parties cherchent un accord amiable avant de saisir la juridiction compétente."
TERM = f"""# Durée, modification, litige
La convention prend effet à sa signature ; ses obligations de preuve demeurent tant que les biens sont en circulation. Elle se modifie par avenant. {SETTLE}"""
PUBLIC_TERM = f"""# Durée, modification, litige
La convention prend effet à sa signature ; ses obligations de preuve et de non-revente demeurent tant que les biens sont en circulation. Elle se modifie par avenant. {SETTLE}"""
OWNED = "Il déclare en être le propriétaire, libre de tout crédit-bail et de toute location."


def _given(law, more=""):
    return (
        "# Objet et cadre\nLe donateur cède gratuitement au bénéficiaire, qui accepte, les biens listés à l’article 2, dont il "
        f"n’a plus l’emploi, afin qu’ils soient réemployés{law}.{more}\n{CAPACITY}"
    )


def _receives(receipt):
    return f"# Ce que le donateur reçoit\n{PROOFS}\n{receipt}"


NO_PUBLIC_RECEIPT = "Ce don d’une personne publique n’ouvre pas droit à reçu fiscal."
DECLARED = "La valeur est déclarée par le donateur, sous sa seule responsabilité. Le bénéficiaire n’en propose aucune."
TEXTS = {
    "don_etat": [
        _given(" [L3212-2]"), PUBLIC_GOODS, HANDING, PUBLIC_REUSE, DATA, _receives(NO_PUBLIC_RECEIPT), PUBLIC_TERM,
    ],
    "don_collectivite": [
        _given(" [L3212-3, L3212-2]", " La cession est autorisée par : {deliberation}."),
        PUBLIC_GOODS, HANDING, PUBLIC_REUSE, DATA, _receives(NO_PUBLIC_RECEIPT), PUBLIC_TERM,
    ],
    "don_mecenat": [
        _given("", f" {OWNED}"), f"{GOODS}\n{DECLARED}", HANDING, REUSE, DATA,
        _receives(
            "Après réception des biens, le bénéficiaire établit un reçu fiscal à la valeur déclarée [238 bis, 16216]. Il déclare "
            "avoir le droit d’en délivrer."
        ),
        TERM,
    ],
    "don_sans_recu": [
        _given("", f" {OWNED}"), GOODS, HANDING, REUSE, DATA,
        _receives("Ce don ne donne pas lieu à reçu fiscal : le donateur y renonce."), TERM,
    ],
    "don_particulier": [
        "# Objet et cadre\nLe donateur donne au bénéficiaire, qui accepte, les biens listés à l’article 2, pour qu’ils soient "
        "réemployés [931]. Il déclare en être le propriétaire. Le don est définitif.",
        GOODS,
        "# Remise\nLes biens sont remis dans les {delai} qui suivent la signature, à l’adresse {lieu} ou chez le bénéficiaire. Ils "
        "sont remis en l’état, sans garantie.",
        REUSE,
        "# Données\nLe donateur sauvegarde ce qu’il veut garder, puis déconnecte ses comptes (Apple, Google, Microsoft) et retire "
        "les codes et verrous. Il charge le bénéficiaire d’effacer le reste. Aucun contenu n’est regardé. Chaque support est effacé "
        "par une méthode adaptée à sa nature, ou détruit, et la preuve en est gardée [NIST]. Aucun appareil ne quitte la filière "
        "avec un support qui ne soit ni effacé ni détruit.\nN’est dit « reconditionné » que l’appareil testé et effacé [R122-4].",
        "# Ce que le donateur reçoit\nUn bon de réception et, s’il le demande, le certificat d’effacement de son appareil.\nS’il le "
        "demande et en déclare la valeur, le bénéficiaire établit un reçu fiscal à cette valeur, s’il a le droit d’en délivrer "
        "[200]. Il n’en propose aucune.",
    ],
    "achat": [
        "# Objet\nLe vendeur vend au bénéficiaire, qui l’achète, le matériel listé à l’article 2, pour qu’il soit réemployé. Il "
        f"déclare en être le propriétaire, libre de tout crédit-bail et de toute location. {CAPACITY}",
        f"# Le matériel\n{{biens}}\n{COUNT} Le prix est celui de la facture.",
        HANDING, DATA, TERM,
    ],
    "dechet_reutilisation": [
        "# Objet\nLe détenteur remet au bénéficiaire le matériel listé à l’article 2, dont il se défait, pour qu’il soit préparé en "
        "vue de sa réutilisation [L541-1-1]. Ce matériel a le statut de déchet jusqu’à ce que cette préparation soit faite.",
        GOODS, HANDING,
        "# Ce qui en est fait\n- Chaque appareil est contrôlé, effacé, réparé s’il le faut, puis remis en usage.\n- Ce qui ne peut "
        "être réutilisé est remis à un opérateur autorisé, avec son bordereau. Le détenteur en reçoit la trace.",
        DATA, TERM,
    ],
    "pret": [
        "# Objet\nLe prêteur confie au bénéficiaire, à titre gratuit, le matériel listé à l’article 2, pour qu’il soit prêté à des "
        "personnes accompagnées. Il en reste propriétaire.",
        GOODS, HANDING,
        "# Usage et retour\n- Le bénéficiaire tient à jour la liste des appareils prêtés et la donne au prêteur sur demande.\n- Ce qui "
        "revient au prêteur est effacé avant de lui être rendu. L’usure normale n’est pas due.\n- Ce qui ne peut plus servir est "
        "rendu, ou recyclé avec l’accord du prêteur.",
        DATA, TERM,
    ],
    "cadre": [
        "# Objet et cadre\nLe donateur donne au bénéficiaire, au fil des remises, le matériel dont il n’a plus l’emploi, afin qu’il soit "
        f"réemployé. Régime : {{regime}}. {CAPACITY}\nElle couvre : {{perimetre}}",
        "# Les remises\nChaque remise est annoncée, acceptée, puis comptée et pesée : le bon du lot en fait foi et vaut liste des "
        "biens. Aucune autre convention n’est nécessaire entre le {debut} et le {fin}.\nLe bénéficiaire enlève les biens à ses frais. "
        "Ils voyagent sous scellé ou en véhicule fermé s’ils peuvent contenir des données. La garde et les risques passent au "
        "bénéficiaire à la signature du bon.",
        "# Réemploi, déchets\n- Le bénéficiaire s’engage à réemployer les biens ou leurs pièces et à le prouver, appareil par appareil "
        f"[2023-266]. Les règles de revente du régime s’appliquent à chacun [2022-1413].\n{WASTE}",
        DATA,
        f"# Ce que le donateur reçoit\n{PROOFS}",
        "# Durée, renouvellement, fin\nLa convention court du {debut} au {fin}. Elle ne se renouvelle pas d’elle-même : les parties en "
        "parlent {preavis} avant son terme. Chacune peut y mettre fin par écrit ; ce qui a été remis reste soumis à ses règles. Elle se "
        f"modifie par avenant. {SETTLE}",
    ],
}


def publish(apps, editor):
    AgreementText = apps.get_model("agreements", "AgreementText")
    AgreementText.objects.bulk_create(
        [AgreementText(kind=kind, version=1, body="\n\n".join(articles)) for kind, articles in TEXTS.items()]
    )


def remove(apps, editor):
    apps.get_model("agreements", "AgreementText").objects.filter(network=None).delete()


class Migration(migrations.Migration):
    dependencies = [("agreements", "0001_initial")]

    operations = [migrations.RunPython(publish, remove)]
