"""An anomaly from its detection to its closure, each step from Slack, then each step from Jira."""

import asyncio

from tests.stories.hands import ACCOUNTS, AGENT, BOUTIQUE, CP, DEV, DIRECTION, RM, Hands, story, text_of


async def six_phases(hands: Hands) -> None:
    """Detected, raised, sent back, answered, qualified, promised, delivered twice, deployed and closed, from Slack."""
    await hands.type(AGENT, "signaler Panier vide après connexion")
    await hands.fill(AGENT, description="Le panier se vide dès la connexion.")
    assert any("Panier vide" in told for told in hands.private(RM))

    await hands.press(RM, "raise")
    await hands.fill(RM, criticality="majeure", environment="production", observed="Le panier est vide.")
    key = hands.issue()["key"]
    assert key == "BOU-1"
    assert any(key in told for told in hands.private(CP))
    assert "Panier vide après connexion" in text_of(hands.card())

    await hands.press(CP, "reject_description")
    await hands.fill(CP, missing="un compte de test")
    assert hands.issue()["status"]["name"] == "En attente client"
    assert any("un compte de test" in told for told in hands.private(RM))
    assert hands.written("Phase", "État SLA") == ["Diagnostic", "en pause"]

    await hands.turn("2026-11-09 10:00")
    await hands.press(RM, "answer")
    await hands.fill(RM, text="compte : essai@boutique.example")
    assert hands.issue()["status"]["name"] == "En diagnostic"
    assert hands.written("État SLA", "Version du contrat") == ["en cours", "2026-01-01"]

    await hands.type(DEV, f"prendre {key}")
    assert hands.issue()["assignee"] is not None

    await hands.press(CP, "qualify")
    await hands.fill(CP, criticality="bloquante", in_scope="yes", reason="plus aucune vente")
    await hands.type(DEV, f"cause {key}")
    await hands.fill(DEV, cause="Cache de session périmé")

    await hands.type(CP, f"clore {key}")
    assert any("recette" in told for told in hands.private(CP))

    await hands.press(CP, "communicate")
    await hands.fill(CP)
    assert any("bloquante" in mail.lower() or key in mail for mail in hands.mails(RM))
    assert hands.issue()["status"]["name"] == "En cours"

    await hands.type(DEV, f"contournement {key}")
    await hands.fill(DEV, note="vider le cache toutes les heures")
    await hands.type(DEV, f"recette {key} livrée")
    await hands.fill(DEV, note="version 2.4.1")
    assert hands.issue()["status"]["name"] == "En recette"

    await hands.press(RM, "refuse")
    await hands.fill(RM, reason="toujours vide sur mobile")
    await hands.type(DEV, f"recette {key} livrée")
    await hands.fill(DEV, note="version 2.4.2")
    await hands.press(RM, "accept")
    assert hands.issue()["status"]["name"] == "Recette OK"

    await hands.type(DEV, f"déployer {key}")
    await hands.fill(DEV)
    await hands.press(CP, "close")
    await hands.fill(CP, answer="Le cache est vidé à chaque connexion.")

    assert hands.issue()["status"]["name"] == "Clos"
    shown = text_of(hands.card())
    assert "Cache de session périmé" in shown
    assert "Le cache est vidé à chaque connexion." in shown
    assert any("cache" in mail.lower() or key in mail for mail in hands.mails(RM))
    assert len(hands.thread()) == len(set(hands.thread()))


async def test_six_phases_from_slack(store_url: str) -> None:
    async with story(database_url=store_url) as hands:
        await six_phases(hands)


async def test_six_phases_down_the_socket() -> None:
    async with story(socket_mode=True) as hands:
        await six_phases(hands)


async def test_six_phases_from_jira() -> None:
    async with story() as hands:
        rm, cp, dev = (ACCOUNTS[one] for one in (RM, CP, DEV))
        fields = {"summary": "Export vide", "description": "Le fichier est vide.", "priority": {"id": "3"}}
        await hands.sandbox.jira.create("BOU", rm, fields)
        await hands.settle()
        assert "Export vide" in text_of(hands.card())
        assert any("BOU-1" in told for told in hands.private(CP))

        await hands.drag(cp, "En attente client")
        assert "attente" in text_of(hands.card()).lower()
        await hands.comment(rm, "Voici le fichier.")
        assert hands.issue()["status"]["name"] == "En diagnostic"
        await hands.comment(cp, "/anomalie cause Modèle d'export absent")
        await hands.comment(cp, "/anomalie clore")
        assert any("recette" in str(comment) for comment in hands.issue()["comments"])
        await hands.sandbox.jira.edit("BOU-1", cp, {"priority": {"id": "1"}})
        await hands.settle()

        await hands.press(CP, "communicate")
        await hands.fill(CP)
        await hands.drag(dev, "En recette")
        assert hands.private(RM)
        await hands.drag(rm, "Recette OK")
        await hands.drag(dev, "En production")
        await hands.sandbox.jira.edit("BOU-1", dev, {"customfield_10050": "Modèle d'export absent"})
        await hands.sandbox.jira.edit("BOU-1", cp, {"customfield_10051": "Le modèle est revenu."})
        await hands.settle()
        await hands.drag(cp, "Clos", resolution={"name": "Corrigé"})
        assert "Modèle d'export absent" in text_of(hands.card())
        assert "Rouvrir" in str(hands.card().blocks)
        assert hands.written("Phase", "Criticité", "État SLA") == ["Clôture", "Bloquante", "tenu"]


async def test_a_premature_closing_in_jira_is_told_and_not_believed() -> None:
    async with story() as hands:
        await hands.sandbox.jira.create("BOU", ACCOUNTS[RM], {"summary": "Export vide", "description": "Vide."})
        await hands.settle()
        await hands.drag(ACCOUNTS[CP], "Clos", resolution={"name": "Corrigé"})
        assert "Rouvrir" not in str(hands.card().blocks)
        assert any("recette" in line for line in hands.thread())
        assert any("recette" in str(comment) for comment in hands.issue()["comments"])


async def test_warnings_and_breach_are_said_once_each() -> None:
    async with story() as hands:
        await hands.type(RM, "majeure Recherche lente")
        await hands.fill(RM, environment="production", observed="Dix secondes par recherche.")
        before = len(hands.thread())
        await hands.turn("2026-11-09 12:10")
        warned = len(hands.thread())
        assert warned == before + 1
        await hands.turn("2026-11-09 13:00")
        assert len(hands.thread()) == warned
        await hands.turn("2026-11-09 14:30")
        assert len(hands.thread()) == warned + 1
        assert any("BOU-1" in told for told in hands.private(DIRECTION))


async def test_the_morning_and_the_month_are_told_in_slack_and_by_mail() -> None:
    async with story() as hands:
        await hands.type(RM, "mineure Faute de frappe")
        await hands.fill(RM, environment="production", observed="« Acceuil » au lieu d'« Accueil ».")
        await hands.turn("2026-11-10 08:31")
        assert any("BOU-1" in told or "1 anomalie" in told for told in hands.private(CP)[-1:])
        await hands.turn("2026-12-01 07:31")
        team = [text_of(one) for one in hands.sandbox.slack.messages("C0EQUIPE")]
        assert any("novembre 2026" in told for told in team)
        assert any("novembre 2026" in subject for subject in hands.mails(RM))


async def test_of_two_who_take_charge_the_second_is_told_who_was_first_and_may_take_over() -> None:
    async with story() as hands:
        await hands.type(RM, "majeure Recherche lente")
        await hands.fill(RM, environment="production", observed="Dix secondes par recherche.")
        channel, card = BOUTIQUE, hands.card().ts
        await asyncio.gather(*(hands.sandbox.slack.press(one, channel, card, "move:take") for one in (DEV, CP)))
        await hands.settle()
        first, second = (DEV, CP) if "Développeur" in text_of(hands.card()) else (CP, DEV)
        assert sum("prend l’anomalie en charge" in line for line in hands.thread()) == 1
        assert not any("s’en occupe" in told for told in hands.private(first))
        assert any("quelqu’un s’en occupe" in told for told in hands.private(second))
        await hands.press(second, "take_over")
        assert sum("prend le relais" in line for line in hands.thread()) == 1


async def test_a_title_that_calls_everybody_pings_nobody() -> None:
    async with story() as hands:
        await hands.type(RM, "majeure <!channel> panne")
        await hands.fill(RM, environment="production", observed="<!here> <@U0CP> vide")
        slack = hands.sandbox.slack
        assert all(not one.pings for room in ("C0BOUTIQUE", slack.dm(CP)) for one in slack.messages(room))
