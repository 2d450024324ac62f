/** The page's dealings with the sandbox: one GET a part, one POST a gesture, and the live list of changes. */

import { toast } from "./dom.js";

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(body.message || `Le bac à sable a répondu ${response.status}.`);
  return body;
}

export const get = async (path) => answer(await fetch(`/ui/${path}`, { headers: { Accept: "application/json" } }));

/** A gesture; what goes wrong is told to the person, and `null` comes back. */
export async function post(path, body) {
  try {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
    return await answer(await fetch(`/ui/${path}`, options));
  } catch (error) {
    toast(error instanceof TypeError ? "Le bac à sable ne répond plus." : error.message, "error");
    return null;
  }
}

/** Hand a file to Slack; its id, or `null`. */
export async function upload(person, file) {
  const read = new FileReader();
  const done = new Promise((resolve) => read.addEventListener("load", resolve));
  read.readAsDataURL(file);
  await done;
  const content = read.result.split(",")[1] ?? "";
  const kept = await post("slack/upload", { person, name: file.name, mime_type: file.type, content });
  return kept?.id ?? null;
}

/** Follow the changes: `heard` gets the names of the parts to read again, `linked` whether the line is up. */
export function follow(heard, linked) {
  const source = new EventSource("/ui/feed");
  source.onopen = () => linked(true);
  source.onerror = () => {
    linked(false);
    if (source.readyState === EventSource.CLOSED) setTimeout(() => follow(heard, linked), 2000);
  };
  source.onmessage = (event) => heard(JSON.parse(event.data).parts);
}
