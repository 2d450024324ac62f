"""The six phases as plots: one gesture after the other, told as it ends, so that what stands then can be looked at."""

from collections.abc import AsyncIterator, Callable

from tests.stories.hands import ACCOUNTS, CP, DEV, RM, Hands

Plot = Callable[[Hands], AsyncIterator[str]]


async def from_slack(hands: Hands) -> AsyncIterator[str]:
    """Every kind of call to Jira: a creation, a file, fields, an assignee, comments, transitions, one of them twice."""
    picture = await hands.sandbox.slack.upload(RM, "panier.png", b"\x89PNG")
    await hands.type(RM, "majeure Panier vide")
    await hands.fill(RM, environment="production", observed="Le panier est vide.", files=[picture])
    yield "raised"
    await hands.press(CP, "reject_description")
    await hands.fill(CP, missing="un compte de test")
    yield "sent back"
    await hands.press(RM, "answer")
    await hands.fill(RM, text="compte : essai@boutique.example")
    yield "answered"
    await hands.type(DEV, "prendre BOU-1")
    yield "taken"
    await hands.press(CP, "qualify")
    await hands.fill(CP, criticality="bloquante", in_scope="yes", reason="plus aucune vente")
    yield "qualified"
    await hands.type(DEV, "cause BOU-1")
    await hands.fill(DEV, cause="Cache de session périmé")
    yield "diagnosed"
    await hands.press(CP, "communicate")
    await hands.fill(CP)
    yield "communicated"
    await hands.type(DEV, "recette BOU-1 livrée")
    await hands.fill(DEV, note="version 2.4.1")
    yield "delivered"
    await hands.press(RM, "refuse")
    await hands.fill(RM, reason="toujours vide sur mobile")
    yield "refused"
    await hands.type(DEV, "recette BOU-1 livrée")
    await hands.fill(DEV, note="version 2.4.2")
    yield "delivered again"
    await hands.press(RM, "accept")
    yield "accepted"
    await hands.type(DEV, "déployer BOU-1")
    await hands.fill(DEV)
    yield "deployed"
    await hands.press(CP, "close")
    await hands.fill(CP, answer="Le cache est vidé à chaque connexion.")
    yield "closed"


async def from_jira(hands: Hands) -> AsyncIterator[str]:
    """Every kind of webhook: an issue, its edits and transitions, comments that say or command something."""
    rm, cp, dev = (ACCOUNTS[one] for one in (RM, CP, DEV))
    jira = hands.sandbox.jira
    await jira.create(
        "BOU", rm, {"summary": "Export vide", "description": "Le fichier est vide.", "priority": {"id": "3"}}
    )
    await hands.settle()
    yield "raised"
    await hands.drag(cp, "En attente client")
    yield "sent back"
    await hands.comment(rm, "Voici le fichier.")
    yield "answered"
    await hands.comment(cp, "/anomalie cause Modèle d'export absent")
    yield "diagnosed"
    await jira.edit("BOU-1", cp, {"priority": {"id": "1"}})
    await hands.settle()
    yield "qualified"
    await hands.press(CP, "communicate")
    await hands.fill(CP)
    yield "communicated"
    await hands.drag(dev, "En recette")
    yield "delivered"
    await hands.drag(rm, "Recette OK")
    yield "accepted"
    await hands.drag(dev, "En production")
    yield "deployed"
    await jira.edit("BOU-1", dev, {"customfield_10050": "Modèle d'export absent"})
    await jira.edit("BOU-1", cp, {"customfield_10051": "Le modèle est revenu."})
    await hands.settle()
    yield "answered for good"
    await hands.drag(cp, "Clos", resolution={"name": "Corrigé"})
    yield "closed"
