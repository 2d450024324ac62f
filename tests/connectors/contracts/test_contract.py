"""Everything that the parties can choose can be written, in either language, and what is left out keeps its default."""

from datetime import date, timedelta
from pathlib import Path

from rules.contract import (
    CONTRACTED,
    Alerts,
    Choices,
    ClockName,
    Criticality,
    DelayMessage,
    JiraMeaning,
    NoCommitment,
    OpeningTime,
    Requalification,
    ResolutionStop,
    Role,
    Start,
    Step,
    WorkaroundStop,
)
from tests.connectors.contracts.sample import changed, loaded, told

ENGLISH = """\
contract: portal
client: Portal
effective: 2026-01-01
pack: Critique
time zone: Europe/Paris
language: English
calendars:
  office:
    Monday to Thursday: [09:00-12:30, 13:30-18:00]
    friday: 09:00-17:00
    holidays: {country: fr, region: Moselle, Whit Monday: open, additions: {2026-05-15: bridge}, removals: [Armistice]}
    closures: {2026-12-31: stocktaking}
    openings: {2026-12-19: 09:00-12:00, 2026-12-30: closed}
  nights: {every day: 22:00-06:00, holidays: none}
  on-call: 24/7
commitments:
  major: {workaround: 8h, resolution: {target: 3 business days end of day, calendar: nights}, calendar: Office}
  minor: [none, none, next release]
  calendar: on-call
  calendar by criticality: {minor: office}
rules:
  requalification: starts at the change
  delays start at: qualified
  workaround stops at: client validation
  resolution stops at: delivery in recette
  recette pauses: yes
  reopening: {within: 10 days, counts as: continuation}
  delay message: automatic
  alerts: {thresholds: [60%, 100], minimum notice: 1h30, escalation: management, e-mail fallback: 2h}
labels: {security: P0, blocking: P1}
jira:
  site: example.atlassian.net
  projects: [POR, POX]
  issue types: [Bug, Incident]
  statuses:
    New: raised
    Analysis: diagnosis
    With client: "pause: client"
    With host: waiting for a third party
    Fixing: resolution
    Acceptance: acceptance
    Accepted: accepted
    Refused: refused
    Live: deployed
    Cancelled: cancelled
    Won't do: no action
    Done: closed
  priorities: {Highest: security, Low: minor}
  fields: {cause: customfield_1, answer: customfield_2, environment: environment}
slack: {channel: C0PORTAIL, security channel: G0SECRET, team: C0EQUIPE}
people:
  agents: {email: agent@portail.example}
  maintenance manager: {slack: U0RM2, name: The manager}
  project manager: [{slack: U0CP, email: CP@prestataire.example}]
  developers: [{jira: 5b10}, {email: cp@prestataire.example}]
"""


def test_every_choice_can_be_written_in_english(tmp_path: Path) -> None:
    contract = loaded(tmp_path, text=ENGLISH)
    assert contract.choices == Choices(
        requalification=Requalification.FROM_CHANGE,
        starts=Start.QUALIFIED,
        workaround_stop=WorkaroundStop.VALIDATED,
        resolution_stop=ResolutionStop.DELIVERED,
        recette_pauses=True,
        reopening_days=10,
        delay_message=DelayMessage.AUTOMATIC,
        alerts=Alerts((0.6, 1.0), timedelta(minutes=90), escalation=(Step(Role.DIRECTION),)),
        mail_fallback=timedelta(hours=2),
    )
    assert contract.labels == {Criticality.SECURITE: "P0", Criticality.BLOQUANTE: "P1"}
    assert set(contract.jira.statuses.values()) == set(JiraMeaning)
    assert (contract.jira.site, contract.jira.projects) == ("example_atlassian_net", ("POR", "POX"))
    assert contract.jira.priorities == {"Highest": Criticality.SECURITE, "Low": Criticality.MINEURE}
    assert contract.jira.fields == {"cause": "customfield_1", "answer": "customfield_2", "environment": "environment"}
    assert contract.chat.security_channel == "G0SECRET"
    assert contract.language == "en"


def test_what_is_left_out_keeps_its_default(tmp_path: Path) -> None:
    contract = loaded(tmp_path)
    assert contract.choices == Choices()
    assert contract.language == "fr"
    assert (contract.jira.site, contract.jira.fields, contract.labels) == ("default", {}, {})
    assert contract.source == "boutique.yaml"


def test_no_message_is_mailed_for_want_of_slack_where_the_contract_says_so(tmp_path: Path) -> None:
    contract = loaded(tmp_path, text=ENGLISH.replace("e-mail fallback: 2h", "e-mail fallback: none"))
    assert contract.choices.mail_fallback is None


def test_a_line_replaces_the_pack_clock_by_clock(tmp_path: Path) -> None:
    contract = loaded(tmp_path, text=ENGLISH)
    promised = {clock: contract.commitment(Criticality.MAJEURE, clock) for clock in ClockName}
    assert promised[ClockName.ACKNOWLEDGEMENT].target == OpeningTime(timedelta(hours=2))  # the pack's
    assert promised[ClockName.WORKAROUND].target == OpeningTime(timedelta(hours=8))
    assert contract.commitment(Criticality.SECURITE, ClockName.RESOLUTION).target == OpeningTime(timedelta(hours=4))


def test_the_nearest_calendar_counts(tmp_path: Path) -> None:
    contract = loaded(tmp_path, text=ENGLISH)
    named = {(level, clock): contract.commitment(level, clock).calendar for level in Criticality for clock in ClockName}
    assert named[Criticality.MAJEURE, ClockName.RESOLUTION] == "nights"
    assert named[Criticality.MAJEURE, ClockName.WORKAROUND] == "office"
    assert named[Criticality.MINEURE, ClockName.RESOLUTION] == "office"
    assert named[Criticality.SECURITE, ClockName.RESOLUTION] == "on-call"


def test_without_a_named_calendar_the_first_one_counts(tmp_path: Path) -> None:
    contract = loaded(tmp_path, ("  calendrier: bureau\n", ""))
    assert {commitment.calendar for commitment in contract.commitments.values()} == {"bureau"}


def test_a_pack_alone_is_a_complete_table(tmp_path: Path) -> None:
    text = ENGLISH[: ENGLISH.index("commitments:")] + ENGLISH[ENGLISH.index("rules:") :]
    contract = loaded(tmp_path, text=text)
    assert len(contract.commitments) == len(Criticality) * len(CONTRACTED)
    assert contract.commitment(Criticality.MINEURE, ClockName.WORKAROUND).target != NoCommitment()


def test_a_calendar_takes_its_exceptions_from_the_file(tmp_path: Path) -> None:
    office = loaded(tmp_path, text=ENGLISH).calendars["office"]
    assert [len(office.hours(date(2026, 11, day))) for day in (5, 6, 7)] == [2, 1, 0]
    assert office.hours(date(2026, 11, 11)) != ()  # removed by its name
    assert office.hours(date(2026, 5, 25)) != ()  # Whit Monday
    assert office.hours(date(2026, 5, 15)) == ()  # added
    assert office.hours(date(2026, 4, 3)) == ()  # Good Friday in Moselle
    assert office.hours(date(2026, 12, 19)) != ()
    assert office.hours(date(2026, 12, 30)) == ()
    assert office.closures == {date(2026, 12, 31): "stocktaking"}


def test_a_night_belongs_to_the_day_on_which_it_starts(tmp_path: Path) -> None:
    nights = loaded(tmp_path, text=ENGLISH).calendars["nights"]
    assert [(each.start, each.end) for each in nights.hours(date(2026, 11, 5))] == [(22 * 60, 30 * 60)]


def test_a_person_under_several_roles_is_one_person(tmp_path: Path) -> None:
    people = loaded(tmp_path, text=ENGLISH).people
    assert len(people) == 4
    both = next(person for person in people if person.chat == "U0CP")
    assert both.roles == {Role.CP, Role.DEVELOPER}
    assert both.name == "Project manager"


def test_case_and_accents_do_not_matter(tmp_path: Path) -> None:
    changes = (
        ("engagements:", "ENGAGEMENTS:"),
        ("fériés:", "Feries:"),
        ("À qualifier: remontée", "À qualifier: REMONTEE"),
        ("  calendrier: bureau", "  Calendrier: BUREAU"),
        ("  securite:", "  Sécurité:"),
    )
    contract = loaded(tmp_path, *changes)
    assert contract.jira.statuses["À qualifier"] is JiraMeaning.RAISED
    assert contract.commitment(Criticality.SECURITE, ClockName.WORKAROUND).calendar == "bureau"
    assert contract == loaded(tmp_path)


def test_reopening_as_a_new_cycle_leaves_no_day(tmp_path: Path) -> None:
    rules = "règles: {réouverture: {vaut: nouveau cycle}}\njira:\n"
    assert loaded(tmp_path, ("jira:\n", rules)).choices.reopening_days == 0


def test_a_person_may_have_a_zone_and_hours_of_their_own(tmp_path: Path) -> None:
    line = "    - slack: U0CP\n"
    own = f"{line}      fuseau: Indian/Reunion\n      horaires: Bureau\n"
    (cp,) = loaded(tmp_path, (line, own)).holders(Role.CP)
    assert (cp.zone, cp.hours) == ("Indian/Reunion", "bureau")
    wrong = told(tmp_path, changed((line, f"{line}      horaires: nuit\n")))
    assert "« nuit » n'est pas un calendrier de ce contrat" in wrong[0]
