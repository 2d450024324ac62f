/** Slack's mrkdwn as DOM nodes; mentions become names, a few emoji names become emoji, links stay harmless. */

import { h, instant, say } from "./dom.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", red_circle: "🔴",
  large_orange_circle: "🟠", orange_circle: "🟠", large_yellow_circle: "🟡", yellow_circle: "🟡", large_green_circle: "🟢",
  green_circle: "🟢", large_blue_circle: "🔵", blue_circle: "🔵", white_circle: "⚪", black_circle: "⚫", hourglass: "⌛",
  hourglass_flowing_sand: "⏳", alarm_clock: "⏰", stopwatch: "⏱️", pause_button: "⏸️", double_vertical_bar: "⏸️",
  arrow_forward: "▶️", arrow_right: "➡️", lock: "🔒", closed_lock_with_key: "🔐", shield: "🛡️", bell: "🔔",
  no_bell: "🔕", eyes: "👀", wave: "👋", tada: "🎉", rocket: "🚀", wrench: "🔧", hammer_and_wrench: "🛠️", bug: "🐛",
  memo: "📝", clipboard: "📋", calendar: "📅", date: "📅", email: "📧", envelope: "✉️", bar_chart: "📊", mag: "🔍",
  link: "🔗", speech_balloon: "💬", question: "❓", exclamation: "❗", information_source: "ℹ️", bulb: "💡", star: "⭐",
  thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", pray: "🙏", raised_hands: "🙌", fire: "🔥", gear: "⚙️",
  moneybag: "💰", package: "📦", construction: "🚧", no_entry: "⛔", white_large_square: "⬜", sparkles: "✨", zap: "⚡",
};
export const emoji = (name) => EMOJI[name] ?? `:${name}:`;

const cast = { names: {}, channels: {} };

/** Whom the identifiers stand for. */
export function knows(names, channels) {
  Object.assign(cast, { names, channels });
}

const plain = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const INLINE = new RegExp(
  [
    "<(?<token>[^<>\\n]+)>",
    "`(?<code>[^`\\n]+)`",
    "(?<![\\p{L}\\p{N}*])\\*(?=\\S)(?<bold>[^*\\n]*?\\S)\\*(?![\\p{L}\\p{N}*])",
    "(?<![\\p{L}\\p{N}_])_(?=\\S)(?<italic>[^_\\n]*?\\S)_(?![\\p{L}\\p{N}_])",
    "(?<![\\p{L}\\p{N}~])~(?=\\S)(?<strike>[^~\\n]*?\\S)~(?![\\p{L}\\p{N}~])",
    ":(?<emoji>[a-z0-9_+-]+):",
    "(?<line>\\n)",
  ].join("|"),
  "gu",
);

/** A whole text: preformatted parts, quotes, then inline marks. */
export function mrkdwn(text) {
  return String(text)
    .split(/```\n?([\s\S]*?)```/)
    .flatMap((part, place) => (place % 2 ? [h("pre", {}, plain(part.replace(/\n$/, "")))] : quoted(part)));
}

/** A text without marks, but with its emoji. */
export const plainText = (text) =>
  String(text).replace(/:([a-z0-9_+-]+):/g, (whole, name) => EMOJI[name] ?? whole);

function quoted(text) {
  const nodes = [];
  for (const group of text.split(/((?:^(?:&gt;|>)(?!@).*(?:\n|$))+)/m)) {
    if (!group) continue;
    if (/^(?:&gt;|>)/.test(group)) {
      nodes.push(h("blockquote", {}, inline(group.replace(/^(?:&gt;|>) ?/gm, "").replace(/\n$/, ""))));
    } else nodes.push(...inline(group));
  }
  return nodes;
}

function inline(text) {
  const nodes = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) nodes.push(plain(text.slice(from, match.index)));
    nodes.push(mark(match));
    from = match.index + match[0].length;
  }
  if (from < text.length) nodes.push(plain(text.slice(from)));
  return nodes;
}

function mark({ 0: whole, groups }) {
  if (groups.token) return token(groups.token);
  if (groups.code) return h("code", {}, plain(groups.code));
  if (groups.bold) return h("strong", {}, inline(groups.bold));
  if (groups.italic) return h("em", {}, inline(groups.italic));
  if (groups.strike) return h("s", {}, inline(groups.strike));
  if (groups.line) return h("br");
  return EMOJI[groups.emoji] ?? whole;
}

function token(content) {
  const bar = content.indexOf("|");
  const [target, label] = bar < 0 ? [content, ""] : [content.slice(0, bar), content.slice(bar + 1)];
  if (target.startsWith("@")) return person(target.slice(1), label);
  if (target.startsWith("#")) return mention(`#${cast.channels[target.slice(1)] ?? (label || target.slice(1))}`);
  if (target.startsWith("!date^")) return when(target, label);
  if (target.startsWith("!")) return mention(`@${label || target.slice(1).split("^")[0]}`);
  return link(plain(target), label ? plain(label) : null);
}

const person = (id, label) => mention(`@${(cast.names[id] ?? (label || id)).replace(/ \(.*\)$/, "")}`, cast.names[id]);
const mention = (name, title) => h("span", { class: "mention", title }, name);

/** A link that opens elsewhere; those to the sandbox itself are followed within the page. */
export function link(url, label) {
  if (!/^(https?:|mailto:)/i.test(url)) return label ?? url;
  const inside = url.startsWith(`${location.origin}/`) && innerWay(url.slice(location.origin.length));
  if (inside) return h("a", { href: inside }, label ?? url);
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, label ?? url);
}

function innerWay(path) {
  const issue = /^\/jira\/browse\/([A-Z]+-\d+)$/.exec(path);
  const message = /^\/archives\/(\w+)\/p(\d{10})(\d+)/.exec(path);
  if (issue) return `#jira/${issue[1]}`;
  return message ? `#slack/${message[1]}/${message[2]}.${message[3]}` : null;
}

/** `<!date^seconds^{date_short} {time}|fallback>`. */
function when(target, label) {
  const [, seconds, format = ""] = target.split("^");
  const date = instant(seconds);
  if (Number.isNaN(date.getTime())) return label;
  const words = format.replace(/\{(\w+)\}/g, (_, part) => (part.startsWith("time") ? say("time", date) : say("day", date)));
  return h("time", { datetime: date.toISOString() }, words || label);
}

/** A rich_text block. */
export function richText(block) {
  return h("div", { class: "rich" }, (block.elements ?? []).map(richPart));
}

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

function richPart(part) {
  const inside = () => (part.elements ?? []).map(richPart);
  switch (part.type) {
    case "rich_text_section": return h("div", {}, inside());
    case "rich_text_quote": return h("blockquote", {}, inside());
    case "rich_text_preformatted": return h("pre", {}, inside());
    case "rich_text_list":
      return h(part.style === "ordered" ? "ol" : "ul", {}, (part.elements ?? []).map((one) => h("li", {}, richPart(one))));
    case "link": return link(part.url, part.text ?? null);
    case "emoji": return emoji(part.name);
    case "user": return person(part.user_id);
    case "channel": return mention(`#${cast.channels[part.channel_id] ?? part.channel_id}`);
    case "broadcast": return mention(`@${part.range}`);
    case "date": return say("full", new Date(part.timestamp * 1000));
    default: return styled(part);
  }
}

function styled(part) {
  const lines = String(part.text ?? "").split("\n").flatMap((line, place) => (place ? [h("br"), line] : [line]));
  return Object.keys(STYLES).reduce(
    (nodes, name) => (part.style?.[name] ? [h(STYLES[name], {}, nodes)] : nodes), lines,
  );
}
