// What pages that save in the background share: how to send, and how long to wait before sending again.

export const HEADER = "X-Plumbline";
export const DEBOUNCE = 400;
const RETRY = [1000, 2000, 4000, 8000, 15000, 30000];
const PATIENCE = 30000;

export const pause = (failures) => RETRY[Math.min(failures, RETRY.length - 1)];

export const localTime = (moment) => new Date(moment).toLocaleTimeString(document.documentElement.lang);

export function showLocalTime(form) {
  const time = form.querySelector(".save-state time");
  if (time) time.textContent = localTime(time.dateTime);
}

export function say(form, text, waiting = false) {
  const line = form.querySelector(".save-state");
  line.textContent = text;
  line.classList.toggle("is-waiting", waiting);
}

function csrfToken(form) {
  // The cookie, not the form's field: signing in again in another tab changes the token.
  const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
}

export async function post(form, data) {
  data.set("csrfmiddlewaretoken", csrfToken(form));
  return fetch(form.action, {
    method: "POST",
    body: data,
    headers: { [HEADER]: "1" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(PATIENCE),
  });
}

// What to say of an answer that does not come from the page's own view, where it must be sent again.
export function refusal(response, form) {
  const ours = response.headers.has(HEADER);
  if (response.status === 429) return form.dataset.retry;
  // Signed out, what is behind a key is nobody's business: not found.
  if (response.status === 403 || response.status === 404 || (response.redirected && !ours)) return form.dataset.signedOut;
  return "";
}
