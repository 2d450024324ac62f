/** The modal in front of the person, as a dialog: what is typed survives an update, errors stand under their field. */

import { $, h, redraw } from "./dom.js";
import { post, upload } from "./api.js";
import { render } from "./blocks.js";
import { field, uploads } from "./fields.js";
import { plainText } from "./mrkdwn.js";

const dialog = $("#modal");
let shown = null;
let controls = new Map();

/** Show this view (or none) to the person. */
export function showModal(view, person) {
  if (!view) {
    shown = null;
    if (dialog.open) dialog.close();
    return;
  }
  const typed = shown?.id === view.id ? values() : {};
  const same = shown?.id === view.id && shown.hash === view.hash && shown.person === person;
  shown = { ...view, person };
  if (!same) draw(typed);
  tellErrors();
  if (!dialog.open) {
    dialog.showModal();
    $("input, textarea, select", dialog)?.focus();
  }
}

/** Everything typed so far, `{block_id: {action_id: raw}}`. */
function values() {
  const typed = {};
  for (const { block, action, control } of controls.values()) (typed[block] ??= {})[action] = control.read();
  return typed;
}

function draw(typed) {
  controls = new Map();
  const form = h("form", { class: "modal-form", novalidate: true, onsubmit: send },
    h("header", { class: "modal-head" },
      h("h2", { id: "modal-title" }, plainText(shown.title.text)),
      h("button", { type: "button", class: "close", "aria-label": "Fermer", onclick: close }, "×")),
    h("div", { class: "modal-body" },
      h("p", { class: "failure", role: "alert", hidden: true }),
      shown.blocks.map((block) => (block.type === "input" ? input(block) : render([block], act)))),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: close },
        plainText(shown.close?.text ?? (shown.depth > 1 ? "Retour" : "Annuler"))),
      shown.submit && h("button", { type: "submit", class: "button primary" }, plainText(shown.submit.text))));
  redraw(dialog, form);
  for (const { block, action, control } of controls.values()) {
    if (typed[block] && action in typed[block]) control.write(typed[block][action]);
  }
}

function input(block) {
  const { element } = block;
  const id = `field-${block.block_id}`;
  const control = field(element, id, element.placeholder?.text ?? "");
  controls.set(block.block_id, { block: block.block_id, action: element.action_id, control });
  control.node.dataset.action = element.action_id;
  control.node.setAttribute("aria-describedby", `${id}-error`);
  if (block.dispatch_action) {
    control.node.addEventListener("change", () => act(element.action_id, block.block_id, control.read()));
  }
  const grouped = control.node.classList.contains("ticks");
  const label = [plainText(block.label.text), block.optional && h("span", { class: "optional" }, " (facultatif)")];
  if (grouped) control.node.setAttribute("aria-labelledby", `${id}-label`);
  return h("div", { class: "input", data: { block: block.block_id } },
    grouped ? h("div", { class: "label", id: `${id}-label` }, label) : h("label", { class: "label", for: id }, label),
    control.node,
    block.hint && h("p", { class: "hint" }, plainText(block.hint.text)),
    h("p", { class: "error", id: `${id}-error`, role: "alert" }));
}

function tellErrors() {
  for (const holder of dialog.querySelectorAll(".input")) {
    const said = shown.errors[holder.dataset.block] ?? "";
    holder.classList.toggle("wrong", Boolean(said));
    $(".error", holder).textContent = said;
  }
  const failure = $(".failure", dialog);
  failure.hidden = !shown.failure;
  failure.textContent = shown.failure ? `Une erreur s’est produite (${shown.failure}). Réessayez.` : "";
  $(".wrong input, .wrong textarea, .wrong select", dialog)?.focus();
}

async function send(event) {
  event.preventDefault();
  const submit = $("[type=submit]", dialog);
  submit.disabled = true;
  try {
    await post("slack/submit", { person: shown.person, view_id: shown.id, values: values() });
  } finally {
    submit.disabled = false;
  }
}

const act = (action_id, block_id, value) =>
  post("slack/press-view", { person: shown.person, view_id: shown.id, action_id, block_id, value, values: values() });

const close = () => post("slack/close", { person: shown.person, view_id: shown.id });

uploads((file) => upload(shown.person, file));

dialog.addEventListener("cancel", (event) => {
  event.preventDefault();
  close();
});
