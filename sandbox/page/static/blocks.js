/** Block Kit blocks as DOM nodes. `act(action_id, block_id, value)` is called when someone uses an element. */

import { $, h, legible } from "./dom.js";
import { field } from "./fields.js";
import { link, mrkdwn, plainText, richText } from "./mrkdwn.js";

/** A text object. */
export const words = (text) => (text.type === "mrkdwn" ? mrkdwn(text.text) : plainLines(text.text));

const plainLines = (text) =>
  plainText(text).split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));

const BLOCKS = {
  header: (block) => h("h3", { class: "block-header" }, plainText(block.text.text)),
  divider: () => h("hr"),
  rich_text: richText,
  markdown: (block) => h("div", {}, mrkdwn(block.text.replaceAll("**", "*"))),
  image: (block) =>
    h("figure", {}, block.title && h("figcaption", {}, plainText(block.title.text)), picture(block)),
  context: (block) =>
    h("div", { class: "block-context" }, block.elements.map((one) =>
      one.type === "image" ? picture(one) : h("span", {}, words(one)))),
  section: (block, act) =>
    h("div", { class: `block-section${block.accessory ? " with-accessory" : ""}` },
      h("div", { class: "section-words" },
        block.text && h("div", {}, words(block.text)),
        block.fields && h("div", { class: "fields" }, block.fields.map((one) => h("div", {}, words(one))))),
      block.accessory && h("div", { class: "accessory" }, element(block.accessory, block, act))),
  actions: (block, act) =>
    h("div", { class: "block-actions" }, block.elements.map((one) => element(one, block, act))),
  table: (block) =>
    h("div", { class: "table-scroll" }, h("table", {}, block.rows.map((row) => h("tr", {}, row.map((cell) =>
      h("td", {}, cell.type === "rich_text" ? richText(cell) : String(cell.text ?? ""))))))),
};

/** The blocks of a message, of a modal or of a home. */
export const render = (blocks, act) =>
  blocks.map((block) => {
    const draw = BLOCKS[block.type];
    const node = draw ? draw(block, act) : h("p", { class: "hint" }, `(bloc « ${block.type} » non affiché)`);
    node.dataset.block = block.block_id ?? "";
    return node;
  });

const picture = (image) =>
  h("img", { src: image.image_url ?? "", alt: image.alt_text, title: image.alt_text, loading: "lazy" });

const key = (block, one, extra = "") => `${block.block_id}/${one.action_id}${extra}`;

/** An interactive element outside an input block: it acts as soon as it is used. */
export function element(one, block, act) {
  if (one.type === "image") return picture(one);
  if (one.type === "button") return button(one, block, act);
  if (one.type === "overflow") return overflow(one, block, act);
  const control = field(one, `${block.block_id}-${one.action_id}`, one.placeholder?.text ?? "Choisir");
  control.node.dataset.action = one.action_id;
  control.node.addEventListener("change", () => act(one.action_id, block.block_id, control.read()));
  return control.node;
}

function button(one, block, act) {
  const node = h("button", {
    type: "button",
    class: `button ${one.style ?? ""}`,
    "aria-label": one.accessibility_label,
    data: { action: one.action_id, key: key(block, one), value: one.value ?? "" },
    onclick: async () => {
      if (one.confirm && !(await confirmed(one.confirm))) return;
      node.disabled = true;
      try {
        await act(one.action_id, block.block_id, one.value ?? null);
      } finally {
        node.disabled = false;
      }
    },
  }, plainText(one.text.text));
  if (!one.url) return node;
  return h("span", { class: "with-link" }, node, link(one.url, "ouvrir ↗"));
}

function overflow(one, block, act) {
  const menu = h("div", { class: "menu", role: "menu", hidden: true }, one.options.map((option) =>
    h("button", {
      type: "button",
      role: "menuitem",
      data: { action: one.action_id, value: option.value },
      onclick: async () => {
        menu.hidden = true;
        if (one.confirm && !(await confirmed(one.confirm))) return;
        act(one.action_id, block.block_id, option.value);
      },
    }, plainText(option.text.text))));
  const toggle = h("button", {
    type: "button", class: "button more", "aria-label": "Autres actions", "aria-haspopup": "menu",
    data: { key: key(block, one, "/more"), overflow: one.action_id },
    onclick: () => { menu.hidden = !menu.hidden; if (!menu.hidden) $("button", menu).focus(); },
  }, "⋯");
  const holder = h("span", {
    class: "overflow",
    onkeydown: (event) => {
      if (event.key === "Escape") { menu.hidden = true; toggle.focus(); }
    },
    onfocusout: (event) => { if (!holder.contains(event.relatedTarget)) menu.hidden = true; },
  }, toggle, menu);
  return holder;
}

/** Slack's confirmation dialog; resolves to what the person chose. */
function confirmed(confirm) {
  const dialog = $("#confirm");
  return new Promise((resolve) => {
    const answer = (yes) => { dialog.close(); resolve(yes); };
    dialog.replaceChildren(
      h("header", { class: "modal-head" }, h("h2", { id: "confirm-title" }, confirm.title?.text ?? "Confirmer")),
      h("div", { class: "modal-body" }, h("div", {}, words(confirm.text))),
      h("footer", { class: "modal-foot" },
        h("button", { type: "button", class: "button", onclick: () => answer(false) }, confirm.deny?.text ?? "Annuler"),
        h("button", { type: "button", class: `button ${confirm.style === "danger" ? "danger" : "primary"}`,
          data: { confirm: "yes" }, onclick: () => answer(true) }, confirm.confirm?.text ?? "Confirmer")),
    );
    legible(dialog);
    dialog.oncancel = () => resolve(false);
    dialog.showModal();
  });
}
