/** Slack as one person sees it: rooms, messages with their threads, the composer and the app's page. */

import { $, h, initials, instant, lock, redraw, say } from "./dom.js";
import { post, upload } from "./api.js";
import { render } from "./blocks.js";
import { showModal } from "./modal.js";
import { emoji, mrkdwn } from "./mrkdwn.js";

const state = { seen: null, person: "", room: "C0BOUTIQUE", tab: "messages", names: {}, target: null };
const narrow = matchMedia("(max-width: 719px)");
const unfolded = new Set();
const drafts = new Map();

const room = () => state.seen?.rooms.find((one) => one.id === state.room) ?? state.seen?.rooms[0];
const isHome = () => room()?.kind === "im" && state.tab === "home";

/** Draw what the person sees. */
export function showSlack(seen, person, names) {
  if (state.person !== person) unfolded.clear();
  Object.assign(state, { seen, person, names });
  if (room()) state.room = room().id;
  drawRooms();
  drawRoom();
  showModal(seen.modal, person);
}

/** Go to a room, and to one of its messages. */
export function goTo(id, ts = null) {
  state.room = id;
  state.target = ts;
  state.tab = "messages";
  if (state.seen) {
    drawRooms();
    drawRoom(true);
  }
}

/** Put a text in the composer, for the person to send. */
export function prefill(text) {
  const area = $("#composer-text");
  area.value = text;
  grow();
  area.focus();
}

export const currentRoom = () => state.room;

function drawRooms() {
  const groups = [
    ["Canaux", state.seen.rooms.filter((one) => one.kind === "channel")],
    ["Groupes", state.seen.rooms.filter((one) => one.kind === "mpim")],
    ["Application", state.seen.rooms.filter((one) => one.kind === "im")],
  ].filter(([, rooms]) => rooms.length);
  redraw($("#rooms"), groups.map(([title, rooms]) => h("div", { class: "room-group" },
    h("h2", {}, title),
    rooms.map(roomButton))), shortcuts());
}

function roomButton(one) {
  const sign = one.kind === "channel" ? (one.private ? lock() : "#") : "◆";
  return h("button", {
    type: "button",
    class: `room${one.unread ? " unread" : ""}`,
    "aria-current": one.id === state.room ? "true" : undefined,
    data: { room: one.id, key: `room-${one.id}` },
    onclick: () => { location.hash = `slack/${one.id}`; },
  }, h("span", { class: "sign", "aria-hidden": "true" }, sign), h("span", { class: "room-name" }, one.name),
  one.unread > 0 && h("span", { class: "badge", title: `${one.unread} non lus` }, String(one.unread)));
}

function shortcuts() {
  const offered = state.seen.shortcuts.filter((one) => !one.on_message);
  return offered.length > 0 && h("div", { class: "room-group" }, h("h2", {}, "Raccourcis"), offered.map((one) =>
    h("button", { type: "button", class: "room", data: { shortcut: one.callback_id },
      onclick: () => post("slack/shortcut", { person: state.person, callback_id: one.callback_id }) },
    h("span", { class: "sign", "aria-hidden": "true" }, "»"), h("span", { class: "room-name" }, one.name))));
}

function drawRoom(moved = false) {
  const here = room();
  const list = $("#messages");
  const atEnd = moved || list.scrollHeight - list.scrollTop - list.clientHeight < 80 || list.dataset.room !== here.id;
  redraw($("#room-head"), headOf(here));
  list.classList.toggle("home", isHome());
  redraw(list, isHome() ? homeOf() : messagesOf(here));
  list.dataset.room = here.id;
  $("#composer").hidden = isHome();
  $("#composer-text").placeholder = narrow.matches ? "Écrire…" : here.kind === "channel" ? `Écrire dans #${here.name}` : `Écrire à ${here.name}`;
  $("#composer-hint").textContent = `Entrée envoie. Commande de Vigie : ${state.seen.commands.join(", ")}, par exemple « ${state.seen.commands[0]} bloquante ».`;
  if (state.target) reveal(list);
  else if (isHome() && moved) list.scrollTop = 0;
  else if (!isHome() && atEnd) list.scrollTop = list.scrollHeight;
  markRead(here);
}

function headOf(here) {
  const others = here.members.map((id) => state.names[id]).filter(Boolean);
  const title = h("div", { class: "room-title" },
    h("h1", {}, here.kind === "channel" ? [here.private ? lock() : "#", here.name] : here.name),
    h("p", { title: others.join("\n") }, here.kind === "channel" ? `${others.length} membres${here.private ? " · privé" : ""}` : "Message direct"));
  if (here.kind !== "im") return title;
  const tab = (name, label) => h("button", {
    type: "button", class: "subtab", "aria-current": state.tab === name ? "true" : undefined,
    data: { appTab: name, key: `tab-${name}` }, onclick: () => openTab(name),
  }, label);
  return [title, h("div", { class: "subtabs" }, tab("home", "Accueil"), tab("messages", "Messages"))];
}

async function openTab(name) {
  state.tab = name;
  drawRoom(true);
  await post("slack/home", { person: state.person, tab: name });
}

function homeOf() {
  const home = state.seen.home;
  if (!home) return h("p", { class: "empty" }, "Vigie n’a encore rien publié ici.");
  const act = (action_id, block_id, value) =>
    post("slack/press-view", { person: state.person, view_id: home.id, action_id, block_id, value });
  return h("div", { class: "home-view", data: { view: home.id } }, render(home.blocks, act));
}

function messagesOf(here) {
  const roots = here.messages.filter((one) => !one.thread_ts || one.thread_ts === one.ts || orphan(here, one));
  if (!roots.length) return h("p", { class: "empty" }, "Rien n’a encore été dit ici.");
  let day = "";
  let previous = null;
  return roots.flatMap((one) => {
    const today = say("day", instant(one.ts));
    const separator = today !== day && h("div", { class: "day", role: "separator" }, h("span", {}, today));
    const close = !separator && previous?.user === one.user && !previous.only_you === !one.only_you
      && parseFloat(one.ts) - parseFloat(previous.ts) < 300 && !one.blocks && !previous.blocks;
    day = today;
    previous = one;
    return [separator, messageOf(here, one, close), threadOf(here, one)];
  });
}

const orphan = (here, one) => !here.messages.some((root) => root.ts === one.thread_ts);

function messageOf(here, one, close = false) {
  const name = state.names[one.user] ?? "Slack";
  const isApp = one.user === "U0VIGIE" || !(one.user in state.names);
  const act = (action_id, block_id, value) =>
    post("slack/press", { person: state.person, channel: here.id, ts: one.ts, action_id, block_id, value });
  const classes = ["message", close && "close-to", one.only_you && "only-you", one.calls_you && "calls-you"];
  return h("article", { class: classes.filter(Boolean).join(" "), data: { ts: one.ts } },
    h("div", { class: `avatar${isApp ? " app" : ""}`, data: { who: one.user }, "aria-hidden": "true" }, isApp ? "◆" : initials(name)),
    h("div", { class: "message-body" },
      one.only_you && h("p", { class: "only-you-note" }, "Visible par vous uniquement"),
      h("p", { class: "message-head" }, h("strong", {}, name), isApp && h("span", { class: "app-tag" }, "APP"),
        h("time", { datetime: instant(one.ts).toISOString(), title: say("full", instant(one.ts)) }, say("time", instant(one.ts)))),
      h("div", { class: "words" }, one.blocks?.length ? render(one.blocks, act) : h("div", {}, mrkdwn(one.text)),
        one.edited && h("span", { class: "edited" }, "(modifié)")),
      one.files && h("ul", { class: "attachments" }, one.files.map((file) => h("li", {}, shownFile(file)))),
      one.attachments && one.attachments.map((shown) => h("div", { class: "unfurl", data: { unfurl: shown.from_url } }, render(shown.blocks, act))),
      one.reactions && h("p", { class: "reactions" }, one.reactions.map((reaction) =>
        h("span", {}, `${emoji(reaction.name)} ${reaction.count}`))),
      messageTools(here, one)));
}

/** A picture as Slack shows it; any other file by its name. */
function shownFile(file) {
  if (!file.mimetype?.startsWith("image/")) return `📎 ${file.name ?? "fichier supprimé"}`;
  const address = `/ui/slack/files/${file.id}?person=${encodeURIComponent(state.person)}`;
  return h("a", { href: address, target: "_blank", rel: "noopener" }, file.name, h("img", { class: "picture", src: address, alt: "" }));
}

function messageTools(here, one) {
  if (one.only_you || one.subtype) return null;
  const reply = !one.thread_ts && h("button", { type: "button", class: "link", data: { reply: one.ts, key: `reply-${one.ts}` },
    onclick: () => { unfolded.add(one.ts); drawRoom(); $(`[data-key="draft-${one.ts}"]`)?.focus(); } }, "Répondre dans le fil");
  const offered = state.seen.shortcuts.filter((shortcut) => shortcut.on_message).map((shortcut) =>
    h("button", { type: "button", class: "link", data: { shortcut: shortcut.callback_id },
      onclick: () => post("slack/shortcut", { person: state.person, channel: here.id, ts: one.ts, callback_id: shortcut.callback_id }) },
    `» ${shortcut.name}`));
  return (reply || offered.length > 0) && h("p", { class: "tools" }, reply, offered);
}

function threadOf(here, root) {
  const replies = here.messages.filter((one) => one.thread_ts === root.ts && one.ts !== root.ts);
  const open = unfolded.has(root.ts);
  if (!replies.length && !open) return null;
  const count = replies.length === 1 ? "1 réponse" : `${replies.length} réponses`;
  const toggle = h("button", {
    type: "button", class: "thread-toggle", "aria-expanded": String(open), data: { thread: root.ts, key: `thread-${root.ts}` },
    onclick: () => { open ? unfolded.delete(root.ts) : unfolded.add(root.ts); drawRoom(); },
  }, `${open ? "▾" : "▸"} ${count}`, replies.length > 0 && !open && h("span", {}, ` · dernière à ${say("time", instant(replies.at(-1).ts))}`));
  return h("div", { class: "thread" }, toggle, open && replies.map((one) => messageOf(here, one)), open && replyForm(here, root));
}

function replyForm(here, root) {
  const area = h("textarea", {
    rows: "1", placeholder: "Répondre dans le fil", "aria-label": "Répondre dans le fil", data: { key: `draft-${root.ts}` },
    oninput: () => drafts.set(root.ts, area.value),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    },
  });
  area.value = drafts.get(root.ts) ?? "";
  const form = h("form", { class: "reply", onsubmit: async (event) => {
    event.preventDefault();
    if (!area.value.trim()) return;
    const text = area.value;
    const sent = await post("slack/say", { person: state.person, channel: here.id, text, thread_ts: root.ts });
    if (!sent) return;
    drafts.delete(root.ts);
    drawRoom();
  } }, area, h("button", { type: "submit", class: "button" }, "Répondre"));
  return form;
}

function reveal(list) {
  const wanted = room().messages.find((one) => one.ts === state.target);
  if (wanted?.thread_ts && !unfolded.has(wanted.thread_ts)) {
    unfolded.add(wanted.thread_ts);
    redraw(list, messagesOf(room()));
  }
  const node = $(`[data-ts="${state.target}"]`, list);
  state.target = null;
  node?.scrollIntoView({ block: "center" });
  node?.classList.add("targeted");
}

function markRead(here) {
  const last = here.messages.at(-1);
  if (!here.unread || !last || document.hidden || $("#panel-slack").hidden || isHome()) return;
  here.unread = 0;
  post("slack/read", { person: state.person, channel: here.id, ts: last.ts });
}

function grow() {
  const area = $("#composer-text");
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 160)}px`;
}

let attached = [];

function tellAttached() {
  const button = $("[for=composer-file] span");
  button.textContent = attached.length ? `+ ${attached.length}` : "+";
  button.title = attached.map((one) => one.name).join(", ");
}

$("#composer-file").addEventListener("change", async (event) => {
  const given = [...event.target.files];
  event.target.value = "";
  const kept = await Promise.all(given.map(async (file) => ({ id: await upload(state.person, file), name: file.name })));
  attached.push(...kept.filter((one) => one.id));
  tellAttached();
});
$("#composer-text").addEventListener("input", grow);
$("#composer-text").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("#composer").requestSubmit();
});
$("#composer").addEventListener("submit", async (event) => {
  event.preventDefault();
  const area = $("#composer-text");
  const text = area.value;
  const files = attached.map((one) => one.id);
  if (!text.trim() && !files.length) return;
  area.value = "";
  attached = [];
  tellAttached();
  grow();
  $("#messages").scrollTop = $("#messages").scrollHeight;
  const sent = await post("slack/say", { person: state.person, channel: room().id, text, files });
  if (!sent && !area.value) prefill(text);
});
document.addEventListener("visibilitychange", () => state.seen && markRead(room()));
