// The charts: one canvas each, with a legend of real buttons that also tells the newest values.

import { clock, NOTHING } from "./format.js";
import { newest } from "./history.js";
import { serviceOf, SERVICE_NAMES, shortName } from "./catalog.js";
import { cssColor, el, setAttribute, setText } from "./dom.js";

const WINDOWS = { 60: "minute", 300: "5 minutes", 900: "15 minutes" };
const DESCRIBE_MILLIS = 10_000;

export class Chart {
  #definition;
  #canvas = null;
  #hidden = new Set();
  #legend = new Map();
  #lines = [];
  #seconds = 300;
  #describedMillis = 0;
  visible = false;
  stale = true;

  constructor(definition) {
    this.#definition = definition;
    this.legend = el("ul", { class: "legend", "aria-label": `${definition.title}: lines` });
    this.plot = el("div", { class: "plot", role: "img", "aria-label": definition.title });
    this.empty = el("p", { class: "no-data", hidden: "" }, "Not reported in this time");
    this.element = el(
      "figure",
      { class: definition.wide ? "chart wide" : "chart", id: `chart-${definition.id}` },
      el("figcaption", {}, el("h3", {}, definition.title), el("span", { class: "unit" }, definition.unit)),
      this.legend,
      el("div", { class: "plot-frame" }, this.plot, this.empty),
    );
    this.element.chart = this;
  }

  /** Draws the history; returns whether there was anything to draw. Cheap while it is out of sight. */
  update(history, grid, seconds) {
    this.#lines = this.#read(history, grid);
    this.#seconds = seconds;
    const any = this.#lines.length > 0;
    this.empty.hidden = any;
    this.stale = true;
    if (this.visible) {
      this.draw(grid);
    }
    return any;
  }

  draw(grid) {
    this.stale = false;
    this.#updateLegend();
    if (this.#canvas === null) {
      this.#canvas = globalThis.echarts.init(this.plot, null, { renderer: "canvas" });
      this.#canvas.setOption(frame(this.#definition));
    }
    this.#canvas.setOption(
      {
        xAxis: { min: grid[0], max: grid.at(-1), minInterval: this.#seconds <= 60 ? 15_000 : 60_000 },
        yAxis: upright(this.#lines.filter((line) => !this.#hidden.has(line.name)), this.#definition),
        series: this.#lines.map((line) => series(line, grid, this.#hidden.has(line.name), this.#definition)),
      },
      { replaceMerge: ["series"], lazyUpdate: true },
    );
    this.#describe(grid.at(-1));
  }

  resize() {
    this.#canvas?.resize();
  }

  /** Forgets the canvas, because its colours changed. */
  repaint() {
    this.#canvas?.dispose();
    this.#canvas = null;
    this.stale = true;
  }

  #read(history, grid) {
    const { by, lines, combine = "sum" } = this.#definition;
    const wanted = by
      ? history.servicesWith(by, SERVICE_NAMES).map((service) => ({
          name: shortName(service), color: serviceOf(service).color, key: by, service, combine,
        }))
      : lines.map((line) => ({ ...line, service: null }));
    return wanted
      .map((line) => ({ ...line, values: history.read(line.key, line.service, line.combine, grid) }))
      .filter((line) => line.values.some((value) => value !== null));
  }

  #updateLegend() {
    const names = new Set(this.#lines.map((line) => line.name));
    for (const [name, item] of this.#legend) {
      if (!names.has(name)) {
        item.element.remove();
        this.#legend.delete(name);
      }
    }
    this.#lines.forEach((line) => {
      const item = this.#legend.get(line.name) ?? this.#addToLegend(line);
      const value = newest(line.values);
      setText(item.value, value === null ? NOTHING : this.#definition.format(value));
    });
  }

  #addToLegend(line) {
    const value = el("b", {});
    const swatch = el("i", { class: line.dashed ? "swatch dashed" : "swatch", "aria-hidden": "true" });
    swatch.style.setProperty("--swatch", `var(${line.color})`);
    const button = el("button", { type: "button", "aria-pressed": "true", title: `Show or hide ${line.name}` },
      swatch, el("span", {}, line.name), value);
    button.addEventListener("click", () => {
      const hide = !this.#hidden.delete(line.name);
      if (hide) {
        this.#hidden.add(line.name);
      }
      setAttribute(button, "aria-pressed", String(!hide));
      this.element.dispatchEvent(new CustomEvent("redraw", { bubbles: true }));
    });
    const element = el("li", {}, button);
    this.legend.append(element);
    const item = { element, value };
    this.#legend.set(line.name, item);
    return item;
  }

  /** What a screen reader says about the picture; not every second, because it is a lot to hear. */
  #describe(nowMillis) {
    if (nowMillis - this.#describedMillis < DESCRIBE_MILLIS) {
      return;
    }
    this.#describedMillis = nowMillis;
    const { title, unit, format } = this.#definition;
    const said = this.#lines.map((line) => {
      const finite = line.values.filter((value) => value !== null);
      return `${line.name} now ${format(newest(line.values))}, highest ${format(Math.max(...finite))}`;
    });
    setAttribute(this.plot, "aria-label",
      `${title}, ${unit}, last ${WINDOWS[this.#seconds]}: ${said.join("; ") || "nothing reported"}.`);
  }
}

function series(line, grid, hidden, definition) {
  const color = cssColor(line.color);
  return {
    id: line.name,
    name: line.name,
    type: "line",
    data: hidden ? [] : line.values.map((value, index) => [grid[index], value]),
    step: definition.step ? "end" : false,
    symbol: "none",
    connectNulls: false,
    animation: false,
    silent: true,
    color,
    lineStyle: { width: 1.7, type: line.dashed ? [5, 4] : "solid", join: "round", cap: "round" },
    areaStyle: line.area ? { color, opacity: 0.13 } : undefined,
    z: line.dashed ? 3 : 2,
  };
}

/** What does not change from second to second. */
function frame(definition) {
  const muted = cssColor("--muted");
  const grid = cssColor("--rule");
  return {
    animation: false,
    textStyle: { fontFamily: "inherit" },
    grid: { left: 58, right: 10, top: 12, bottom: 24 },
    xAxis: {
      type: "time",
      axisLine: { lineStyle: { color: grid } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { color: muted, fontSize: 11.5, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: axisTime },
    },
    yAxis: {
      type: "value",
      axisLabel: { color: muted, fontSize: 11.5, margin: 8, formatter: (value) => axisLabel(value, definition) },
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: grid } },
    },
    tooltip: {
      trigger: "axis",
      confine: true,
      transitionDuration: 0,
      padding: 0,
      borderWidth: 0,
      backgroundColor: "transparent",
      extraCssText: "box-shadow: none",
      axisPointer: { type: "line", lineStyle: { color: muted, width: 1, type: "solid" }, label: { show: false } },
      formatter: (points) => tip(points, definition),
    },
  };
}

/** The upright axis: three or four round steps, at least up to the floor, so that noise does not look like news. */
function upright(lines, { floor, ceiling, unitSize = 1, zoom = false }) {
  const values = lines.flatMap((line) => line.values.filter((value) => value !== null));
  const least = Math.min(...values);
  const from = zoom && values.length > 0 ? ([0.99, 0.95, 0.8].find((edge) => least > edge) ?? 0) : Math.min(0, least * 1.06);
  const head = Math.max(from < 0 ? 0 : floor, ...values.map((value) => value * 1.06)) - from;
  const reach = ceiling === undefined ? head : Math.min(head, ceiling - from);
  const interval = roundStep((from < 0 ? Math.max(reach, floor) : reach) / 3 / unitSize) * unitSize;
  const min = from < 0 ? -Math.ceil(-from / interval - 1e-9) * interval : from;
  const max = min + Math.ceil((from - min + reach) / interval - 1e-9) * interval;
  return { min, interval, max: ceiling === undefined ? max : Math.min(max, ceiling) };
}

function roundStep(rough) {
  const scale = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5].find((step) => step * scale >= rough * 0.999) ?? 10) * scale;
}

function axisLabel(value, definition) {
  return definition.format(value).replace("/s", "");
}

function axisTime(epochMillis) {
  const date = new Date(epochMillis);
  const two = (number) => String(number).padStart(2, "0");
  const minutes = `${two(date.getHours())}:${two(date.getMinutes())}`;
  return date.getSeconds() === 0 ? minutes : `${minutes}:${two(date.getSeconds())}`;
}

/** A tooltip as DOM nodes: the content security policy allows no inline styles, and names are never markup. */
function tip(points, definition) {
  const rows = points
    .filter((point) => point.value[1] !== null && point.value[1] !== undefined)
    .sort((a, b) => b.value[1] - a.value[1])
    .map((point) => {
      const swatch = el("i", { class: "swatch" });
      swatch.style.setProperty("--swatch", point.color);
      return el("li", {}, swatch, el("span", {}, point.seriesName), el("b", {}, definition.format(point.value[1])));
    });
  const body = rows.length > 0 ? el("ul", {}, ...rows) : el("p", {}, "no sample");
  return el("div", { class: "tip" }, el("time", {}, clock(points[0].value[0])), body);
}

