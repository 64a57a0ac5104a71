// Saves answers while the learner works, moves between questions without loading a whole page,
// keeps time and listens to keys. Without this script the page works by plain forms.

const holder = document.getElementById("question");
const HEADER = "X-Plumbline";
const DEBOUNCE = 400;
const RETRY = [1000, 2000, 4000, 8000, 15000, 30000];

let form, dirty, sending, wanted, failures, timer;
let leaving = false;

function begin() {
  form = document.getElementById("answer");
  dirty = false;
  sending = false;
  wanted = null;
  failures = 0;
  clearTimeout(timer);
  document.title = document.title.replace(/^.*?( · [^·]*)$/, form.dataset.title + "$1");
  showLocalTime();
  form.querySelector("[data-keys]").hidden = false;
  startClock();
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

async function post(extra) {
  const data = new FormData(form);
  for (const [name, value] of Object.entries(extra)) data.set(name, value);
  return fetch(form.action, {
    method: "POST",
    body: data,
    headers: { [HEADER]: "1", "X-CSRFToken": csrfToken() },
    credentials: "same-origin",
  });
}

function later(delay) {
  clearTimeout(timer);
  timer = setTimeout(send, delay);
}

// One request at a time, its answer taken in before the next: the revision must be the new one.
async function send() {
  if (sending || (!dirty && !wanted)) return;
  clearTimeout(timer);
  const current = form;
  sending = true;
  dirty = false;
  say(form.dataset.saving);
  const trouble = await exchange(wanted ?? {});
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

// Posts the form and shows what came back; returns what to say where it must be sent again.
async function exchange(extra) {
  try {
    const response = await post(extra);
    if (response.status >= 500 || response.status === 429) return form.dataset.retry;
    if (response.redirected || response.status === 403) return form.dataset.signedOut;
    return await receive(response);
  } catch {
    return form.dataset.retry;
  }
}

async function receive(response) {
  const type = response.headers.get("Content-Type") ?? "";
  const address = response.headers.get(HEADER);
  if (type.startsWith("text/html") && address) {
    replace(await response.text(), address, response.ok);
  } else if (!type.startsWith("application/json")) {
    return form.dataset.refused;
  } else {
    take(await response.json());
  }
  return "";
}

function take(answer) {
  if (answer.next) {
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
  form.querySelectorAll(".part").forEach((part, index) => {
    part.querySelector(".remark").textContent = answer.remarks[index] ?? "";
  });
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

holder.addEventListener("input", (event) => {
  dirty = true;
  later(event.target.type === "text" ? DEBOUNCE : 0);
});

document.addEventListener("submit", (event) => {
  if (event.target !== form) return;
  const button = event.submitter;
  if (button?.name === "language") {
    leaving = true;
    return;
  }
  event.preventDefault();
  if (button?.name === "clear") {
    // Not form.reset(): that would bring back the answer the page came with.
    for (const field of form.querySelectorAll(".part input")) {
      if (field.type === "text") field.value = "";
      else field.checked = false;
    }
    dirty = true;
    return later(0);
  }
  wanted = { go: button?.value ?? "next" };
  dirty = true;
  send();
});

window.addEventListener("beforeunload", (event) => {
  if (!leaving && (dirty || sending)) event.preventDefault();
});
window.addEventListener("online", () => later(0));
window.addEventListener("popstate", () => window.location.reload());

// --- time ---------------------------------------------------------------------------------------

let ticking, ends;

function startClock() {
  clearInterval(ticking);
  const clock = form.querySelector(".clock");
  if (!clock) return;
  ends = performance.now() + Number(clock.dataset.seconds) * 1000;
  const spoken = new Set();
  const tick = () => {
    const left = Math.max(0, Math.round((ends - performance.now()) / 1000));
    const minutes = Math.floor(left / 60);
    clock.querySelector(".clock-text").textContent = `${minutes}:${String(left % 60).padStart(2, "0")}`;
    announce(clock, left, spoken);
    if (left === 0) finish(clock.dataset.result);
  };
  tick();
  ticking = setInterval(tick, 1000);
}

function announce(clock, left, spoken) {
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
  const writing = event.target.matches("input[type=text], textarea");
  const pressing = event.target.closest("button, a, summary");
  if (event.key === "Enter" && !pressing && !event.target.matches("textarea")) {
    event.preventDefault();
    form.querySelector(".question-buttons .btn-primary").click();
  } else if (writing) {
    return;
  } else if (/^[1-9]$/.test(event.key)) {
    event.preventDefault();
    choose(Number(event.key));
  } else if (event.key.toLowerCase() === "f") {
    event.preventDefault();
    form.elements.flagged.click();
  } else if (event.key === "?") {
    event.preventDefault();
    keys.showModal();
  }
});

begin();
