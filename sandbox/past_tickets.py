"""The tickets of the demo's past year: what two clients asked for, and the time that it took."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["anomaly", "evolution", "preventive"]


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket raised at a local instant (`01-12 10:20`) of the year.

    `worked` are minutes of the developer; `hours` of opening pass from the raising to the delivery, and the client is
    waited for during the first `waits` of them. What is not `ended` is still open.
    """

    at: str
    title: str
    worked: tuple[int, ...]
    hours: int = 4
    kind: Kind = "anomaly"
    priority: str = "3"
    waits: int = 0
    ended: bool = True


HIGHEST, HIGH, MEDIUM = "1", "2", "3"

BOUTIQUE = (
    Ticket("01-12 10:20", "Le code promo est refusé au second essai", (45, 60), 6, priority=HIGH),
    Ticket("01-15 09:40", "Mettre à jour le module de paiement", (150,), 12, "preventive"),
    Ticket("01-20 14:10", "Trier les avis par date", (120, 90), 20, "evolution"),
    Ticket("01-27 11:05", "Facture sans numéro de TVA", (75,), 9),
    Ticket("02-04 09:15", "Paiement par carte impossible", (90, 45), 3, priority=HIGHEST),
    Ticket("02-10 10:30", "Renouveler le certificat du site", (60,), 6, "preventive"),
    Ticket("02-12 15:20", "Filtrer le catalogue par matière", (180, 150), 26, "evolution"),
    Ticket("02-24 16:00", "Photo déformée sur la fiche produit", (40,), 14),
    Ticket("03-03 09:50", "Les frais de port sont comptés deux fois", (70, 50), 8, priority=HIGH, waits=2),
    Ticket("03-09 11:30", "Vérifier les sauvegardes du trimestre", (90,), 5, "preventive"),
    Ticket("03-11 14:00", "Proposer le retrait en magasin", (240, 210), 30, "evolution"),
    Ticket("03-19 10:10", "Le courriel de confirmation part en double", (60,), 7, priority=HIGH),
    Ticket("04-02 09:30", "Recherche vide pour les mots accentués", (80, 40), 12),
    Ticket("04-08 10:00", "Retirer les dépendances abandonnées", (120,), 10, "preventive"),
    Ticket("04-14 15:40", "Afficher le stock par taille", (150, 60), 22, "evolution"),
    Ticket("04-23 11:20", "Stock négatif après une annulation", (95,), 30, priority=HIGH),
    Ticket("05-05 09:10", "Plus aucune commande depuis 9 h", (110, 70), 5, priority=HIGHEST),
    Ticket("05-12 10:40", "Mettre PHP à jour", (180,), 14, "preventive"),
    Ticket("05-19 14:30", "Historique des commandes en PDF", (160, 120), 24, "evolution"),
    Ticket("05-28 16:10", "Lien mort dans le pied de page", (20,), 10),
    Ticket("06-03 09:45", "Avoir affiché en négatif", (55,), 9),
    Ticket("06-09 11:00", "Contrôler les droits d'administration", (75,), 6, "preventive"),
    Ticket("06-16 10:20", "Carte cadeau refusée à la caisse", (85, 65), 9, priority=HIGH, waits=3),
    Ticket("06-18 14:15", "Souhaits partagés entre clients d'un foyer", (200, 100), 28, "evolution"),
    Ticket("07-02 10:00", "Délais de livraison faux le samedi", (50,), 12),
    Ticket("07-07 09:30", "Purger les paniers abandonnés", (60,), 6, "preventive"),
    Ticket("07-15 11:10", "Le site répond en dix secondes", (120, 90), 7, priority=HIGHEST),
    Ticket("07-21 15:00", "Afficher les prix par lot", (140,), 18, "evolution"),
    Ticket("08-04 09:20", "Import du catalogue interrompu", (65, 45), 8, priority=HIGH),
    Ticket("08-18 10:50", "Relever les temps de réponse", (90,), 8, "preventive"),
    Ticket("08-25 14:40", "Étiquettes de retour à imprimer soi-même", (170,), 20, "evolution"),
    Ticket("09-03 09:30", "Connexion refusée avec un nouveau mot de passe", (70, 30), 5, priority=HIGH),
    Ticket("09-08 11:15", "Préparer la montée en charge des fêtes", (150,), 14, "preventive"),
    Ticket("09-15 14:05", "Comparer trois produits", (210, 150), 30, "evolution"),
    Ticket("09-24 10:30", "Total du panier arrondi de travers", (60,), 10),
    Ticket("10-06 09:40", "La remise fidélité disparaît", (90, 55), 36, priority=HIGH),
    Ticket("10-08 11:20", "Mettre à jour les bibliothèques de la caisse", (120,), 9, "preventive"),
    Ticket("10-14 15:10", "Alerte quand un produit revient en stock", (180, 120, 60), 28, "evolution"),
    Ticket("10-20 10:15", "Erreur 500 en vidant le panier", (75, 40), 4, priority=HIGHEST),
    Ticket("10-27 14:50", "Accents perdus dans l'export des commandes", (45,), 12),
    Ticket("11-03 09:35", "Remboursement bloqué à l'étape 2", (60,), 6, priority=HIGH),
    Ticket("11-04 10:45", "Essayer une restauration complète", (75,), 6, "preventive"),
    Ticket("11-05 14:20", "Emballage cadeau à la commande", (45,), 0, "evolution", ended=False),
    Ticket("11-06 16:30", "Police illisible sur petit écran", (), 0, ended=False),
)

PORTAIL = (
    Ticket("01-14 10:00", "Sign-in loops after a password reset", (60,), 5, priority=HIGH),
    Ticket("02-03 14:30", "Export of contracts misses a column", (45,), 9),
    Ticket("02-19 09:20", "Portal down for every agency", (150,), 3, priority=HIGHEST),
    Ticket("03-10 11:10", "Let an agency name two managers", (240,), 24, "evolution"),
    Ticket("03-25 15:45", "Wrong currency on one statement", (40,), 7),
    Ticket("04-16 10:05", "Search ignores the postcode", (55,), 8, priority=HIGH),
    Ticket("05-06 09:50", "Attachments over 5 MB are lost", (90,), 6, priority=HIGH),
    Ticket("05-21 14:00", "Monthly statement by e-mail", (210,), 22, "evolution"),
    Ticket("06-11 11:30", "Signature page blank on tablets", (70,), 9),
    Ticket("07-08 10:40", "Two users share one session", (130,), 4, priority=HIGHEST),
    Ticket("07-23 16:20", "Date shown a day early", (35,), 8),
    Ticket("08-27 09:15", "Upload refused without a reason", (60,), 7, priority=HIGH, waits=2),
    Ticket("09-10 14:10", "Filter of claims by agency", (180,), 20, "evolution"),
    Ticket("09-29 10:25", "Old logo on printed letters", (25,), 10),
    Ticket("10-13 11:00", "Claims list empty on Mondays", (85,), 5, priority=HIGH),
    Ticket("10-29 15:30", "Typing is slow in long comments", (50,), 9),
)
