// Saves answers while the learner works, moves between questions without loading a whole page,
// keeps time and listens to keys. Without this script the page works by plain forms.

const holder = document.getElementById("question");
const HEADER = "X-Plumbline";
const DEBOUNCE = 400;
const RETRY = [1000, 2000, 4000, 8000, 15000, 30000];
const PATIENCE = 30000;

// dirty: changed since the last request; wanted: where to go once that is saved; unsure: a request that
// may or may not have been carried out.
let form, dirty, sending, wanted, unsure, failures, timer;
let leaving = false;

function begin() {
  form = document.getElementById("answer");
  dirty = false;
  sending = false;
  wanted = null;
  unsure = null;
  failures = 0;
  clearTimeout(timer);
  document.title = document.title.replace(/^.*?( · [^·]*)$/, form.dataset.title + "$1");
  showLocalTime();
  form.querySelector("[data-keys]").hidden = false;
  startClock();
  form.querySelectorAll("[data-counted]").forEach(count);
}

// --- saving -------------------------------------------------------------------------------------

function say(text, waiting = false) {
  const line = form.querySelector(".save-state");
  line.textContent = text;
  line.classList.toggle("is-waiting", waiting);
}

function showLocalTime() {
  const time = form.querySelector(".save-state time");
  if (time) time.textContent = new Date(time.dateTime).toLocaleTimeString(document.documentElement.lang);
}

function csrfToken() {
  // The cookie, not the form's field: signing in again in another tab changes the token.
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

function answerWith(extra) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return data;
}

async function post(data) {
  data.set("csrfmiddlewaretoken", csrfToken());
  return fetch(form.action, {
    method: "POST",
    body: data,
    headers: { [HEADER]: "1" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

// One request at a time, its answer taken in before the next: the revision must be the new one. A
// request whose revision is not known is repeated as it was, before anything newer: the server takes
// the same answer twice, but would take a newer one with the old revision for another window's.
async function send() {
  if (sending || (!dirty && !wanted)) return;
  clearTimeout(timer);
  const current = form;
  const data = unsure ?? answerWith(wanted ?? {});
  if (!unsure) dirty = false;
  sending = true;
  say(form.dataset.saving);
  const trouble = await exchange(data);
  if (form !== current) return;
  sending = false;
  if (trouble) return retry(trouble);
  failures = 0;
  if (dirty || wanted) send();
}

function retry(message) {
  dirty = true;
  say(message, true);
  later(RETRY[Math.min(failures, RETRY.length - 1)]);
  failures += 1;
}

function repeat(data) {
  data.delete("go");
  data.delete("language");
  unsure = data;
}

// Posts `data` and shows what came back; returns what to say where it must be sent again.
async function exchange(data) {
  try {
    const response = await post(data);
    const ours = response.headers.has(HEADER);
    if (response.status === 429) return form.dataset.retry;
    // Signed out, an attempt is nobody's business: not found.
    if (response.status === 403 || response.status === 404 || (response.redirected && !ours)) return form.dataset.signedOut;
    if (response.status < 500) return await receive(response, data);
  } catch {
    // Lost on the way there or on the way back.
  }
  repeat(data);
  return form.dataset.retry;
}

async function receive(response, data) {
  const type = response.headers.get("Content-Type") ?? "";
  const address = response.headers.get(HEADER);
  if (type.startsWith("text/html") && address) {
    const html = await response.text();
    if (dirty) repeat(data);
    else if (wanted?.language && response.ok) leave(address);
    else replace(html, address, response.ok);
  } else if (type.startsWith("application/json")) {
    take(await response.json(), data);
  } else {
    return form.dataset.refused;
  }
  return "";
}

function take(answer, data) {
  unsure = null;
  if (answer.next && answer.outcome === "saved" && dirty) {
    repeat(data);
  } else if (answer.next) {
    leave(answer.next);
  } else if (answer.outcome === "conflict") {
    // Ask again as a move to this very question: the server answers with both answers side by side.
    wanted = { go: form.action.match(/(\d+)\/$/)[1] };
  } else {
    saved(answer);
  }
}

function leave(address) {
  leaving = true;
  wanted = null;
  window.location.assign(address);
}

function saved(answer) {
  form.elements.revision.value = answer.revision;
  const when = answer.saved_at ? new Date(answer.saved_at).toLocaleTimeString(document.documentElement.lang) : "";
  say(`${form.dataset.saved} ${when}`);
  const place = form.querySelector(".place[aria-current]");
  place.classList.remove("place-answered", "place-partly", "place-open");
  place.classList.add(`place-${answer.state}`);
  place.classList.toggle("place-flagged", form.elements.flagged.checked);
  describe(place, answer.state);
  form.querySelectorAll(".part").forEach((part, index) => {
    part.querySelector(".remark").textContent = answer.remarks[index] ?? "";
  });
}

// The words of the list of questions, which was made before this answer.
function describe(place, state) {
  place.querySelector(".place-words-state").textContent = form.dataset[`state${state[0].toUpperCase()}${state.slice(1)}`];
  place.querySelector(".place-words-flagged").hidden = !form.elements.flagged.checked;
  const summary = form.querySelector(".places-summary");
  summary.textContent = summary.dataset.words.replace("{n}", form.querySelectorAll(".place-answered").length);
}

function replace(html, address, moved) {
  holder.innerHTML = html;
  if (moved && new URL(address, window.location).pathname !== window.location.pathname) {
    history.pushState(null, "", address);
  }
  begin();
  window.scrollTo(0, 0);
  document.getElementById("question-title").focus({ preventScroll: true });
}

// Two answers side by side: what is on the page is saved by its button, not by itself.
const disputed = () => form.querySelector("[data-disputed]") !== null;

const isWritten = (field) => field.matches("input[type=text], textarea");

holder.addEventListener("input", (event) => {
  dirty = true;
  if (event.target.dataset.counted) count(event.target);
  if (disputed()) return;
  say(form.dataset.saving);
  // Choosing is answering where feedback comes at once.
  if ("atOnce" in form.dataset && event.target.type === "radio" && event.target.name !== "certainty") wanted = { go: "check" };
  later(isWritten(event.target) ? DEBOUNCE : 0);
});

document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  const button = event.submitter;
  event.preventDefault();
  if (button?.name === "clear") {
    // Not form.reset(): that would bring back the answer the page came with.
    for (const field of form.querySelectorAll(".part input, .part select, .part textarea")) {
      if (isWritten(field) || field.matches("select")) field.value = "";
      else field.checked = false;
      if (field.dataset.counted) count(field);
    }
    dirty = true;
    if (!disputed()) later(0);
    return;
  }
  wanted = { [button?.name || "go"]: button?.value ?? "next" };
  send();
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (dirty || sending || disputed())) event.preventDefault();
});
window.addEventListener("online", () => later(0));
document.addEventListener("visibilitychange", () => {
  if (document.hidden && !disputed()) send();
});
window.addEventListener("popstate", () => {
  // The skip link moves within the page.
  if (window.location.pathname === new URL(form.action).pathname) return;
  wanted = { go: window.location.pathname.match(/(\d+)\/$/)[1] };
  send();
});
holder.addEventListener("click", (event) => {
  if (event.target.closest("[data-newer]")) leaving = true;
});

// --- length -------------------------------------------------------------------------------------

// As assessment/lib/texts.py counts: a Chinese character, a word or a number is one.
const HAN = "\\u2e80-\\u2fdf\\u3005-\\u3007\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3ffff}";
const ONE_HAN = new RegExp(`[${HAN}]`, "gu");
const UNIT = new RegExp(`[${HAN}]|(?:(?![${HAN}])[\\p{L}\\p{N}])+(?:[.,'’^/\\-][A-Za-z0-9]+)*`, "gu");

// Says how long the text of `field` is, in the language it is written in, against what is asked for.
function count(field) {
  const line = document.getElementById(field.dataset.counted);
  const length = (field.value.match(UNIT) ?? []).length;
  const chinese = length ? 2 * (field.value.match(ONE_HAN) ?? []).length > length : line.dataset.language === "zh";
  const limit = Number(chinese ? line.dataset.limitCharacters : line.dataset.limitWords);
  const words = chinese ? line.dataset.characters : line.dataset.words;
  line.textContent = limit ? words.replace("{n}", length).replace("{m}", limit) : "";
  line.classList.toggle("is-over", limit > 0 && length > limit);
}

// --- time ---------------------------------------------------------------------------------------

let ticking, ends;
const spoken = new Set();
// With so many seconds left, what is still being typed is sent as it is.
const LAST_CALL = 3;

function startClock() {
  clearInterval(ticking);
  const clock = form.querySelector(".clock");
  if (!clock) return;
  // The server rounds down; at its deadline it must have nothing left to wait for.
  ends = performance.now() + (Number(clock.dataset.seconds) + 1) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - performance.now()) / 1000));
    const minutes = Math.floor(left / 60);
    clock.querySelector(".clock-text").textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    announce(clock, left);
    if (left === LAST_CALL && !disputed()) send();
    if (left === 0) finish(clock.dataset.result);
  };
  tick();
  ticking = setInterval(tick, 1000);
}

function announce(clock, left) {
  for (const [seconds, text] of [[300, form.dataset.five], [60, form.dataset.one]]) {
    if (left <= seconds && left > seconds - 15 && !spoken.has(seconds)) {
      spoken.add(seconds);
      clock.querySelector(".clock-spoken").textContent = text;
    }
  }
}

function finish(result) {
  clearInterval(ticking);
  leave(result);
}

// --- keys ---------------------------------------------------------------------------------------

function choose(number) {
  const field = form.querySelectorAll(".part input[type=radio], .part input[type=checkbox]")[number - 1];
  if (!field) return;
  field.focus();
  field.click();
}

const keys = document.getElementById("keys");
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-keys]")) keys.showModal();
});

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
  // A list has keys of its own: letters and digits look for an entry, Enter takes it.
  const writing = isWritten(event.target) || event.target.matches("select");
  const pressing = event.target.closest("button, a, summary");
  if (event.key === "Enter" && !pressing && !event.target.matches("textarea, select")) {
    event.preventDefault();
    if (!event.repeat) form.querySelector(".question-buttons .btn-primary").click();
  } else if (writing || event.repeat) {
    return;
  } else if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    choose(Number(event.key));
  } else if (event.key.toLowerCase() === "f") {
    event.preventDefault();
    form.elements.flagged?.click();
  } else if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  }
});

begin();
