/** Small tools to build the page: every text goes through text nodes, so that nothing said can become markup. */

/** An element with its properties and children; `on…` are listeners, `data` the data-* attributes. */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "class") node.className = value;
    else if (name in node && typeof value !== "string") node[name] = value;
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (selector, within = document) => within.querySelector(selector);

const ZONE = { timeZone: "Europe/Paris" };
const formats = {
  time: new Intl.DateTimeFormat("fr-FR", { ...ZONE, hour: "2-digit", minute: "2-digit" }),
  day: new Intl.DateTimeFormat("fr-FR", { ...ZONE, weekday: "long", day: "numeric", month: "long" }),
  date: new Intl.DateTimeFormat("fr-FR", { ...ZONE, dateStyle: "medium" }),
  full: new Intl.DateTimeFormat("fr-FR", { ...ZONE, dateStyle: "medium", timeStyle: "short" }),
  clock: new Intl.DateTimeFormat("fr-FR", {
    ...ZONE, weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit",
  }),
  wall: new Intl.DateTimeFormat("en-CA", {
    ...ZONE, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }),
};

/** An instant in French, Paris time. */
export const say = (format, date) => formats[format].format(date);

/** What a `datetime-local` input holds for an instant in Unix seconds: the date and hour on a wall in Paris. */
export function wallAt(seconds) {
  const parts = Object.fromEntries(
    formats.wall.formatToParts(new Date(seconds * 1000)).map((part) => [part.type, part.value]));
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
}

/** The instant, in Unix seconds, at which that wall shows this. */
export function secondsAt(wall) {
  const read = (text) => Date.parse(`${text}Z`) / 1000;
  const ahead = (seconds) => read(wallAt(seconds)) - Math.floor(seconds / 60) * 60;
  const near = read(wall) - ahead(read(wall));
  return read(wall) - ahead(near);
}

/** The instant of a Slack `ts`. */
export const instant = (ts) => new Date(parseFloat(ts) * 1000);

/** The instant of one of Jira's strings, whose offset has no colon. */
export const jiraInstant = (text) => new Date(text.replace(/([+-]\d\d)(\d\d)$/, "$1:$2"));

/** A short message that goes away by itself. */
export function toast(text, kind = "info") {
  for (const earlier of document.querySelectorAll(`.toast.${kind}`)) earlier.remove();
  const node = h("div", { class: `toast ${kind}` }, text);
  $("#toasts").append(node);
  setTimeout(() => node.remove(), kind === "error" ? 8000 : 4000);
}

/** The initials of a role's name, for an avatar. */
export function initials(name) {
  const words = name.replace(/\(.*\)/, "").trim().split(/\s+/).filter((word) => !/^d[eu']$/i.test(word));
  return (words.length > 1 ? words[0][0] + words[1][0] : words[0].slice(0, 2)).toUpperCase();
}

/** A padlock, for what is private. */
export function lock() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  for (const [name, value] of Object.entries({ viewBox: "0 0 16 16", class: "lock", role: "img", "aria-label": "privé" })) svg.setAttribute(name, value);
  path.setAttribute("d", "M8 1a3.5 3.5 0 0 0-3.5 3.5V7H4a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1V8a1 1 0 0 0-1-1h-.5V4.5A3.5 3.5 0 0 0 8 1m2 6H6V4.5a2 2 0 1 1 4 0z");
  svg.append(path);
  return svg;
}

/** Redraw a container and give the focus back to the element that bore the same `data-key`. */
export function redraw(container, ...nodes) {
  const active = container.contains(document.activeElement) ? document.activeElement : null;
  const key = active?.dataset.key;
  const caret = active?.tagName === "TEXTAREA" ? [active.selectionStart, active.selectionEnd] : null;
  container.replaceChildren(...nodes.flat(Infinity).filter(Boolean));
  legible(container);
  const again = key && container.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (again) again.focus({ preventScroll: true });
  if (again && caret) again.setSelectionRange(...caret);
}

const DISCS = { "🔴": "#c9362b", "🟠": "#e07b16", "🟡": "#d8ad28", "🟢": "#37935a", "🔵": "#2f72c4", "🟣": "#8155b5", "⚪": "#aab4bd", "⚫": "#222" };
const SIGNS = {
  "⏸": "❚❚", "⏳": "◷", "⌛": "◷", "⏰": "◷", "⏱": "◷", "✅": "✔", "❌": "✘", "🚨": "⚠", "🔔": "◉", "🔒": "⚑", "🔐": "⚑",
  "🛡": "⚑", "👀": "◉", "📝": "✎", "📋": "✎", "📧": "✉", "💬": "❝", "🎉": "★", "⭐": "★", "🚀": "➚", "🔧": "⚒", "🛠": "⚒",
  "🐛": "✱", "📊": "▤", "📅": "▦", "🔍": "⌕", "🔥": "▲", "👍": "✔", "👎": "✘", "💡": "✦", "✨": "✦", "🔗": "↗", "📦": "▣",
  "🔼": "▲", "⏫": "▲", "🔽": "▼", "🟥": "■", "🟧": "■", "🟨": "■", "🟩": "■", "📎": "◊", "✋": "☝", "🎫": "◊", "🏷": "◊", "👌": "✔", "📄": "▤", "📣": "»", "🔎": "⌕", "🙋": "☻", "🧪": "⚗", "🧰": "⚒", "🩹": "✚",
  "👉": "☞", "👤": "☻", "👥": "☻", "👁": "◉", "🗓": "▦", "🏁": "⚑", "🔁": "↻", "🔄": "↻", "🎯": "◎", "🆕": "✦", "⛔": "✘", "👋": "", "🙏": "", "⏩": "»",
};
const PICTURED = new RegExp(`(${[...Object.keys(DISCS), ...Object.keys(SIGNS)].join("|")})\\uFE0F?`, "gu");

/** Whether this machine has a font that draws emoji: many bare Linux ones have none. */
const drawsEmoji = (() => {
  const context = Object.assign(document.createElement("canvas"), { width: 24, height: 24 }).getContext("2d");
  context.font = "18px sans-serif";
  context.fillText("🟠", 0, 20);
  const { data } = context.getImageData(0, 0, 24, 24);
  return data.some((value, place) => place % 4 === 0 && value !== data[place + 2]);
})();

/** Where emoji cannot be drawn, put plain signs in their place. */
export function legible(root) {
  if (drawsEmoji) return;
  const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) if (texts.currentNode.data.search(PICTURED) >= 0) found.push(texts.currentNode);
  for (const node of found) {
    node.replaceWith(...node.data.split(PICTURED).map((part) =>
      (DISCS[part] ? h("span", { class: "disc", style: `background:${DISCS[part]}`, title: part }) : SIGNS[part] ?? part)));
  }
}
