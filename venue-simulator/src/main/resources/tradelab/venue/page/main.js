// Asks once a second while somebody looks, and draws the answer.
import { draw, drawTaiwan, el } from "./draw.js";
import { connect, drawGenerator, drawReplay, drawTaiwanRegime } from "./life.js";

const EVERY_MILLIS = 1000;
const PATIENCE_MILLIS = 5000;
const THEMES = ["auto", "dark", "light"];

const byId = (id) => document.getElementById(id);
const symbols = byId("symbol");

/** What the venue may have beside the view, and how it is shown; what it has not is not asked for again. */
const parts = [
  { path: "/sim/generator", draw: drawGenerator },
  { path: "/sim/replay", draw: drawReplay },
  { path: "/sim/taiwan", draw: (state) => {
    drawTaiwan(state);
    drawTaiwanRegime(state);
  } },
];

async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({}));
    throw Object.assign(new Error(body.message ?? `${path} answered ${answer.status}`), { status: answer.status });
  }
  return answer.json();
}

async function change(path, body) {
  const problem = byId("life-problem");
  try {
    const state = await ask(path, {
      method: "PATCH", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
    parts.find((part) => part.path === path).draw(state);
    problem.hidden = true;
  } catch (failure) {
    problem.textContent = `Not changed: ${failure.message}`;
    problem.hidden = false;
  }
}

function offer(all, chosen) {
  if (symbols.options.length !== all.length) {
    symbols.replaceChildren(...all.map((symbol) => el("option", { value: symbol }, symbol)));
    symbols.value = chosen;
  }
}

async function switchOff(id) {
  const problem = byId("problem");
  try {
    await ask(id === null ? "/sim/faults" : `/sim/faults/${encodeURIComponent(id)}`, { method: "DELETE" });
    problem.hidden = true;
    await refresh();
  } catch (failure) {
    if (failure.status !== 404) { // over by itself meanwhile
      problem.textContent = `Not switched off: ${failure.message}`;
      problem.hidden = false;
    }
  }
}

async function refresh() {
  try {
    const view = await ask(symbols.value ? `/sim/view?symbol=${encodeURIComponent(symbols.value)}` : "/sim/view");
    offer(view.symbols, view.symbol);
    draw(view, switchOff);
    document.body.dataset.connection = "live";
    byId("connection").textContent = "Live";
  } catch {
    document.body.dataset.connection = "lost";
    byId("connection").textContent = "No answer; trying again";
  }
  await Promise.all(parts.filter((part) => !part.off).map(async (part) => {
    try {
      part.draw(await ask(part.path));
    } catch (failure) {
      part.off = failure.status === 404;
    }
  }));
}

async function loop() {
  if (!document.hidden) {
    await refresh();
  }
  setTimeout(loop, EVERY_MILLIS);
}

function theme(next) {
  if (next === "auto") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  byId("theme").textContent = `Theme: ${next}`;
  try {
    localStorage.setItem("tradelab.theme", next);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}

connect(change);
symbols.addEventListener("change", refresh);
byId("clear").addEventListener("click", () => switchOff(null));
byId("theme").addEventListener("click", () => {
  const now = document.documentElement.dataset.theme ?? "auto";
  theme(THEMES[(THEMES.indexOf(now) + 1) % THEMES.length]);
});
byId("theme").textContent = `Theme: ${document.documentElement.dataset.theme ?? "auto"}`;
loop();
