// What brings the markets to life, and the knobs for it. A knob that somebody holds is left alone.
import { el } from "./draw.js";

const SPEEDS = [0.1, 0.5, 1, 2, 5, 10, 50, 100, 1000];
const AS_FAST_AS_POSSIBLE = 0;
const MILLIS = { second: 1000, minute: 60_000, hour: 3_600_000 };

const byId = (id) => document.getElementById(id);
const held = (element) => document.activeElement === element;

function clock(millis) {
  const two = (number) => String(number).padStart(2, "0");
  return `${Math.floor(millis / MILLIS.hour)}:${two(Math.floor(millis / MILLIS.minute) % 60)}:${two(Math.floor(millis / MILLIS.second) % 60)}`;
}

function options(select, values, texts = values) {
  const wanted = values.map(String);
  if ([...select.options].map((option) => option.value).join() !== wanted.join()) {
    select.replaceChildren(...wanted.map((value, i) => el("option", { value }, String(texts[i]))));
  }
}

function choose(select, values, value, text) {
  const all = values.includes(value) ? values : [...values, value].sort((a, b) => a - b);
  options(select, all, all.map(text));
  if (!held(select)) {
    select.value = String(value);
  }
}

const times = (speed) => (speed === AS_FAST_AS_POSSIBLE ? "as fast as possible" : `${speed}×`);

function pauseButton(id, paused) {
  byId(id).textContent = paused ? "Go on" : "Pause";
  byId(id).dataset.paused = String(paused);
}

/** Shows the generated life, or hides it. */
export function drawGenerator(state) {
  byId("generator").hidden = state === null;
  if (state === null) {
    return;
  }
  options(byId("regime"), state.regimes);
  if (!held(byId("regime"))) {
    byId("regime").value = state.regime;
  }
  choose(byId("generator-speed"), SPEEDS, state.speed, times);
  if (!held(byId("volatility"))) {
    byId("volatility").value = String(state.volatility);
  }
  pauseButton("generator-pause", state.paused);
  byId("generator-state").textContent = state.eventsPerSecond === 0
    ? "Stands still: no orders a second are asked for."
    : `${state.regime} for ${clock(state.regimeSeconds * MILLIS.second)} of its own time${state.paused ? ", paused" : ""}`;
}

/** Shows the replay, or hides it. */
export function drawReplay(state) {
  byId("replay").hidden = state === null;
  if (state === null) {
    return;
  }
  choose(byId("replay-speed"), [AS_FAST_AS_POSSIBLE, ...SPEEDS], state.speed, times);
  byId("position").max = String(state.lengthMillis);
  if (!held(byId("position"))) {
    byId("position").value = String(state.positionMillis);
  }
  pauseButton("replay-pause", state.paused);
  byId("replay-state").textContent = `${clock(state.positionMillis)} of ${clock(state.lengthMillis)}, `
    + `${state.state.replaceAll("_", " ")}${state.paused ? ", paused" : ""}`;
  byId("replay-file").textContent = state.file.split("/").at(-1);
}

/** Lets the knobs work; {@code change} takes a path and what is to be otherwise. */
export function connect(change) {
  const on = (id, event, path, body) => byId(id).addEventListener(event, () => {
    const element = byId(id);
    element.blur();
    change(path, body(element));
  });
  const paused = (element) => ({ paused: element.dataset.paused !== "true" });
  on("regime", "change", "/sim/generator", (select) => ({ regime: select.value }));
  on("generator-speed", "change", "/sim/generator", (select) => ({ speed: Number(select.value) }));
  on("volatility", "change", "/sim/generator", (input) => ({ volatility: Number(input.value) }));
  on("generator-pause", "click", "/sim/generator", paused);
  on("replay-speed", "change", "/sim/replay", (select) => ({ speed: Number(select.value) }));
  on("position", "change", "/sim/replay", (range) => ({ positionMillis: Number(range.value) }));
  on("replay-pause", "click", "/sim/replay", paused);
  on("taiwan-regime", "change", "/sim/taiwan", (select) => ({ regime: select.value }));
  on("taiwan-volatility", "change", "/sim/taiwan", (input) => ({ volatility: Number(input.value) }));
}

/** Shows which kind of day the Taiwan market has. */
export function drawTaiwanRegime(state) {
  options(byId("taiwan-regime"), state.regimes);
  if (!held(byId("taiwan-regime"))) {
    byId("taiwan-regime").value = state.regime;
  }
  if (!held(byId("taiwan-volatility"))) {
    byId("taiwan-volatility").value = String(state.volatility);
  }
}
