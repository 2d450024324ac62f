/** The page's heart: who one is, which part is shown, and the reading again of what changed. */

import { $, h, toast } from "./dom.js";
import { follow, get, post } from "./api.js";
import { demoBegan, demoNow, showClock } from "./clock.js";
import { offers } from "./fields.js";
import { startGuide, tellGuide } from "./guide.js";
import { openIssue, showJira } from "./jira.js";
import { openMail, showMail } from "./mail.js";
import { knows } from "./mrkdwn.js";
import { currentRoom, goTo, prefill, showSlack } from "./slack.js";

const PANELS = ["slack", "jira", "mail", "guide"];
const state = { person: localStorage.getItem("person") ?? "U0RM", people: [], names: {}, done: [], tab: "slack" };

let site = null;

const me = () => state.people.find((one) => one.id === state.person) ?? state.people[0];

const READERS = {
  slack: async () => {
    await readPeople();
    const { person } = state;
    showSlack(await get(`slack?person=${encodeURIComponent(person)}`), person, state.names);
    badge("slack", me().unread);
  },
  jira: async () => {
    site = await get("jira");
    showJira(site, me());
  },
  mail: async () => badge("mail", showMail((await get("mail")).mails, state.tab === "mail")),
  clock: async () => showClock(await get("clock")),
};

const pending = new Set();
let reading = null;

/** Read these parts again, one reading at a time; what changes meanwhile is read after. */
function refresh(parts) {
  parts.forEach((part) => pending.add(part));
  reading ??= readAll().finally(() => {
    reading = null;
    return pending.size ? refresh([]) : undefined;
  });
  return reading;
}

async function readAll() {
  try {
    while (pending.size) {
      const now = [...pending];
      pending.clear();
      await Promise.all(now.map((part) => READERS[part]()));
      if (site) tellGuide(site, demoBegan(), demoNow(), state.done);
    }
  } catch {
    linked(false);
  }
}

async function readPeople() {
  const cast = await get("people");
  Object.assign(state, { people: cast.people, names: cast.names, done: cast.done });
  knows(cast.names, cast.channels);
  offers(cast.people, cast.channels);
  state.person = me().id;
  const menu = $("#person");
  const options = cast.people.map((one) => h("option", { value: one.id }, one.name + (one.unread && one.id !== state.person ? ` (${one.unread})` : "")));
  menu.replaceChildren(...options);
  menu.value = state.person;
}

function badge(tab, count) {
  const node = $(`.tabs [data-tab="${tab}"] .badge`);
  node.hidden = !count;
  node.textContent = String(count);
}

async function become(person) {
  state.person = person;
  localStorage.setItem("person", person);
  // What is shown is still the former person's: nobody may act on it.
  $("#main").inert = true;
  await refresh(["slack", "jira"]);
  $("#main").inert = false;
}

/** Show what the address's hash names: slack/ROOM/TS, jira/KEY, mail/NUMBER or guide. */
function route() {
  const [tab = "slack", name, ts] = location.hash.slice(1).split("/");
  state.tab = PANELS.includes(tab) ? tab : "slack";
  document.body.dataset.part = state.tab;
  for (const panel of PANELS.slice(0, 3)) $(`#panel-${panel}`).hidden = panel !== state.tab;
  for (const button of document.querySelectorAll(".tabs [data-tab]")) {
    if (button.dataset.tab === state.tab) button.setAttribute("aria-current", "page");
    else button.removeAttribute("aria-current");
  }
  if (state.tab === "slack") goTo(name || currentRoom(), ts ?? null);
  openIssue(state.tab === "jira" ? name ?? null : null);
  if (state.tab === "mail") openMail(name ? Number(name) : null);
  if (state.people.length) refresh(state.tab === "mail" ? ["mail"] : []);
}

/** Prepare a step of the guide; the person makes the gesture. */
async function prepare(step) {
  if (step.person !== state.person) {
    await become(step.person);
    toast(`Vous êtes maintenant : ${me().name}.${step.inJira ? ` ${step.text}` : ""}`);
  }
  location.hash = step.inJira ? `jira/${step.jira}` : `slack/${step.room}`;
  if (step.inJira && !step.jira) toast("Ce ticket n’existe pas encore : commencez par le remonter.");
  if (step.jump) await post("clock/jump", { to: step.jump });
  if (step.say) setTimeout(() => prefill(step.say), 50);
}

let lost = false;
function linked(up) {
  document.body.classList.toggle("lost", !up);
  if (lost && up) refresh(Object.keys(READERS));
  lost = !up;
  if (!up) tellHealth({ ready: false, said: "Le bac à sable ne répond plus. Reconnexion…" });
}

function tellHealth({ ready, said, url }) {
  const node = $("#health");
  node.className = `health ${ready ? "good" : "bad"}`;
  node.title = url ? `${url} : ${said}` : said;
  node.textContent = ready ? "prête" : "hors ligne";
}

async function watchHealth() {
  try {
    tellHealth(await get("vigie"));
  } catch {
    linked(false);
  }
  setTimeout(watchHealth, 5000);
}

$("#person").addEventListener("change", (event) => become(event.target.value));
for (const button of document.querySelectorAll(".tabs [data-tab]")) {
  button.addEventListener("click", () => {
    location.hash = button.dataset.tab === "slack" ? `slack/${currentRoom()}` : button.dataset.tab;
  });
}
addEventListener("hashchange", route);

await readPeople();
route();
await startGuide(prepare);
await refresh(Object.keys(READERS));
follow(refresh, linked);
watchHealth();
