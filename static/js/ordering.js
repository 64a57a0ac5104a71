// Arrows and handles for questions that ask for an order. The numbers in the form are the answer: a move
// sets all of them and says so by an `input` event, which question.js hears. Without this script, and
// besides it, the numbers are chosen one by one.

const holder = document.getElementById("question") ?? document.getElementById("main");
// So near to the edge of the window a dragged row scrolls the page, by so many pixels a step.
const EDGE = 60;
const STEP = 12;

const rowsOf = (list) => [...list.querySelectorAll(".ordering-row")];
const rankOf = (row) => row.querySelector(".ordering-rank");

function enhance(block) {
  block.dataset.enhanced = "";
  for (const part of block.querySelectorAll(".ordering-handle, .ordering-moves, .ordering-more")) part.hidden = false;
  const list = block.querySelector(".ordering-rows");
  for (const row of rowsOf(list)) row.classList.add("has-moves");
  arrange(list);
  markEnds(list);
}

// The rows in the order of their numbers; those without one, or whose number is taken, fill the gaps in the
// order in which they stand.
function ordered(list) {
  const rows = rowsOf(list);
  const places = new Array(rows.length).fill(null);
  const left = [];
  for (const row of rows) {
    const place = Number(rankOf(row).value) - 1;
    if (place >= 0 && !places[place]) places[place] = row;
    else left.push(row);
  }
  return places.map((row) => row ?? left.shift());
}

// Only when a move begins: rows that jump while somebody chooses numbers one by one would mislead the keyboard.
function arrange(list) {
  const rows = rowsOf(list);
  const wanted = ordered(list);
  if (wanted.some((row, index) => row !== rows[index])) list.append(...wanted);
}

function markEnds(list) {
  const rows = ordered(list);
  rows.forEach((row, index) => {
    const [up, down] = row.querySelectorAll("[data-move]");
    up.setAttribute("aria-disabled", index === 0);
    down.setAttribute("aria-disabled", index === rows.length - 1);
  });
}

// The order in which the rows stand becomes the answer.
function number(list, moved) {
  const rows = rowsOf(list);
  rows.forEach((row, index) => { rankOf(row).value = String(index + 1); });
  markEnds(list);
  const said = list.parentElement.querySelector(".ordering-said");
  const words = { element: moved.querySelector(".ordering-text").textContent, place: rows.indexOf(moved) + 1, total: rows.length };
  said.textContent = said.dataset.words.replace(/\{(\w+)\}/g, (_all, name) => words[name]);
  rankOf(moved).dispatchEvent(new Event("input", { bubbles: true }));
}

// --- arrows -------------------------------------------------------------------------------------

holder.addEventListener("click", (event) => {
  const button = event.target.closest("[data-move]");
  if (!button || button.getAttribute("aria-disabled") === "true") return;
  const row = button.closest(".ordering-row");
  const list = row.parentElement;
  arrange(list);
  const by = Number(button.dataset.move);
  const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
  // The neighbour moves, so that the button keeps the focus.
  if (by < 0) row.after(other);
  else row.before(other);
  number(list, row);
  button.focus();
});

holder.addEventListener("input", (event) => {
  if (event.target.matches(".ordering-rank")) markEnds(event.target.closest(".ordering-rows"));
});

// --- dragging -----------------------------------------------------------------------------------

let drag = null;

holder.addEventListener("pointerdown", (event) => {
  const handle = event.target.closest(".ordering-handle");
  if (!handle || event.button !== 0) return;
  event.preventDefault();
  drop(false);
  const row = handle.closest(".ordering-row");
  const list = row.parentElement;
  arrange(list);
  drag = { row, list, pointer: event.pointerId, before: rowsOf(list) };
  // The list stays where it is in the page while rows move, so it can hold on to the pointer.
  list.setPointerCapture(event.pointerId);
  row.classList.add("is-dragged");
  list.classList.add("is-dragging");
});

holder.addEventListener("pointermove", (event) => {
  if (drag?.pointer !== event.pointerId) return;
  const { row } = drag;
  const above = row.previousElementSibling;
  const below = row.nextElementSibling;
  if (above && event.clientY < middle(above)) row.after(above);
  else if (below && event.clientY > middle(below)) row.before(below);
  if (event.clientY < EDGE) window.scrollBy(0, -STEP);
  else if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, STEP);
});

function middle(row) {
  const box = row.getBoundingClientRect();
  return box.top + box.height / 2;
}

function drop(kept) {
  if (!drag) return;
  const { row, list, before } = drag;
  drag = null;
  row.classList.remove("is-dragged");
  list.classList.remove("is-dragging");
  const moved = rowsOf(list).some((one, index) => one !== before[index]);
  if (kept && moved) number(list, row);
  else if (moved) list.append(...before);
}

holder.addEventListener("pointerup", (event) => { if (drag?.pointer === event.pointerId) drop(true); });
holder.addEventListener("pointercancel", (event) => { if (drag?.pointer === event.pointerId) drop(false); });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") drop(false); });

// --- now, and whenever question.js puts another question here ------------------------------------

function enhanceAll() {
  for (const block of holder.querySelectorAll(".ordering:not([data-enhanced])")) enhance(block);
}

new MutationObserver(enhanceAll).observe(holder, { childList: true });
enhanceAll();
