/** Jira as a board in columns, and an issue in a drawer: read it, comment it, move it, give it to someone. */

import { $, h, initials, jiraInstant, redraw, say } from "./dom.js";
import { post } from "./api.js";
import { demoNow } from "./clock.js";

const panel = $("#panel-jira");
const drawer = $("#issue");
const state = { site: null, person: null, project: null, open: null, drafts: new Map() };

/** Draw the site for a person (`person.jira`: their account, if any). */
export function showJira(site, person) {
  Object.assign(state, { site, person });
  state.project ??= site.projects[0]?.key;
  drawBoard();
  drawIssue();
}

/** Open an issue, or close the drawer. */
export function openIssue(key) {
  state.open = key;
  if (key) state.project = key.split("-")[0];
  if (!state.site) return;
  drawBoard();
  drawIssue(true);
}

const find = (key) => state.site.projects.flatMap((project) => project.issues).find((issue) => issue.key === key);
const MARKS = { Highest: "▲▲", High: "▲", Medium: "=", Low: "▼" };
const SHOWN = 14 * 24 * 3600 * 1000;
const NAMES = { resolution: "Résolution" };

function drawBoard() {
  const project = state.site.projects.find((one) => one.key === state.project) ?? state.site.projects[0];
  redraw(panel,
    h("header", { class: "board-head" },
      h("div", { class: "subtabs", role: "group", "aria-label": "Projet" }, state.site.projects.map((one) => h("button", {
        type: "button", class: "subtab", "aria-current": one.key === project.key ? "true" : undefined,
        data: { project: one.key, key: `project-${one.key}` },
        onclick: () => { state.project = one.key; drawBoard(); },
      }, `${one.name} (${one.key})`))),
      h("button", { type: "button", class: "button", data: { create: project.key, key: "create" }, onclick: () => drawCreation(project) }, "Créer un ticket")),
    h("div", { class: "board", tabindex: "0", "aria-label": `Tableau ${project.name}`, data: { key: "board" } }, project.statuses.map((status) => column(project, status))),
    deliveries());
}

function column(project, status) {
  const all = project.issues.filter((issue) => issue.status.id === status.id);
  // As Jira's own boards do: what was closed long ago is no longer on the wall.
  const issues = status.category === "done" ? all.filter((issue) => demoNow() - jiraInstant(issue.updated) < SHOWN) : all;
  return h("section", { class: `column ${status.category}`, data: { status: status.id } },
    h("h2", {}, status.name, h("span", { class: "count" }, String(all.length))),
    issues.length < all.length && h("p", { class: "hint" }, `${all.length - issues.length} clos depuis plus de deux semaines`),
    issues.map((issue) => h("button", {
      type: "button", class: "card", data: { key: issue.key, issue: issue.key }, onclick: () => { location.hash = `jira/${issue.key}`; },
    },
    h("span", { class: "card-summary" }, issue.summary),
    h("span", { class: "card-foot" }, h("span", { class: "card-key" }, issue.key),
      issue.priority && h("span", { class: `priority ${issue.priority.name.toLowerCase()}`, title: `Priorité ${issue.priority.name}` }, MARKS[issue.priority.name] ?? ""),
      issue.assignee && h("span", { class: "avatar tiny", title: issue.assignee.name }, initials(issue.assignee.name))))));
}

function deliveries() {
  const sent = state.site.deliveries.slice(-12).reverse();
  return h("details", { class: "deliveries", open: panel.querySelector("details")?.open },
    h("summary", {}, `Webhooks envoyés à Vigie (${state.site.deliveries.length})`),
    h("label", { class: "hint" }, "Ce Jira ", h("select", {
      data: { key: "mood" }, onchange: (event) => post("jira/mood", { mood: event.target.value }),
    }, state.site.moods.map((mood) => h("option", { value: mood.id, selected: mood.id === state.site.mood }, mood.name)))),
    sent.length === 0 ? h("p", { class: "hint" }, "Aucun pour l’instant.") : h("ul", {}, sent.map((one) =>
      h("li", {}, `${one.event} · ${one.issue ?? ""} · ${one.state}`, one.status ? ` (${one.status})` : "", one.tries > 1 ? `, ${one.tries} essais` : ""))));
}

function drawIssue(moved = false) {
  const issue = state.open && find(state.open);
  if (!issue) {
    if (drawer.open) drawer.close();
    return;
  }
  const top = moved ? 0 : $(".drawer-body", drawer)?.scrollTop ?? 0;
  const resume = moved ? () => {} : unfinished(issue);
  redraw(drawer, h("header", { class: "modal-head" },
    h("div", {}, h("p", { class: "card-key" }, `${issue.key} · ${issue.type}`), h("h2", { id: "issue-title" }, issue.summary)),
    h("button", { type: "button", class: "close", "aria-label": "Fermer", data: { key: "close-issue" }, onclick: close }, "×")),
  h("div", { class: "drawer-body" }, gestures(issue), facts(issue), description(issue), attachments(issue), comments(issue), history(issue)));
  resume();
  $(".drawer-body", drawer).scrollTop = top;
  if (!drawer.open) drawer.showModal();
}

/** What the person was in the middle of (a transition's screen, an edition), to be put back after a redraw. */
function unfinished(issue) {
  const asked = $(".ask", drawer)?.dataset.ask;
  const typed = [...drawer.querySelectorAll(".ask select, .ask input, .edit[open] input, .edit[open] textarea")].map((node) => [node.id, node.value]);
  const editing = Boolean($(".edit[open]", drawer));
  return () => {
    const transition = issue.transitions.find((one) => one.id === asked);
    if (transition) askFields(issue, transition, $(`[data-transition="${asked}"]`, drawer));
    if (editing && $(".edit", drawer)) $(".edit", drawer).open = true;
    for (const [id, value] of typed) if ($(`#${id}`, drawer)) $(`#${id}`, drawer).value = value;
  };
}

const close = () => { location.hash = "jira"; };
const act = (key, verb, body) => post(`jira/issues/${key}/${verb}`, { person: state.person.id, ...body });

function gestures(issue) {
  if (!state.person.jira) {
    return h("p", { class: "notice" }, `${state.person.name} n’a pas de compte Jira : changez de personne pour agir sur ce ticket.`);
  }
  return h("div", { class: "gestures" },
    h("span", { class: `lozenge ${issue.status.category}` }, issue.status.name),
    issue.transitions.map((one) => h("button", {
      type: "button", class: "button", data: { transition: one.id, key: `transition-${one.id}` }, title: `Vers « ${one.to.name} »`,
      onclick: (event) => (one.required.length ? askFields(issue, one, event.target) : act(issue.key, "transition", { transition: one.id })),
    }, one.name)));
}

/** The screen of a transition that asks for something, under its button. */
function askFields(issue, transition, button) {
  const controls = transition.required.map((field) => [field, field.options.length
    ? h("select", { required: true, id: `ask-${field.id}` }, field.options.map((option) => h("option", { value: option.id }, option.name)))
    : h("input", { required: true, id: `ask-${field.id}` })]);
  const form = h("form", { class: "ask", data: { ask: transition.id }, onsubmit: async (event) => {
    event.preventDefault();
    form.remove();
    const fields = Object.fromEntries(controls.map(([field, node]) => [field.id, field.options.length ? { id: node.value } : node.value]));
    await act(issue.key, "transition", { transition: transition.id, fields });
  } }, controls.map(([field, node]) => h("label", {}, NAMES[field.id] ?? field.name, node)),
  h("button", { type: "submit", class: "button primary" }, transition.name),
  h("button", { type: "button", class: "button", onclick: () => form.remove() }, "Annuler"));
  $(".ask", drawer)?.remove();
  button.closest(".gestures").after(form);
  $("select, input", form).focus();
}

function facts(issue) {
  const can = Boolean(state.person.jira);
  const assignee = h("select", { id: "assignee", disabled: !can, data: { key: "assignee" }, onchange: (event) => act(issue.key, "assign", { account: event.target.value || null }) },
    h("option", { value: "" }, "Personne"), state.site.people.map((one) => h("option", { value: one.accountId }, one.name)));
  assignee.value = issue.assignee?.accountId ?? "";
  const priority = h("select", { id: "priority", disabled: !can, data: { key: "priority" }, onchange: (event) => act(issue.key, "edit", { fields: { priority: { id: event.target.value } } }) },
    state.site.priorities.map((one) => h("option", { value: one.id }, one.name)));
  priority.value = issue.priority?.id ?? "";
  const rows = [
    ["Responsable", assignee, "assignee"], ["Priorité", priority, "priority"],
    ["Rapporteur", issue.reporter?.name], ["Résolution", issue.resolution?.name], ["Étiquettes", issue.labels.join(", ")],
    ["Créé", say("full", jiraInstant(issue.created))], ["Modifié", say("full", jiraInstant(issue.updated))],
    ...issue.custom.map((field) => [field.name, shown(field)]),
  ].filter(([, value]) => value);
  return h("dl", { class: "facts" }, rows.map(([name, value, id]) => [h("dt", {}, id ? h("label", { for: id }, name) : name), h("dd", {}, value)]));
}

const FORMATS = { instant: "full", date: "date" };

const shown = ({ kind, value }) => (value && FORMATS[kind] ? say(FORMATS[kind], jiraInstant(value)) : value);

function description(issue) {
  const part = h("section", {}, h("h3", {}, "Description"),
    issue.description ? h("div", { class: "prose" }, issue.description) : h("p", { class: "hint" }, "Aucune description."));
  if (!state.person.jira) return part;
  const summary = h("input", { id: "edit-summary" });
  const text = h("textarea", { id: "edit-description", rows: "5" });
  summary.value = issue.summary;
  text.value = issue.description ?? "";
  part.append(h("details", { class: "edit" }, h("summary", {}, "Modifier"), h("form", { class: "stack", onsubmit: (event) => {
    event.preventDefault();
    event.target.closest("details").open = false;
    act(issue.key, "edit", { fields: { summary: summary.value, description: text.value } });
  } }, h("label", { for: "edit-summary" }, "Titre"), summary, h("label", { for: "edit-description" }, "Description"), text,
  h("button", { type: "submit", class: "button" }, "Enregistrer"))));
  return part;
}

function attachments(issue) {
  if (!issue.attachments.length) return null;
  return h("section", {}, h("h3", {}, `Pièces jointes (${issue.attachments.length})`),
    h("ul", { class: "attachments" }, issue.attachments.map((one) =>
      h("li", {}, h("a", { href: `/ui/jira/attachments/${one.id}`, target: "_blank", rel: "noopener" }, `📎 ${one.filename}`), ` · ${one.author?.name ?? "?"}`))));
}

function comments(issue) {
  const list = issue.comments.map((one) => h("article", { class: "comment" },
    h("p", { class: "message-head" }, h("strong", {}, one.author?.name ?? "?"), h("time", {}, say("full", jiraInstant(one.created)))),
    h("div", { class: "prose" }, one.body)));
  const area = h("textarea", { rows: "2", "aria-label": "Votre commentaire", placeholder: "Ajouter un commentaire", data: { key: "comment" },
    oninput: () => state.drafts.set(issue.key, area.value) });
  area.value = state.drafts.get(issue.key) ?? "";
  const form = state.person.jira && h("form", { class: "stack", id: "comment-form", onsubmit: async (event) => {
    event.preventDefault();
    const text = area.value;
    state.drafts.delete(issue.key);
    area.value = "";
    if (!(await act(issue.key, "comment", { text }))) area.value = text;
  } }, area, h("button", { type: "submit", class: "button" }, "Commenter"));
  return h("section", {}, h("h3", {}, `Commentaires (${issue.comments.length})`), list, form);
}

function history(issue) {
  return h("details", { class: "history", open: drawer.querySelector("details.history")?.open },
    h("summary", {}, `Historique (${issue.history.length})`),
    h("ul", {}, [...issue.history].reverse().map((entry) => h("li", {},
      h("time", {}, say("full", jiraInstant(entry.created))), ` · ${entry.author?.name ?? "?"}`,
      entry.items.map((item) => h("div", {}, `${item.field} : ${dated(item.from)} → ${dated(item.to)}`))))));
}

const WRITTEN = [[/^\d{4}-\d\d-\d\dT/, "full"], [/^\d{4}-\d\d-\d\d$/, "date"]];

/** A text of the history, which may be an instant or a date. */
const dated = (text) => {
  const format = WRITTEN.find(([form]) => form.test(text))?.[1];
  return format ? say(format, jiraInstant(text)) : text ?? "∅";
};

/** The form of a new issue, in the drawer. */
function drawCreation(project) {
  const type = h("select", { id: "new-type" }, project.issueTypes.map((one) => h("option", { value: one.id }, one.name)));
  const summary = h("input", { id: "new-summary", required: true, maxlength: "255" });
  const text = h("textarea", { id: "new-description", rows: "6" });
  const body = state.person.jira
    ? h("form", { class: "stack", id: "new-issue", onsubmit: async (event) => {
      event.preventDefault();
      const fields = { issuetype: { id: type.value }, summary: summary.value, description: text.value };
      const born = await post("jira/issues", { person: state.person.id, project: project.key, fields });
      if (born) location.hash = `jira/${born.key}`;
    } }, h("label", { for: "new-type" }, "Type"), type, h("label", { for: "new-summary" }, "Titre"), summary,
    h("label", { for: "new-description" }, "Description"), text, h("button", { type: "submit", class: "button primary" }, "Créer"))
    : h("p", { class: "notice" }, `${state.person.name} n’a pas de compte Jira.`);
  drawer.replaceChildren(h("header", { class: "modal-head" }, h("h2", { id: "issue-title" }, `Nouveau ticket · ${project.name}`),
    h("button", { type: "button", class: "close", "aria-label": "Fermer", onclick: () => drawer.close() }, "×")),
  h("div", { class: "drawer-body" }, body));
  drawer.showModal();
}

drawer.addEventListener("cancel", (event) => {
  if (!state.open) return;
  event.preventDefault();
  close();
});
