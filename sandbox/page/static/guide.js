/** The first visit: an anomaly followed in eight gestures, each with a button that prepares it. */

import { $, h, redraw } from "./dom.js";

const panel = $("#panel-guide");
const done = new Set(JSON.parse(localStorage.getItem("guide-done") ?? "[]"));
let hidden = localStorage.getItem("guide-hidden") === "yes";
let steps = [];

/** Load the steps; `prepare(step)` is what "Faire" does. */
export async function startGuide(prepare) {
  steps = await (await fetch("guide.json")).json();
  draw(prepare);
}

function draw(prepare) {
  document.body.classList.toggle("without-guide", hidden);
  const next = steps.findIndex((_, place) => !done.has(place));
  redraw(
    panel,
    h("header", {}, h("h2", {}, "Suivez une anomalie en 8 gestes"),
      h("button", { type: "button", class: "link desk-only", data: { guide: "toggle" }, "aria-expanded": String(!hidden), onclick: () => {
        hidden = !hidden;
        localStorage.setItem("guide-hidden", hidden ? "yes" : "no");
        draw(prepare);
      } }, hidden ? "Guide" : "Masquer")),
    h("ol", {}, steps.map((step, place) => h("li", { class: [done.has(place) && "done", place === next && "next"].filter(Boolean).join(" ") },
      h("div", { class: "guide-words" }, h("strong", {}, step.title), h("p", {}, step.text.replace(/ ([;:!?»])/g, "\u00a0$1").replace(/« /g, "«\u00a0"))),
      h("div", { class: "guide-tools" },
        h("button", { type: "button", class: `button${place === next ? " primary" : ""}`, data: { step: String(place + 1) }, onclick: () => {
          done.add(place);
          localStorage.setItem("guide-done", JSON.stringify([...done]));
          draw(prepare);
          prepare(step);
        } }, "Faire"),
        done.has(place) && h("span", { class: "tick", "aria-label": "fait" }, "✓"))))),
    done.size > 0 && h("button", { type: "button", class: "link", onclick: () => {
      done.clear();
      localStorage.removeItem("guide-done");
      draw(prepare);
    } }, "Recommencer le guide"));
}
