/** Block Kit's inputs as form controls: `field` gives a node, and how to read and write what it holds. */

import { h, secondsAt, wallAt } from "./dom.js";
import { plainText } from "./mrkdwn.js";

const cast = { people: [], channels: {}, upload: async () => null };

/** Who and what can be chosen in the users' and channels' menus. */
export function offers(people, channels) {
  Object.assign(cast, { people, channels });
}

const simple = (node) => ({ node, read: () => node.value || null, write: (raw) => { node.value = raw ?? ""; } });

/** How a chosen file is handed to Slack: a promise of its id. */
export function uploads(upload) {
  Object.assign(cast, { upload });
}

/** The control of an element; `hint` is shown while nothing is chosen. */
export function field(element, id, hint = "") {
  const control = (MAKERS[element.type] ?? written)(element, id, hint);
  control.write(initial(element));
  return control;
}

function initial(element) {
  if (element.initial_option) return element.initial_option.value;
  if (element.initial_options) return element.initial_options.map((option) => option.value);
  if (element.type === "rich_text_input") return richWords(element.initial_value);
  if (element.initial_date_time) return element.initial_date_time;
  return element.initial_value ?? element.initial_date ?? element.initial_time ?? element.initial_user
    ?? element.initial_users ?? element.initial_channel ?? element.initial_conversation ?? null;
}

const richWords = (part) =>
  part ? part.text ?? (part.elements ?? []).map(richWords).join(part.type === "rich_text" ? "\n" : "") : null;

function written(element, id) {
  const long = element.multiline || element.type === "rich_text_input";
  const kinds = { email_text_input: "email", url_text_input: "url", number_input: "text" };
  return simple(h(long ? "textarea" : "input", {
    id,
    type: long ? undefined : kinds[element.type] ?? "text",
    rows: long ? "4" : undefined,
    inputmode: element.type === "number_input" ? "decimal" : undefined,
    maxlength: element.max_length ? String(element.max_length) : undefined,
    placeholder: element.placeholder?.text,
  }));
}

function menu(options, id, hint) {
  return simple(h("select", { id }, h("option", { value: "" }, hint || "Choisir…"), options));
}

const choice = (option) => h("option", { value: option.value }, plainText(option.text.text));

function listed(element, id, hint) {
  const groups = (element.option_groups ?? []).map((group) =>
    h("optgroup", { label: group.label.text }, group.options.map(choice)));
  return menu([...(element.options ?? []).map(choice), ...groups], id, hint);
}

/** Radio buttons or boxes, for one answer or several. */
function ticks(options, id, many) {
  const boxes = options.map((option, place) => h("input", {
    type: many ? "checkbox" : "radio", name: id, id: `${id}-${place}`, value: option.value,
  }));
  const node = h("div", { class: "ticks", role: many ? "group" : "radiogroup", id },
    options.map((option, place) => h("label", { for: `${id}-${place}` }, boxes[place],
      h("span", {}, plainText(option.text), option.description && h("small", {}, option.description)))));
  const chosen = () => boxes.filter((box) => box.checked).map((box) => box.value);
  return {
    node,
    read: () => (many ? chosen() : chosen()[0] ?? null),
    write: (raw) => boxes.forEach((box) => { box.checked = many ? (raw ?? []).includes(box.value) : box.value === raw; }),
  };
}

const ofOptions = (element) => (element.options ?? element.option_groups?.flatMap((group) => group.options) ?? []).map(
  (option) => ({ value: option.value, text: option.text.text, description: option.description?.text }));
const ofPeople = () => cast.people.map((person) => ({ value: person.id, text: person.name }));
const asChoices = (items) => items.map((item) => h("option", { value: item.value }, item.text));
const ofChannels = () => Object.entries(cast.channels).map(([value, name]) => ({ value, text: `#${name}` }));
const typed = (type) => (_, id) => simple(h("input", { id, type }));

/** A day and an hour, held in Unix seconds and shown in the person's zone, wherever the browser is. */
function moment(_, id) {
  const { node } = typed("datetime-local")(_, id);
  return {
    node,
    read: () => (node.value ? secondsAt(node.value) : null),
    write: (raw) => { node.value = raw ? wallAt(raw) : ""; },
  };
}

const counted = (count) => (count === 1 ? "1 fichier" : `${count} fichiers`);

/** Files, handed to Slack as soon as they are chosen, and held by their ids. */
function files(element, id) {
  let ids = [];
  const chosen = h("span", { class: "hint" });
  const box = h("input", {
    id, type: "file", class: "visually-hidden", multiple: element.max_files !== 1, accept: (element.filetypes ?? []).map((one) => `.${one}`).join(","),
    onchange: async () => {
      const given = [...box.files];
      ids = (await Promise.all(given.map(cast.upload))).filter(Boolean);
      chosen.textContent = given.map((one) => one.name).join(", ");
    },
  });
  const tell = (held) => { ids = held ?? []; chosen.textContent = ids.length ? counted(ids.length) : ""; };
  // The browser's own button speaks the browser's language.
  const label = h("label", { class: "button", for: id }, element.max_files === 1 ? "Choisir un fichier" : "Choisir des fichiers");
  return { node: h("div", { class: "files" }, box, label, chosen), read: () => ids, write: tell };
}

const MAKERS = {
  file_input: files,
  static_select: listed,
  external_select: listed,
  radio_buttons: (element, id) => ticks(ofOptions(element), id, false),
  checkboxes: (element, id) => ticks(ofOptions(element), id, true),
  multi_static_select: (element, id) => ticks(ofOptions(element), id, true),
  users_select: (_, id, hint) => menu(asChoices(ofPeople()), id, hint),
  multi_users_select: (_, id) => ticks(ofPeople(), id, true),
  channels_select: (_, id, hint) => menu(asChoices(ofChannels()), id, hint),
  conversations_select: (_, id, hint) => menu(asChoices(ofChannels()), id, hint),
  datepicker: typed("date"),
  timepicker: typed("time"),
  datetimepicker: moment,
};
