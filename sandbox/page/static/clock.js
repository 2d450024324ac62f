/** The demo's clock: ticks here between two readings, and obeys its buttons. */

import { $, say } from "./dom.js";
import { post } from "./api.js";

const state = { at: 0, since: 0, speed: 0, began: 0 };

/** The sandbox's present reading. */
export function showClock({ now, began, speed }) {
  Object.assign(state, { at: new Date(now).getTime(), since: performance.now(), speed, began: new Date(began).getTime() });
  const menu = $("#speed");
  if (![...menu.options].some((option) => Number(option.value) === speed)) menu.add(new Option(`× ${speed}`, String(speed)));
  menu.value = String(speed);
  tick();
}

/** The demo's instant. */
export const demoNow = () => new Date(state.at + (performance.now() - state.since) * state.speed);

/** The instant at which the demo began, in milliseconds; what was before is past. */
export const demoBegan = () => state.began;

function tick() {
  if (!state.at) return;
  const node = $("#clock-now");
  const words = say("clock", demoNow());
  if (node.textContent !== words) node.textContent = words;
  node.dateTime = demoNow().toISOString();
}

setInterval(tick, 250);
$("#speed").addEventListener("change", (event) => post("clock/speed", { speed: Number(event.target.value) }));
for (const button of document.querySelectorAll("[data-jump]")) {
  button.addEventListener("click", () => post("clock/jump", { to: button.dataset.jump }));
}
