"""What each recorded Jira payload becomes: as the first word of its issue, then as one more on a known anomaly."""

JIRA: dict[str, tuple[str, str]] = {
    "dd__jira_issue_comment_template_json": ("ignored: hors contrat", "ignored: jira: pas un mot du client"),
    "dd__jira_issue_update_template_string": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "hook__issue_created": ("handled: raised, ticket_attached", "handled: raised, ticket_attached"),
    "jtp__integration_addComment": ("handled: raised, ticket_attached", "ignored: jira: pas un mot du client"),
    "jtp__integration_updateDescription": ("handled: raised, ticket_attached", "ignored: jira: champ description"),
    "jtp__integration_updateStatus": ("handled: raised, ticket_attached, closed", "handled: closed"),
    "jtp__webhook_cloud_comment_added": (
        "ignored: jira: ticket encore inconnu, décrit en partie",
        "ignored: jira: pas un mot du client",
    ),
    "jtp__webhook_issue_created": ("handled: raised, ticket_attached", "handled: raised, ticket_attached"),
    "jtp__webhook_issue_updated_status_updated": ("handled: raised, ticket_attached, closed", "handled: closed"),
    "jtp__webhook_issue_updated_with_comment": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "jtp__webhook_issue_updated_without_comment": ("handled: raised, ticket_attached, retitled", "handled: retitled"),
    "mm__webhook-cloud-comment-created": (
        "ignored: jira: ticket encore inconnu, décrit en partie",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-cloud-comment-deleted": ("ignored: jira: comment_deleted", "ignored: jira: comment_deleted"),
    "mm__webhook-cloud-comment-updated": (
        "ignored: jira: ticket encore inconnu, décrit en partie",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-cloud-issue-created-many-fields": (
        "handled: raised, ticket_attached",
        "handled: raised, ticket_attached",
    ),
    "mm__webhook-cloud-issue-updated-custom-field": (
        "handled: raised, ticket_attached",
        "ignored: jira: champ personnalisé",
    ),
    "mm__webhook-issue-created-no-description": (
        "handled: raised, ticket_attached",
        "handled: raised, ticket_attached",
    ),
    "mm__webhook-issue-created-no-relevant-fields": (
        "handled: raised, ticket_attached",
        "handled: raised, ticket_attached",
    ),
    "mm__webhook-issue-created": ("handled: raised, ticket_attached", "handled: raised, ticket_attached"),
    "mm__webhook-issue-deleted": ("ignored: jira: suppression d'un ticket inconnu", "handled: ticket_removed"),
    "mm__webhook-issue-updated-assigned": (
        "handled: raised, ticket_attached",
        "ignored: jira: affecté hors du prestataire",
    ),
    "mm__webhook-issue-updated-attachments": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-issue-updated-components": ("handled: raised, ticket_attached", "ignored: jira: champ components"),
    "mm__webhook-issue-updated-edited": ("handled: raised, ticket_attached", "ignored: jira: champ description"),
    "mm__webhook-issue-updated-fix-version": ("handled: raised, ticket_attached", "ignored: jira: champ fixversions"),
    "mm__webhook-issue-updated-issue-type": (
        "handled: raised, ticket_attached",
        "ignored: jira: type changé, anomalie comme avant",
    ),
    "mm__webhook-issue-updated-labels": ("handled: raised, ticket_attached", "ignored: jira: champ labels"),
    "mm__webhook-issue-updated-lowered-priority": (
        "handled: raised, ticket_attached",
        "ignored: jira: priorité non décrite au contrat: Low",
    ),
    "mm__webhook-issue-updated-multiple-values": (
        "handled: raised, ticket_attached",
        "ignored: jira: champ fixversions",
    ),
    "mm__webhook-issue-updated-raised-priority": (
        "handled: raised, ticket_attached",
        "ignored: jira: priorité non décrite au contrat: High",
    ),
    "mm__webhook-issue-updated-renamed": ("handled: raised, ticket_attached, retitled", "handled: retitled"),
    "mm__webhook-issue-updated-reopened-one-changelog": (
        "handled: raised, ticket_attached",
        "ignored: jira: champ resolution",
    ),
    "mm__webhook-issue-updated-reopened": (
        "handled: raised, ticket_attached, reopened, diagnosis_started",
        "handled: reopened, diagnosis_started",
    ),
    "mm__webhook-issue-updated-resolved": ("handled: raised, ticket_attached, closed", "handled: closed"),
    "mm__webhook-issue-updated-sprint": ("handled: raised, ticket_attached", "ignored: jira: champ sprint"),
    "mm__webhook-issue-updated-started-working": (
        "handled: raised, ticket_attached, work_started",
        "handled: work_started",
    ),
    "mm__webhook-server-comment-created": ("ignored: hors contrat", "ignored: jira: pas un mot du client"),
    "mm__webhook-server-comment-updated": ("ignored: hors contrat", "ignored: jira: pas un mot du client"),
    "mm__webhook-server-issue-updated-comment-deleted": (
        "handled: raised, ticket_attached",
        "ignored: jira: rien n'a changé",
    ),
    "mm__webhook-server-issue-updated-commented-1": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-server-issue-updated-commented-2": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-server-issue-updated-commented-3": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-server-issue-updated-commented-mention-user": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-server-issue-updated-in-progress": (
        "handled: raised, ticket_attached, work_started",
        "handled: work_started",
    ),
    "mm__webhook-server-issue-updated-reopened": (
        "handled: raised, ticket_attached, reopened, diagnosis_started",
        "handled: reopened, diagnosis_started",
    ),
    "mm__webhook-server-issue-updated-resolved": ("handled: raised, ticket_attached, closed", "handled: closed"),
    "mm__webhook-server-old-issue-updated-no-event-type-assigned": (
        "handled: raised, ticket_attached",
        "ignored: jira: affecté hors du prestataire",
    ),
    "mm__webhook-server-old-issue-updated-no-event-type-comment-edited": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "mm__webhook-server-old-issue-updated-no-event-type-commented": (
        "handled: raised, ticket_attached",
        "ignored: jira: pas un mot du client",
    ),
    "zulip__attachment_created": (
        "ignored: jira: ticket encore inconnu, décrit en partie",
        "ignored: jira: pas un mot du client",
    ),
    "zulip__created_with_unicode_v2": ("handled: raised, ticket_attached", "handled: raised, ticket_attached"),
    "zulip__issue_created_with_custom_fields": ("handled: raised, ticket_attached", "handled: raised, ticket_attached"),
    "zulip__unknown_v1": ("ignored: jira: événement inconnu", "ignored: jira: événement inconnu"),
    "zulip__worklog_created": ("ignored: hors contrat", "handled: work_logged"),
}
