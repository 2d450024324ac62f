/** The mails Vigie sent; HTML is shown in a frame that may run nothing. */

import { $, h, redraw, say } from "./dom.js";

const panel = $("#panel-mail");
const state = { mails: [], open: null, seen: Number(localStorage.getItem("mails-seen") ?? 0) };

/** Draw the mailbox; gives the number of mails not looked at yet. */
export function showMail(mails, visible) {
  state.mails = mails;
  if (state.seen > mails.length) state.seen = 0;
  if (visible) {
    state.seen = mails.length;
    localStorage.setItem("mails-seen", String(state.seen));
  }
  draw();
  return mails.length - state.seen;
}

/** Open one mail by its number. */
export function openMail(number) {
  state.open = number;
  draw();
}

function draw() {
  const open = state.mails.find((mail) => mail.number === state.open) ?? null;
  if (panel.dataset.open === String(open?.number) && panel.dataset.count === String(state.mails.length)) return;
  panel.dataset.open = String(open?.number);
  panel.dataset.count = String(state.mails.length);
  panel.classList.toggle("reading", Boolean(open));
  if (!state.mails.length) {
    redraw(panel, h("p", { class: "empty" }, "Aucun courrier pour l’instant. Vigie écrit ici ce que le contrat demande d’envoyer par e-mail."));
    return;
  }
  redraw(panel, h("div", { class: "mail-list", role: "list" }, state.mails.map(row)), h("div", { class: "mail-open" }, open ? reader(open) : h("p", { class: "empty" }, "Choisissez un courrier.")));
}

function row(mail) {
  return h("button", {
    type: "button", role: "listitem", class: "mail-row", "aria-current": mail.number === state.open ? "true" : undefined,
    data: { mail: String(mail.number), key: `mail-${mail.number}` }, onclick: () => { location.hash = `mail/${mail.number}`; },
  }, h("span", { class: "mail-to" }, mail.recipients.join(", ")), h("time", {}, say("full", new Date(mail.received_at))),
  h("strong", {}, mail.subject || "(sans objet)"), h("span", { class: "mail-extract" }, mail.text.slice(0, 120)));
}

function reader(mail) {
  const frame = mail.html && h("iframe", { sandbox: "", title: "Courrier en HTML", referrerpolicy: "no-referrer" });
  if (frame) frame.srcdoc = mail.html;
  return h("article", { class: "mail-article" },
    h("button", { type: "button", class: "button back", onclick: () => { location.hash = "mail"; } }, "← Tous les courriers"),
    h("h2", {}, mail.subject || "(sans objet)"),
    h("dl", { class: "facts" }, h("dt", {}, "De"), h("dd", {}, mail.sender), h("dt", {}, "À"), h("dd", {}, mail.recipients.join(", ")),
      h("dt", {}, "Reçu"), h("dd", {}, say("full", new Date(mail.received_at)))),
    mail.attachments.length > 0 && h("ul", { class: "attachments" }, mail.attachments.map((file) =>
      h("li", {}, `${file.name} (${Math.ceil(file.size / 1024)} Kio)`))),
    frame || h("pre", { class: "mail-text" }, mail.text),
    frame && mail.text && h("details", {}, h("summary", {}, "Version texte"), h("pre", { class: "mail-text" }, mail.text)));
}
