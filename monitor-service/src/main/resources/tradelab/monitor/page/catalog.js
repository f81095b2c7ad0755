// What the page shows, as data: services, tiles, sections and charts. The keys are those of ServiceSample.

import { amount, bytes, count, millis, money, percent, rate } from "./format.js";

const MEBI = 1024 * 1024;

/** The services of the suite in the order of the data's way, each with its colour and what its heart beats for: a rate, unless
 * `format` says what else. */
export const SERVICES = [
  { name: "market-data-service", color: "--c-blue", pulse: "cache.reads.perSecond", pulseName: "Cache reads" },
  { name: "trading-service", color: "--c-violet", pulse: "orders.accepted.perSecond", pulseName: "Orders accepted" },
  { name: "venue-simulator", color: "--c-teal", pulse: "http.requests.perSecond", pulseName: "Requests" },
  { name: "loadgen-service", color: "--c-amber", pulse: "load.achieved.perSecond", pulseName: "Load achieved" },
  { name: "monitor-service", color: "--c-green", pulse: "http.requests.perSecond", pulseName: "Requests" },
  { name: "report-service", color: "--c-pink", pulse: "http.requests.perSecond", pulseName: "Requests" },
];

/** What may run beside them; nobody misses it. */
const EXAMPLES = [{ name: "market-maker", color: "--c-grey", pulse: "strategy.quotes", pulseName: "Quotes standing", format: count }];

export const SERVICE_NAMES = SERVICES.map((service) => service.name);

const OTHER = { color: "--c-grey", pulse: "http.requests.perSecond", pulseName: "Requests" };

export function serviceOf(name) {
  return [...SERVICES, ...EXAMPLES].find((service) => service.name === name) ?? { name, ...OTHER };
}

/** A service's name where room is short and the context says that it is one. */
export function shortName(name) {
  return name.replace(/-(service|simulator)$/, "");
}

/** The numbers at the top: `of` picks from the overview, `line` is the history behind it, `note` says more. */
export const TILES = [
  {
    name: "Requests",
    of: (it) => it.requestsPerSecond,
    format: rate,
    line: { key: "http.requests.perSecond", combine: "sum" },
    color: "--c-blue",
    note: (it) => `${rate(it.errorsPerSecond)} errors`,
    alarm: (it) => it.errorsPerSecond > 0.01 * it.requestsPerSecond,
  },
  {
    name: "Slowest p99",
    of: (it) => it.p99Millis,
    format: millis,
    line: { key: "http.p99.millis", combine: "max" },
    color: "--c-pink",
    note: (it, views) => slowest(views, "http.p99.millis"),
  },
  {
    name: "Cache hits",
    of: (it) => it.cacheHitRatio,
    format: percent,
    line: { key: "cache.hit.ratio", combine: "max" },
    color: "--c-teal",
    note: (it, views) => `${rate(sum(views, "cache.reads.perSecond"))} reads`,
  },
  {
    name: "Orders accepted",
    of: (it) => it.ordersAcceptedPerSecond,
    format: rate,
    line: { key: "orders.accepted.perSecond", combine: "sum" },
    color: "--c-violet",
    note: (it) => `${count(it.ordersOpen)} open`,
  },
  {
    name: "Orders in doubt",
    of: (it) => it.ordersInDoubt,
    format: count,
    line: { key: "orders.inDoubt", combine: "sum" },
    color: "--c-red",
    note: (it) => (it.ordersInDoubt > 0 ? "sent, not yet proven" : "every answer known"),
    alarm: (it) => it.ordersInDoubt > 0,
  },
  {
    name: "Event loop lag p99",
    of: (it) => it.loopLagP99Millis,
    format: millis,
    line: { key: "loop.lag.p99.millis", combine: "max" },
    color: "--c-amber",
    note: (it, views) => slowest(views, "loop.lag.p99.millis"),
    alarm: (it) => it.loopLagP99Millis > 50,
  },
];

function heard(views, key) {
  return views.filter((view) => view.state !== "LOST" && view.state !== "STOPPED" && key in view.values);
}

function slowest(views, key) {
  const worst = heard(views, key).sort((a, b) => b.values[key] - a.values[key])[0];
  return worst ? shortName(worst.service) : "";
}

function sum(views, key) {
  const having = heard(views, key);
  return having.length === 0 ? null : having.reduce((total, view) => total + view.values[key], 0);
}

/** A line of its own: a key over all services. */
function line(name, key, color, more = {}) {
  return { name, key, color, combine: "sum", ...more };
}

/**
 * Charts: `by` draws a line for each service that has the key, `lines` names them one by one. `wide` takes half a row
 * of a desktop, the others a third. `floor` is the least upper end of the axis, `ceiling` the highest there can be; `zoom`
 * lets the axis of a share begin near its values. Values below 0 make room for themselves.
 */
export const SECTIONS = [
  {
    id: "traffic",
    title: "Traffic",
    empty: "No service has served a request yet.",
    charts: [
      { id: "requests", title: "Requests", unit: "per second", wide: true, by: "http.requests.perSecond", format: rate, floor: 1 },
      { id: "p99", title: "Latency p99", unit: "milliseconds", wide: true, by: "http.p99.millis", combine: "max", format: millis, floor: 1 },
      { id: "p50", title: "Latency p50", unit: "milliseconds", by: "http.p50.millis", combine: "max", format: millis, floor: 1 },
      { id: "errors", title: "Errors", unit: "per second", by: "http.errors.perSecond", format: rate, floor: 1 },
      { id: "bus", title: "Event bus latency p99", unit: "milliseconds", by: "bus.latency.p99.millis", combine: "max", format: millis, floor: 1 },
    ],
  },
  {
    id: "orders",
    title: "Orders",
    empty: "No orders: trading-service has not reported any order flow.",
    charts: [
      {
        id: "order-flow", title: "Order flow", unit: "orders per second", wide: true, format: rate, floor: 1,
        lines: [
          line("Accepted", "orders.accepted.perSecond", "--c-blue"),
          line("Cancelled", "orders.cancelled.perSecond", "--c-amber"),
          line("Filled", "orders.filled.perSecond", "--c-teal"),
        ],
      },
      {
        id: "orders-at-hand", title: "Orders at hand", unit: "orders", wide: true, format: count, floor: 1,
        lines: [
          line("Open", "orders.open", "--c-blue"),
          line("Queued", "orders.queued", "--c-amber"),
          line("In doubt", "orders.inDoubt", "--c-red"),
        ],
      },
      {
        id: "batches", title: "Batch sizes", unit: "orders per batch, mean", format: count, floor: 1,
        lines: [
          line("Commit group", "commit.group.mean", "--c-violet", { combine: "max" }),
          line("Venue batch", "venue.batch.mean", "--c-teal", { combine: "max" }),
        ],
      },
      { id: "commit", title: "Commit latency p99", unit: "milliseconds", format: millis, floor: 1,
        lines: [line("Commit p99", "commit.p99.millis", "--c-pink", { combine: "max", area: true })] },
      { id: "venue-calls", title: "Venue calls", unit: "per second", format: rate, floor: 1,
        lines: [line("Calls", "venue.calls.perSecond", "--c-teal", { area: true })] },
    ],
  },
  {
    id: "strategy",
    title: "Strategy",
    empty: "No strategy is running.",
    emptyHint: "Start one with ./tradelab up --market-maker.",
    presence: "strategy.position",
    charts: [
      {
        id: "profit", title: "Profit and loss", unit: "quote currency, before fees", format: money, floor: 0.01,
        lines: [
          line("Total", "strategy.profit", "--c-blue", { area: true }),
          line("Realized", "strategy.profit.realized", "--c-teal"),
          line("Unrealized", "strategy.profit.unrealized", "--c-amber", { dashed: true }),
        ],
      },
      { id: "position", title: "Position", unit: "base currency", format: amount, floor: 0.01, step: true,
        lines: [line("Position", "strategy.position", "--c-violet", { area: true })] },
      { id: "quotes", title: "Quotes outstanding", unit: "orders at the venue", format: count, floor: 2, step: true,
        lines: [line("Quotes", "strategy.quotes", "--c-blue", { area: true })] },
    ],
  },
  {
    id: "market",
    title: "Market data",
    empty: "No market data: market-data-service has not reported a feed.",
    charts: [
      {
        id: "frames", title: "Feed", unit: "per second", format: rate, floor: 1,
        lines: [
          line("Frames in", "feed.frames.perSecond", "--c-blue"),
          line("Quotes out", "quotes.published.perSecond", "--c-teal"),
        ],
      },
      {
        id: "books", title: "Order books", unit: "books", format: count, floor: 1, step: true,
        lines: [line("Live", "books.live", "--c-green", { area: true }), line("Crossed", "books.crossed", "--c-red")],
      },
      { id: "cache", title: "Cache hit rate", unit: "share of reads", format: percent, floor: 1, ceiling: 1, zoom: true,
        lines: [line("Hits", "cache.hit.ratio", "--c-teal", { combine: "max" })] },
    ],
  },
  {
    id: "load",
    title: "Load run",
    empty: "No load test is running.",
    emptyHint: "Start one with ./tradelab load URL, or with POST /api/performance/load-test on loadgen-service.",
    presence: "load.offered.perSecond",
    charts: [
      {
        id: "offered", title: "Offered and achieved", unit: "requests per second", format: rate, floor: 1,
        lines: [
          line("Offered", "load.offered.perSecond", "--c-amber", { dashed: true }),
          line("Achieved", "load.achieved.perSecond", "--c-blue", { area: true }),
          line("Errors", "load.errors.perSecond", "--c-red"),
        ],
      },
      {
        id: "load-latency", title: "Latency from the intended start", unit: "milliseconds", format: millis, floor: 1,
        lines: [
          line("p50", "load.p50.millis", "--c-blue", { combine: "max" }),
          line("p99", "load.p99.millis", "--c-pink", { combine: "max" }),
        ],
      },
      { id: "load-lag", title: "Schedule lag p99", unit: "milliseconds", format: millis, floor: 1,
        lines: [line("Lag p99", "load.lag.p99.millis", "--c-violet", { combine: "max", area: true })] },
    ],
  },
  {
    id: "jvm",
    title: "JVM and event loops",
    empty: "No service has reported its JVM yet.",
    charts: [
      { id: "cpu", title: "CPU", unit: "share of the machine", wide: true, by: "process.cpu.ratio", combine: "max", format: percent, floor: 0.05, ceiling: 1 },
      { id: "heap", title: "Heap used", unit: "bytes", wide: true, by: "heap.used.bytes", format: bytes, floor: 16 * MEBI, unitSize: MEBI },
      { id: "gc", title: "GC pauses", unit: "milliseconds in each second", by: "gc.pause.millis", combine: "max", format: millis, floor: 1 },
      { id: "lag", title: "Event loop lag p99", unit: "milliseconds", by: "loop.lag.p99.millis", combine: "max", format: millis, floor: 1 },
      { id: "threads", title: "Threads", unit: "threads", by: "threads", format: count, floor: 10 },
    ],
  },
];
