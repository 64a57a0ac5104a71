// Saves each statement while somebody answers, one request at a time. Without this script the page works by
// its plain form, which sends all of them; with it, the form is sent once nothing is left to save.

import { DEBOUNCE, HEADER, localTime, pause, post, refusal, say, showLocalTime } from "./saving.js";

const form = document.getElementById("answer");

// waiting: the rows that changed since they were sent; unsure: a request that may or may not have been
// carried out; wanted: the button that was pressed before everything was saved.
const waiting = new Set();
let sending = null;
let unsure = null;
let wanted = null;
let failures = 0;
let timer;
let leaving = false;

const field = (code, name) => form.elements[`${code}-${name}`];
const rowOf = (target) => target.closest("[data-row]");
// Two answers side by side: what is on the page is saved by its button, not by itself.
const isDisputed = (row) => row.hasAttribute("data-disputed");

function answerTo(code) {
  const data = new FormData();
  data.set("row", code);
  for (const [name, value] of new FormData(form)) {
    if (name.startsWith(`${code}-`)) data.set(name, value);
  }
  return data;
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

// A request whose fate is not known is repeated as it was, before anything newer: the server takes the same
// answer twice, but would take a newer one with the old revision for another window's.
async function send() {
  clearTimeout(timer);
  if (sending) return;
  const code = unsure?.get("row") ?? [...waiting][0];
  if (!code) return finish();
  const data = unsure ?? answerTo(code);
  if (!unsure) waiting.delete(code);
  sending = code;
  say(form, form.dataset.saving);
  const trouble = await exchange(code, data);
  sending = null;
  if (trouble) {
    // Without `unsure` the server did not take it, so what is on the page by then is sent.
    if (!unsure) waiting.add(code);
    say(form, trouble, true);
    later(pause(failures));
    failures += 1;
    return;
  }
  failures = 0;
  send();
}

function finish() {
  if (!wanted) return;
  const button = wanted;
  wanted = null;
  leaving = true;
  form.requestSubmit(button);
}

// Posts one row and shows what came back; returns what to say where it must be sent again.
async function exchange(code, data) {
  let response;
  try {
    response = await post(form, data);
  } catch {
    // Lost on the way there or on the way back.
  }
  if (!response || response.status >= 500) {
    unsure = data;
    return form.dataset.retry;
  }
  const refused = refusal(response, form);
  if (refused) return refused;
  unsure = null;
  try {
    await take(code, response);
  } catch {
    unsure = data;
    return form.dataset.retry;
  }
  return "";
}

async function take(code, response) {
  const type = response.headers.get("Content-Type") ?? "";
  const ours = response.headers.has(HEADER);
  if (ours && type.startsWith("text/html")) {
    // A newer answer of another window: the row comes back with both.
    replace(code, await response.text());
  } else if (ours && type.startsWith("application/json")) {
    const answer = await response.json();
    if (answer.next) leave(answer.next);
    else saved(code, answer);
  } else {
    say(form, form.dataset.refused, true);
  }
}

function replace(code, html) {
  const typed = answerTo(code);
  const focused = document.activeElement?.name;
  wanted = null;
  document.getElementById(code).outerHTML = html;
  const row = document.getElementById(code);
  // What was typed since the request left stays on the page.
  for (const name of ["value", "evidence", "date", "reason"]) {
    if (field(code, name) && typed.has(`${code}-${name}`)) field(code, name).value = typed.get(`${code}-${name}`);
  }
  waiting.delete(code);
  prepare(row);
  say(form, "");
  if (focused?.startsWith(`${code}-`)) (row.querySelector(`[name="${focused}"]:checked`) ?? row.querySelector(`[name="${focused}"]`)).focus();
  row.scrollIntoView({ block: "nearest" });
}

function leave(address) {
  leaving = true;
  waiting.clear();
  window.location.assign(address);
}

function saved(code, answer) {
  field(code, "revision").value = answer.revision;
  field(code, "was").value = answer.was;
  const row = document.getElementById(code);
  row.querySelector(".remark").textContent = answer.remark;
  row.querySelector(".statement-note")?.remove();
  say(form, `${form.dataset.saved} ${answer.saved_at ? localTime(answer.saved_at) : ""}`);
}

function prepare(root) {
  for (const button of root.querySelectorAll("[data-today]")) button.hidden = false;
}

form.addEventListener("input", (event) => {
  const row = rowOf(event.target);
  if (!row || isDisputed(row)) return;
  waiting.add(row.dataset.row);
  say(form, form.dataset.saving);
  later(event.target.type === "radio" ? 0 : DEBOUNCE);
});

form.addEventListener("keydown", (event) => {
  // Enter in a field would send the whole form and load the page anew.
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("input")) return;
  event.preventDefault();
  send();
});

document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  if (waiting.size || sending || unsure) {
    event.preventDefault();
    wanted = event.submitter;
    send();
  } else {
    leaving = true;
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-newer]")) leaving = true;
  const today = event.target.closest("[data-today]");
  if (!today) return;
  const now = new Date();
  const day = document.getElementById(today.dataset.today);
  day.value = [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  day.dispatchEvent(new Event("input", { bubbles: true }));
});

window.addEventListener("beforeunload", (event) => {
  const open = waiting.size || sending || unsure || form.querySelector("[data-disputed]");
  if (!leaving && open) event.preventDefault();
});
// Coming back to this page by the browser's button must not leave it mute.
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) send();
});

prepare(form);
showLocalTime(form);
