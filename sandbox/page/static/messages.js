/** Every message with sample data, drawn as Slack, the mail and Jira show it, in the language that the address names. */

import { $, h, legible } from "./dom.js";
import { get } from "./api.js";
import { render } from "./blocks.js";

const ROADS = { thread: "Slack, dans un canal", private: "Slack, en privé", mail: "Courriel", jira: "Commentaire Jira", webhook: "Webhook" };
const NAMES = { fr: "Français", en: "English" };

const language = () => new URLSearchParams(location.search).get("language") ?? "fr";

const still = () => undefined;

function words(piece) {
  if (piece.blocks) return h("div", {}, render(piece.blocks, still));
  return h("div", {},
    piece.subject && h("strong", {}, piece.subject),
    h("pre", { class: "mail-text" }, piece.text),
    piece.html && h("details", { ontoggle: (event) => frame(event.target, piece.html) }, h("summary", {}, "Version HTML")));
}

/** The HTML of a mail is loaded once it is asked for, in a frame that may run nothing. */
function frame(details, html) {
  if (!details.open || $("iframe", details)) return;
  const node = h("iframe", { sandbox: "", title: "Courrier en HTML", referrerpolicy: "no-referrer" });
  node.srcdoc = html;
  details.append(node);
}

const sample = (one) =>
  h("article", { class: "sample", data: { say: one.say } },
    h("h2", {}, one.say),
    one.pieces.map((piece) => h("section", { data: { road: piece.road } }, h("h3", {}, ROADS[piece.road]), words(piece))));

async function draw() {
  const spoken = language();
  const { languages, messages } = await get(`messages?language=${encodeURIComponent(spoken)}`);
  $("#languages").replaceChildren(...languages.map((one) => h("button", {
    type: "button", lang: one, data: { language: one }, "aria-current": one === spoken ? "true" : undefined,
    onclick: () => {
      history.pushState(null, "", `?language=${one}`);
      draw();
    },
  }, NAMES[one] ?? one)));
  const none = h("p", { class: "empty" }, "Aucun message à montrer : ouvrez cette page depuis make demo.");
  $("#samples").lang = spoken;
  $("#samples").replaceChildren(...(messages.length ? messages.map(sample) : [none]));
  legible($("#samples"));
}

addEventListener("popstate", draw);
draw();
