/** The first visit: an anomaly, then its contract's budget, each gesture with a button that prepares it. */

import { $, h, jiraInstant, redraw, say } from "./dom.js";

const panel = $("#panel-guide");
let hidden = localStorage.getItem("guide-hidden") === "yes";
let steps = [];
let prepare = () => {};
let done = [];
let followed = "";

/** Load the steps; `preparing(step)` is what "Faire" does. */
export async function startGuide(preparing) {
  prepare = preparing;
  steps = await (await fetch("guide.json")).json();
  draw();
}

/** Tick what has really happened since the demo `began`: to the anomalies of the site, and by `gestures` in Slack. */
export function tellGuide(site, began, now, gestures) {
  const issues = site.projects.flatMap((project) => project.issues).filter((issue) => new Date(jiraInstant(issue.created)) >= began);
  followed = issues[0]?.key ?? "";
  const happened = issues.flatMap((issue) => [
    { field: "created" },
    ...(say("date", jiraInstant(issue.created)) === say("date", now) ? [] : [{ field: "night" }]),
    ...issue.history.flatMap((entry) => entry.items),
  ]);
  const before = done.join();
  done = steps.map(({ proof }) => (proof.gesture
    ? gestures.some((one) => one.startsWith(proof.gesture))
    : happened.some((one) => one.field === proof.field && (!proof.to || one.to === proof.to))));
  if (done.join() !== before) draw();
}

function draw() {
  document.body.classList.toggle("without-guide", hidden);
  const next = steps.findIndex((_, place) => !done[place]);
  redraw(
    panel,
    h("header", {}, h("h2", {}, "Une anomalie et un budget en " + steps.length + " gestes"),
      h("button", { type: "button", class: "link desk-only", data: { guide: "toggle", key: "guide-toggle" }, "aria-expanded": String(!hidden), onclick: () => {
        hidden = !hidden;
        localStorage.setItem("guide-hidden", hidden ? "yes" : "no");
        draw();
      } }, hidden ? "Guide" : "Masquer")),
    h("ol", {}, steps.map((step, place) => h("li", { class: [done[place] && "done", place === next && "next"].filter(Boolean).join(" ") },
      h("div", { class: "guide-words" }, h("strong", {}, step.title), h("p", {}, step.text.replace(/ ([;:!?»])/g, "\u00a0$1").replace(/« /g, "«\u00a0"))),
      h("div", { class: "guide-tools" },
        h("button", { type: "button", class: `button${place === next ? " primary" : ""}`, data: { step: String(place + 1), key: `step-${place + 1}` }, onclick: () => prepare(named(step)) }, "Faire"),
        done[place] && h("span", { class: "tick", "aria-label": "fait" }, "✓"))))),
    h("a", { class: "link", href: "/messages" }, "Tous les messages de Vigie"));
}

/** The step with the key of the anomaly that is followed, "" before it is raised. */
const named = (step) => ({
  ...step,
  ...(step.jira && { jira: followed, inJira: true }),
  ...(step.say && { say: step.say.replace("{key}", followed) }),
});
