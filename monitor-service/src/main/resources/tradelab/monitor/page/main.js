// Puts the page together: the stream feeds the history, and once a second everything in sight is drawn from it.

import { Cards, Tiles } from "./cards.js";
import { SECTIONS } from "./catalog.js";
import { Chart } from "./charts.js";
import { el, setAttribute, setText } from "./dom.js";
import { span } from "./format.js";
import { History, newest } from "./history.js";
import { Stream } from "./stream.js";

const SPARK_SECONDS = 120;
const LEVELS = { HEALTHY: "Healthy", DEGRADED: "Degraded", FAILING: "Failing" };
const THEMES = [["auto", "Auto", "as the system"], ["dark", "Dark", "dark"], ["light", "Light", "light"]];

const byId = (id) => document.getElementById(id);

const history = new History();
const tiles = new Tiles(byId("tiles"));
const cards = new Cards(byId("cards"), byId("unseen-services"));
const sections = SECTIONS.map(buildSection);
const charts = sections.flatMap((section) => section.charts);

let seconds = 300;
let paused = false;
let grid = [];
let lostSince = 0;

function buildSection(definition) {
  const charts = definition.charts.map((chart) => new Chart(chart));
  const grid = el("div", { class: "charts" }, ...charts.map((chart) => chart.element));
  const empty = el("div", { class: "empty" }, el("p", {}, definition.empty));
  if (definition.emptyHint) {
    empty.append(el("p", { class: "quiet" }, definition.emptyHint));
  }
  const state = el("span", { class: "section-state" });
  const title = el("h2", { id: `${definition.id}-title` }, definition.title);
  const element = el("section", { id: definition.id, "aria-labelledby": `${definition.id}-title` },
    el("div", { class: "section-head" }, title, state), empty, grid);
  byId("chart-sections").append(element);
  return { definition, charts, grid, empty, state };
}

function buildLinks() {
  const links = [["overview", "Overview"], ["services", "Services"], ...SECTIONS.map(({ id, title }) => [id, title])];
  byId("section-links").append(...links.map(([id, title]) => el("li", {}, el("a", { href: `#${id}` }, title))));
}

function draw() {
  if (history.overview === null) {
    return;
  }
  grid = history.grid(seconds);
  const sparkGrid = grid.slice(-SPARK_SECONDS);
  drawVerdict(history.overview.verdict);
  tiles.update(history, sparkGrid);
  cards.update(history, sparkGrid);
  sections.forEach(drawSection);
}

function drawSection(section) {
  const any = section.charts.map((chart) => chart.update(history, grid, seconds)).some(Boolean);
  section.empty.hidden = any;
  section.grid.hidden = !any;
  if (section.definition.presence && any) {
    const running = newest(history.read(section.definition.presence, null, "sum", grid)) !== null;
    setText(section.state, running ? "Running" : section.definition.empty);
    setAttribute(section.state, "data-on", String(running));
  } else {
    setText(section.state, "");
  }
}

function drawVerdict(verdict) {
  setAttribute(byId("verdict"), "data-level", verdict.level);
  setAttribute(byId("verdict-box"), "data-level", verdict.level);
  setText(byId("verdict-word"), LEVELS[verdict.level]);
  setText(byId("summary"), verdict.reasons.length > 1 ? `${verdict.reasons.length} things need a look:` : verdict.summary);
  const shown = verdict.reasons.length > 1 ? verdict.reasons : [];
  const list = byId("reasons");
  const signature = shown.map((reason) => reason.level + reason.text).join("\n");
  if (list.dataset.shown !== signature) {
    list.dataset.shown = signature;
    list.replaceChildren(...shown.map((reason) => el("li", { "data-level": reason.level },
      el("span", { class: "dot", "aria-hidden": "true" }), el("span", { class: "unseen" }, `${LEVELS[reason.level]}: `), reason.text)));
  }
  document.title = verdict.level === "HEALTHY" ? "Tradelab live" : `${LEVELS[verdict.level]} · Tradelab live`;
}

function drawConnection(state) {
  if (state === "lost" && lostSince === 0) {
    lostSince = Date.now();
  } else if (state === "live") {
    lostSince = 0;
  }
  setAttribute(document.body, "data-connection", state);
  const texts = { live: paused ? "Paused" : "Live", connecting: "Connecting…", lost: `No connection for ${span(Date.now() - lostSince)}, trying again` };
  setText(byId("connection-text"), texts[state]);
  if (state === "lost") {
    // What was healthy a while ago need not be so now.
    setText(byId("verdict-word"), "Unknown");
    document.title = "No connection · Tradelab live";
  }
}

function watchVisibility() {
  const observer = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      target.chart.visible = isIntersecting;
      if (isIntersecting && target.chart.stale && grid.length > 0) {
        target.chart.draw(grid);
      }
    }
  }, { rootMargin: "240px" });
  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => target.closest("figure").chart.resize()));
  for (const chart of charts) {
    observer.observe(chart.element);
    sizes.observe(chart.plot);
  }
}

function wireControls() {
  const windows = [...document.querySelectorAll("[data-seconds]")];
  for (const button of windows) {
    button.addEventListener("click", () => {
      seconds = Number(button.dataset.seconds);
      windows.forEach((other) => setAttribute(other, "aria-pressed", String(other === button)));
      draw();
    });
  }
  byId("pause").addEventListener("click", (event) => {
    paused = !paused;
    setAttribute(event.currentTarget, "aria-pressed", String(paused));
    drawConnection(document.body.dataset.connection);
    if (!paused) {
      draw();
    }
  });
  document.addEventListener("redraw", draw);
  document.addEventListener("visibilitychange", () => document.hidden || paused || draw());
  wireTheme();
}

function wireTheme() {
  const show = () => {
    const [, word, title] = THEMES.find(([name]) => name === (document.documentElement.dataset.theme ?? "auto"));
    setText(byId("theme-text"), word);
    byId("theme").title = `Theme: ${title}`;
    charts.forEach((chart) => chart.repaint());
    draw();
  };
  byId("theme").addEventListener("click", () => {
    const names = THEMES.map(([name]) => name);
    const next = names[(names.indexOf(document.documentElement.dataset.theme ?? "auto") + 1) % names.length];
    if (next === "auto") {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = next;
    }
    remember("tradelab.theme", next);
    show();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", show);
  show();
}

function remember(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Storage is forbidden: the choice lasts as long as the page.
  }
}

buildLinks();
wireControls();
watchVisibility();
const stream = new Stream("/api/v1/stream", {
  onHistory: (message) => history.reset(message),
  onTick: (message) => {
    history.tick(message);
    if (!paused && !document.hidden) {
      requestAnimationFrame(draw);
    }
  },
  onState: drawConnection,
});
stream.open();
setInterval(() => document.body.dataset.connection === "lost" && drawConnection("lost"), 1000);
