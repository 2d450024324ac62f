"""Every mistake in a contract is told at its line, under its key, with what was expected; and all of them at once."""

from pathlib import Path

import pytest

from tests.connectors.contracts.sample import SAMPLE, changed, loaded, told

_MAJEURE = "  majeure: [4h, 16h, 24h]"
_FRIDAY = "vendredi: 09:00-12:30"
_RM = "[{slack: U0RM}]"

# what is replaced, by what, and the whole answer
MISTAKES = [
    (_MAJEURE, "  majeure: [4h, 4 heurs, 24h]",
     "14: engagements.majeure[1]: « 4 heurs » n'est pas une durée ; attendu par exemple « 4h » ou « 30min »"),
    (_MAJEURE, "  majeure: [4h, 16h]",
     "14: engagements.majeure: 2 engagements au lieu de trois ; "
     "attendu prise en charge, contournement et résolution : « [1h, 4h, 8h] » ou « [1j, aucun, prochaine version] »"),
    (_MAJEURE, "  majeure: 4h",
     "14: engagements.majeure: une seule valeur pour trois délais ; "
     "attendu par exemple « [1h, 4h, 8h] » ou « {prise en charge: 1h, contournement: 4h, résolution: 8h} »"),
    (_MAJEURE, "  majeure: [0h, 16h, 24h]",
     "14: engagements.majeure[0]: « 0h » est une durée nulle ; "
     "attendu par exemple « 4h » ou « 30min », ou « aucun » si rien n'est promis"),
    (_MAJEURE, "  majeure: [4h, [16h], 24h]",
     "14: engagements.majeure[1]: une liste n'est pas un engagement ; "
     "attendu par exemple « 4h » ou « {délai: 4h, calendrier: bureau} »"),
    (_MAJEURE, "  majeure: {prise en charge: 4h, contournement: {délai: 16h, calendrier: nuit}, résolution: 24h}",
     "14: engagements.majeure.contournement.calendrier: « nuit » n'est pas un calendrier de ce contrat ; "
     "attendu « bureau » ou « astreinte »"),
    (_MAJEURE, "  majeure: {prise en charge: 4h}",
     "11: engagements: aucun engagement pour « majeure.contournement » ou « majeure.résolution » ; "
     "attendu une ligne par criticité, ou un « pack » de départ"),
    (_MAJEURE, "  majeur: [4h, 16h, 24h]",
     "14: engagements.majeur: la clé « majeur » est inconnue ; attendu sans doute « majeure »"),
    (_MAJEURE, "",
     "11: engagements: aucun engagement pour « majeure » ; "
     "attendu une ligne par criticité, ou un « pack » de départ"),
    ("  calendrier: bureau", "  calendrier: burau",
     "16: engagements.calendrier: « burau » n'est pas un calendrier de ce contrat ; "
     "attendu sans doute « bureau », sinon « astreinte »"),
    ("contrat: boutique", "contrat: Boutique_Été",
     "1: contrat: « Boutique_Été » n'est pas un identifiant de contrat ; "
     "attendu des lettres minuscules sans accent, des chiffres et des tirets"),
    ("contrat: boutique\n", "", "1: contrat: cette clé manque ; attendu par exemple « contrat: boutique-exemple »"),
    ("client: Boutique", "client:", "2: client: cette clé manque ; attendu le nom du client"),
    ("client: Boutique", "client: [a]", "2: client: une liste n'est pas un texte ; attendu un texte simple"),
    ("client: Boutique", 'client: "  "', "2: client: le texte est vide ; attendu un texte"),
    ("client: Boutique", "client: Boutique\ncliant: x",
     "3: cliant: la clé « cliant » est inconnue ; attendu sans doute « client »"),
    ("client: Boutique", "client: Boutique\nClient: x",
     "3: Client: la clé « Client » répète « client » sous un autre nom ; attendu une seule des deux"),
    ("client: Boutique", "client: Boutique\npack: busines",
     "3: pack: « busines » n'est pas un pack ; attendu sans doute « business »"),
    ("client: Boutique", "client: Boutique\nlangue: de",
     "3: langue: « de » n'est pas une langue ; attendu « fr » ou « en »"),
    ("effet: 2026-01-01", "effet: 01/01/2026",
     "3: effet: « 01/01/2026 » n'est pas une date ; "
     "attendu année-mois-jour, par exemple « 2026-05-15 » ou « 2026-12-24 »"),
    ("effet: 2026-01-01", "effet: 2026-02-30",
     "3: effet: « 2026-02-30 » n'est pas une date ; "
     "attendu année-mois-jour, par exemple « 2026-05-15 » ou « 2026-12-24 »"),
    ("fuseau: Europe/Paris", "fuseau: Europe/Pari",
     "4: fuseau: « Europe/Pari » n'est pas un fuseau horaire ; "
     "attendu sans doute « Europe/Paris », sinon « Indian/Reunion » ou « America/Martinique »"),
    (_FRIDAY, "vendredi: 09:00-09:00",
     "8: calendriers.bureau.vendredi: la plage « 09:00-09:00 » commence et finit à la même heure ; "
     "attendu par exemple « 09:00-12:30 », ou « 00:00-24:00 » pour le jour entier"),
    (_FRIDAY, "vendredi: [09:00-12:30, 12:00-18:00]",
     "8: calendriers.bureau.vendredi: les plages « 09:00-12:30 » et « 12:00-18:00 » se chevauchent ; "
     "attendu des plages séparées, par exemple « 09:00-12:30 » et « 13:30-18:00 »"),
    (_FRIDAY, "vendredi: [18:00-13:30]",
     "8: calendriers.bureau.vendredi[0]: la plage « 18:00-13:30 » finit avant de commencer ; "
     "attendu le début puis la fin, par exemple « 09:00-12:30 », ou d'un soir à un matin, « 22:00-06:00 »"),
    (_FRIDAY, "vendredi: 9-12",
     "8: calendriers.bureau.vendredi: « 9-12 » n'est pas une plage horaire ; "
     "attendu par exemple « 09:00-12:30 » ou « 22:00-06:00 »"),
    (_FRIDAY, "jeudi: 14:00-16:00",
     "8: calendriers.bureau.jeudi: « jeudi » : le jeudi a déjà ses heures ; attendu chaque jour une seule fois"),
    (_FRIDAY, "dimanche: 22:00-09:30",
     "6: calendriers.bureau: les plages « 22:00-09:30 » et « 09:00-12:30 » se chevauchent ; "
     "attendu des plages séparées, par exemple « 09:00-12:30 » et « 13:30-18:00 »"),
    (_FRIDAY, "vendredy: 09:00-12:30",
     "8: calendriers.bureau.vendredy: « vendredy » n'est ni un jour ni une clé de calendrier ; "
     "attendu sans doute « vendredi », sinon « lundi » ou « lundi-jeudi »"),
    (_FRIDAY, "fermeture: 09:00-12:30",
     "8: calendriers.bureau.fermeture: « fermeture » n'est ni un jour ni une clé de calendrier ; "
     "attendu sans doute « fermetures », sinon « lundi » ou « lundi-jeudi »"),
    ("  astreinte: 24/7", "  astreinte: 24/24",
     "10: calendriers.astreinte: « 24/24 » n'a pas la bonne forme ; "
     "attendu « 24/7 », ou des jours avec leurs heures, « {lundi-vendredi: 09:00-18:00, fériés: aucun} »"),
    ("  astreinte: 24/7", "  astreinte: [24/7]",
     "10: calendriers.astreinte: une liste n'est pas un calendrier ; "
     "attendu « 24/7 », ou des jours avec leurs heures, « {lundi-vendredi: 09:00-18:00, fériés: aucun} »"),
    ("  astreinte: 24/7", "  astreinte: {samedi: fermé, fériés: aucun}",
     "10: calendriers.astreinte: ce calendrier n'ouvre jamais ; "
     "attendu au moins un jour, « lundi-vendredi: 09:00-18:00 », ou « 24/7 »"),
    ("    fériés: {pays: FR}\n", "",
     "6: calendriers.bureau.fériés: cette clé manque ; attendu « fériés: {pays: FR} », ou « fériés: aucun »"),
    ("{pays: FR}", "{pays: FX}",
     "9: calendriers.bureau.fériés.pays: « FX » n'est pas un pays connu ; "
     "attendu un code de deux lettres, « FR » ou « BE »"),
    ("{pays: FR}", "{pays: FR, région: Alsasse}",
     "9: calendriers.bureau.fériés.région: « Alsasse » n'est pas une région de FR ; "
     "attendu sans doute « Alsace », sinon « Alsace-Moselle » ou « Métropole »"),
    ("{pays: FR}", "{pays: FR, retraits: [Assention]}",
     "9: calendriers.bureau.fériés.retraits[0]: « Assention » n'est pas un jour férié de ce pays ; "
     "attendu sans doute « Ascension », sinon « Jour de l'an » ou « Lundi de Pâques », ou une date, « 2026-05-08 »"),
    ("{pays: FR}", "{pays: FR, lundi de Pentecôte: peut-être}",
     "9: calendriers.bureau.fériés.lundi de Pentecôte: « peut-être » n'est pas « ouvert » ou « fermé » ; "
     "attendu « ouvert » ou « fermé »"),
    ("{pays: FR}", "{pays: JP, lundi de Pentecôte: ouvert}",
     "9: calendriers.bureau.fériés.lundi de Pentecôte: le lundi de Pentecôte n'est pas férié dans ce pays ; "
     "attendu l'absence de cette clé"),
    ("{pays: FR}", "oui",
     "9: calendriers.bureau.fériés: « oui » n'est pas « aucun » ; attendu « aucun », ou « {pays: FR} »"),
    ("{pays: FR}", "aucun\n    fermetures: {2026-12-31..2026-12-24: congés}",
     "10: calendriers.bureau.fermetures.2026-12-31..2026-12-24: la période « 2026-12-31..2026-12-24 » finit avant de "
     "commencer ; "
     "attendu la première date, puis la dernière : « 2026-12-24..2026-12-31 » ou « 2026-12-24 »"),
    ("{pays: FR}", "aucun\n    fermetures: {2026-12-24..2026-12-31: congés, 2026-12-25: Noël}",
     "10: calendriers.bureau.fermetures: le 2026-12-25 est fermé deux fois ; attendu une seule fermeture par date"),
    ("{pays: FR}", "aucun\n    fermetures: {2026-01-01..2028-01-01: arrêt}",
     "10: calendriers.bureau.fermetures.2026-01-01..2028-01-01: la période « 2026-01-01..2028-01-01 » dépasse un an ; "
     "attendu au plus 366 jours, par exemple « 2026-12-24..2026-12-31 » ou « 2026-08-01..2026-08-31 »"),
    ("{pays: FR}", "aucun\n    ouvertures: {20/12/2026: [09:00-18:00]}",
     "10: calendriers.bureau.ouvertures.20/12/2026: « 20/12/2026 » n'est pas une date ; "
     "attendu année-mois-jour, par exemple « 2026-05-15 » ou « 2026-12-24 »"),
    ("    Clos: clôture\n", "",
     "20: jira.statuts: aucun statut ne veut dire « clôture » ; attendu un statut pour chaque sens nécessaire"),
    ("    Clos: clôture", "    Clos: clôturée",
     "24: jira.statuts.Clos: « clôturée » n'est pas le sens d'un statut ; attendu sans doute « clôture »"),
    ("jira:\n", "règles: {résolution arrêtée par: livraison en recette}\njira:\n",
     "21: jira.statuts: aucun statut ne veut dire « recette » ; attendu un statut pour chaque sens nécessaire"),
    ("jira:\n", "règles: {alertes: {seuils: [75%, 50%]}}\njira:\n",
     "17: règles.alertes.seuils: les seuils ne vont pas en croissant ; attendu par exemple « [50%, 75%, 90%] »"),
    ("jira:\n", "règles: {données personnelles: {prévenir le client: 2j}}\njira:\n",
     "17: règles.données personnelles.prévenir le client: « 2j » ne se compte pas en heures d'horloge ; "
     "attendu par exemple « 24h » ou « 72h »"),
    ("jira:\n", "règles: {alertes: {seuils: [50%, 120%]}}\njira:\n",
     "17: règles.alertes.seuils[1]: « 120% » n'est pas un pourcentage de 1 à 100 ; "
     "attendu par exemple « 75% » ou « 90% »"),
    ("jira:\n", "règles: {réouverture: {dans les: 5h}}\njira:\n",
     "17: règles.réouverture.dans les: « 5h » n'est pas un nombre de jours ; attendu par exemple « 5j » ou « 10j »"),
    ("  projet: BOU", "  projet: bou",
     "18: jira.projet: « bou » n'est pas une clé de projet Jira ; attendu par exemple « BOU »"),
    ("  projet: BOU", "  projet: BOU\n  champs: {cause: Cause racine}",
     "19: jira.champs.cause: « Cause racine » n'est pas un champ Jira ; attendu par exemple « customfield_10050 »"),
    ("slack:\n  canal: C0BOUTIQUE", "slack: C0BOUTIQUE",
     "25: slack: « C0BOUTIQUE » n'a pas la bonne forme ; attendu un groupe de clés"),
    ("canal: C0BOUTIQUE", "canal: tma-boutique",
     "26: slack.canal: « tma-boutique » n'est pas un identifiant de canal Slack ; attendu par exemple « C012AB3CD »"),
    ("canal: C0BOUTIQUE", "canal: C0BOUTIQUE\n  équipe: C0BOUTIQUE",
     "27: slack.équipe: le canal de l'équipe est aussi celui du client ; attendu un canal où le client n'est pas"),
    (_RM, "[{slack: '@rm'}]",
     "28: personnes.responsable de maintenance[0].slack: « @rm » n'est pas un identifiant de personne Slack ; "
     "attendu par exemple « U012AB3CD »"),
    (_RM, "[{email: rm}]",
     "28: personnes.responsable de maintenance[0].email: « rm » n'est pas une adresse électronique ; "
     "attendu par exemple « rm@client.example »"),
    (_RM, "[]",
     "28: personnes.responsable de maintenance: personne n'est responsable de maintenance ; "
     "attendu au moins une personne"),
    (_RM, "[{nom: RM}]",
     "28: personnes.responsable de maintenance[0]: cette personne n'a ni Slack, ni e-mail, ni Jira ; "
     "attendu au moins un identifiant"),
    (_RM, "[{jira: abc}]",
     "28: personnes.responsable de maintenance[0]: ce responsable de maintenance ne peut être joint ; "
     "attendu un identifiant Slack ou une adresse électronique"),
    (_RM, "[{slack: U0CP, email: autre@client.example}]",
     "30: personnes.chef de projet[0]: « U0CP » désigne deux personnes différentes ; "
     "attendu les mêmes identifiants partout"),
    ("  responsable de maintenance: [{slack: U0RM}]\n", "",
     "27: personnes.responsable de maintenance: cette clé manque ; attendu au moins une personne"),
]  # fmt: skip


def test_the_sample_itself_is_a_contract(tmp_path: Path) -> None:
    assert loaded(tmp_path).id == "boutique"


@pytest.mark.parametrize(("old", "new", "sentence"), MISTAKES)
def test_a_mistake_is_told_at_its_line_under_its_key(tmp_path: Path, old: str, new: str, sentence: str) -> None:
    assert told(tmp_path, changed((old, new))) == [f"boutique.yaml:{sentence}"]


# Mistakes that keep the lines where they are and that no other one hides.
TOGETHER = [
    ("effet: 2026-01-01", "effet: hier"),
    ("fuseau: Europe/Paris", "fuseau: Paris"),
    ("lundi-jeudi: [09:00-12:30, 13:30-18:00]", "lundi-jeudi: [12:30-09:00, 13:30-18:00]"),
    (_FRIDAY, "vendredy: 09:00-12:30"),
    ("{pays: FR}", "{pays: FR, région: Alsasse}"),
    ("  astreinte: 24/7", "  astreinte: 24/24"),
    ("  securite: [30min, 4h, 8h]", "  securite: [30 secondes, 4h]"),
    (_MAJEURE, "  majeur: [4h, 16h, 24h]"),
    ("  calendrier: bureau", "  calendrier: burau"),
    ("  projet: BOU", "  projet: bou"),
    ("En cours: résolution", "En cours: resoudre"),
    ("canal: C0BOUTIQUE", "canal: tma"),
    (_RM, "[{slack: rm}]"),
    ("email: cp@prestataire.example", "courrier: cp@prestataire.example"),
]


def test_every_mistake_of_a_file_is_told_at_once_in_the_order_of_its_lines(tmp_path: Path) -> None:
    problems = told(tmp_path, changed(*TOGETHER))
    lines = [SAMPLE[: SAMPLE.index(old.strip())].count("\n") + 1 for old, _ in TOGETHER]
    assert [int(problem.split(":")[1]) for problem in problems] == lines


@pytest.mark.parametrize("count", range(2, len(TOGETHER)))
def test_no_mistake_hides_another(tmp_path: Path, count: int) -> None:
    alone = [told(tmp_path, changed(mistake)) for mistake in TOGETHER[:count]]
    together = told(tmp_path, changed(*TOGETHER[:count]))
    # A misspelt line of the table leaves that criticality without a commitment: told once the line is understood.
    assert {problem for problems in alone for problem in problems if "aucun engagement" not in problem} == set(together)
