// The tiles at the top and a card for each instance of a service.

import { bytes, millis, NOTHING, percent, rate, span } from "./format.js";
import { serviceOf, SERVICE_NAMES, TILES } from "./catalog.js";
import { el, setAttribute, setText, sparkPath, svg } from "./dom.js";
import { newest } from "./history.js";

const SPARK_WIDTH = 200;
const SPARK_HEIGHT = 36;

const STATES = {
  READY: { word: "Ready", sign: "M3 8.5l3.2 3.2L13 5" },
  WAITING: { word: "Not ready", sign: "M8 4v4.5l3 2" },
  DRAINING: { word: "Draining", sign: "M8 3v8M4.5 8L8 11.5 11.5 8" },
  STOPPED: { word: "Stopped", sign: "M4.5 4.5h7v7h-7z" },
  LOST: { word: "Lost", sign: "M4 4l8 8M12 4l-8 8" },
};

function spark() {
  const area = svg("path", { class: "spark-area" });
  const line = svg("path", { class: "spark-line" });
  const picture = svg("svg", {
    class: "spark", viewBox: `0 0 ${SPARK_WIDTH} ${SPARK_HEIGHT}`, preserveAspectRatio: "none", "aria-hidden": "true",
  }, area, line);
  return {
    picture,
    draw(values) {
      const path = sparkPath(values, SPARK_WIDTH, SPARK_HEIGHT);
      line.setAttribute("d", path.line);
      area.setAttribute("d", path.area);
    },
  };
}

/** The numbers at the top. */
export class Tiles {
  #tiles;

  constructor(list) {
    this.#tiles = TILES.map((definition) => {
      const value = el("strong", {}, NOTHING);
      const note = el("span", { class: "note" }, "");
      const line = spark();
      const element = el("li", { class: "tile" }, el("span", { class: "name" }, definition.name), value, note, line.picture);
      element.style.setProperty("--line", `var(${definition.color})`);
      list.append(element);
      return { definition, element, value, note, line };
    });
  }

  update(history, grid) {
    for (const { definition, element, value, note, line } of this.#tiles) {
      const number = definition.of(history.overview) ?? null;
      const alarm = number !== null && (definition.alarm?.(history.overview) ?? false);
      setText(value, definition.format(number));
      setText(note, number === null ? "not reported" : definition.note(history.overview, history.views));
      setAttribute(element, "data-alarm", String(alarm));
      setAttribute(element, "data-absent", String(number === null));
      line.draw(history.read(definition.line.key, null, definition.line.combine, grid));
    }
  }
}

/** The cards of the services. */
export class Cards {
  #cards = new Map();

  constructor(place, unseen) {
    this.place = place;
    this.unseen = unseen;
  }

  update(history, grid) {
    const views = [...history.views].sort(byHouseOrder);
    const ids = new Set(views.map(idOf));
    for (const [id, card] of this.#cards) {
      if (!ids.has(id)) {
        card.element.remove();
        this.#cards.delete(id);
      }
    }
    let before = null;
    for (const view of views) {
      const card = this.#cards.get(idOf(view)) ?? this.#add(view);
      const due = before === null ? this.place.firstElementChild : before.nextElementSibling;
      if (card.element !== due) {
        this.place.insertBefore(card.element, due);
      }
      before = card.element;
      card.update(view, history, grid);
    }
    const missing = SERVICE_NAMES.filter((name) => !views.some((view) => view.service === name));
    setText(this.unseen, missing.length === 0 ? "" : `Not seen: ${missing.join(", ")}.`);
  }

  #add(view) {
    const card = new Card(view);
    this.#cards.set(idOf(view), card);
    return card;
  }
}

function idOf(view) {
  return `${view.service}/${view.instance}`;
}

function byHouseOrder(a, b) {
  const place = (view) => {
    const index = SERVICE_NAMES.indexOf(view.service);
    return index < 0 ? SERVICE_NAMES.length : index;
  };
  return place(a) - place(b) || a.service.localeCompare(b.service) || a.startedEpochMillis - b.startedEpochMillis;
}

class Card {
  #facts = {};
  #spark = spark();
  #badge;
  #sign;
  #word;
  #life;
  #pulseName;
  #pulseValue;

  constructor(view) {
    const service = serviceOf(view.service);
    this.#sign = svg("path", {});
    this.#word = el("span", {});
    this.#badge = el("span", { class: "badge" }, svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" }, this.#sign), this.#word);
    this.#life = el("span", { class: "life" });
    this.#pulseName = el("span", {}, service.pulseName);
    this.#pulseValue = el("b", {});
    const facts = el("dl", {}, ...["CPU", "Heap", "Loop lag p99"].flatMap((name) => this.#fact(name)));
    const title = el("h3", { title: `instance ${view.instance}` }, view.service);
    this.element = el("article", { class: "card" }, title, el("p", { class: "condition" }, this.#badge, this.#life), facts,
      el("p", { class: "pulse" }, this.#pulseName, this.#pulseValue), this.#spark.picture);
    this.element.style.setProperty("--line", `var(${service.color})`);
    this.pulse = service.pulse;
    this.format = service.format ?? rate;
  }

  #fact(name) {
    const value = el("dd", {});
    this.#facts[name] = value;
    return [el("div", {}, el("dt", {}, name), value)];
  }

  update(view, history, grid) {
    const state = STATES[view.state];
    setAttribute(this.element, "data-state", view.state);
    setAttribute(this.#sign, "d", state.sign);
    setText(this.#word, state.word);
    setText(this.#life, life(view));
    const silent = view.state === "LOST" || view.state === "STOPPED";
    const value = (key) => (silent ? null : view.values[key] ?? null);
    setText(this.#facts["CPU"], percent(value("process.cpu.ratio")));
    setText(this.#facts["Heap"], heap(value("heap.used.bytes"), value("heap.max.bytes")));
    setText(this.#facts["Loop lag p99"], millis(value("loop.lag.p99.millis")));
    const beats = history.read(this.pulse, view.service, "sum", grid);
    setText(this.#pulseValue, silent ? NOTHING : this.format(newest(beats)));
    this.#spark.draw(beats);
  }
}

function life(view) {
  switch (view.state) {
    case "LOST":
      return `Silent for ${span(view.silentMillis)}`;
    case "STOPPED":
      return `Stopped ${span(view.silentMillis)} ago`;
    case "WAITING":
      return view.status || "Does not say why";
    default:
      return `Up ${span(view.uptimeMillis)}`;
  }
}

function heap(used, max) {
  return used === null || !max ? bytes(used) : `${bytes(used)} · ${Math.round((100 * used) / max)} %`;
}
