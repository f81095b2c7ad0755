// Draws what the venue says. Text goes in as text: ids and names are never markup.

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

const byId = (id) => document.getElementById(id);
const clock = new Intl.DateTimeFormat([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
const taipei = new Intl.DateTimeFormat([], { timeStyle: "medium", hourCycle: "h23", timeZone: "Asia/Taipei" });
const whole = new Intl.NumberFormat("en");

/** Groups the digits before the point; decimal text stays decimal text. */
function grouped(text) {
  const [before, after] = text.split(".");
  return before.replace(/\B(?=(\d{3})+$)/g, ",") + (after === undefined ? "" : `.${after}`);
}

function row(...cells) {
  return el("tr", {}, ...cells.map((cell) => (cell instanceof Node ? cell : el("td", {}, String(cell)))));
}

const number = (text, kind = "") => el("td", { class: `number ${kind}` }, text);

function fillTable(id, rows, emptyId) {
  byId(id).tBodies[0].replaceChildren(...rows);
  byId(id).hidden = rows.length === 0;
  byId(emptyId).hidden = rows.length > 0;
}

function levels(side, list, max) {
  return list.map((level) => {
    const bar = el("i");
    bar.style.width = `${Math.min(100, (100 * Number(level.amount)) / max)}%`;
    return el("div", { class: "level", "data-side": side }, bar,
      el("b", {}, grouped(level.price)), el("span", {}, grouped(level.amount)),
      el("span", { class: "count" }, `${level.count}×`));
  });
}

function book(view) {
  const max = Math.max(...[...view.bids, ...view.asks].map((level) => Number(level.amount)), 0) || 1;
  const bid = Number(view.bids[0]?.price ?? 0);
  const ask = Number(view.asks[0]?.price ?? 0);
  const spread = bid && ask ? `spread ${grouped(String(Number((ask - bid).toPrecision(6))))}` : "one side is empty";
  byId("book").replaceChildren(
    ...levels("ask", view.asks, max).reverse(),
    el("div", { class: "spread", "data-crossed": String(bid > 0 && ask > 0 && bid >= ask) },
      el("strong", {}, view.lastPrice === "0" ? "no trade yet" : grouped(view.lastPrice)), el("span", {}, spread)),
    ...levels("bid", view.bids, max));
}

function account(each) {
  const orders = each.openOrders === 1 ? "1 open order" : `${whole.format(each.openOrders)} open orders`;
  const rows = each.wallets.map((wallet) => row(
    `${wallet.currency} ${wallet.type}`,
    number(grouped(wallet.balance)),
    number(grouped(wallet.available))));
  return el("div", { class: "account" }, el("h3", {}, each.key, el("span", {}, ` · ${orders}`)),
    el("div", { class: "scroll" }, el("table", {},
      el("thead", {}, el("tr", {}, el("th", {}, "Wallet"), el("th", { class: "number" }, "Balance"),
        el("th", { class: "number" }, "Available"))),
      el("tbody", {}, ...rows))));
}

function tiles(view) {
  const figures = [
    ["Arrivals", view.arrivals],
    ["Orders accepted", view.accepted],
    ["Orders refused", view.refused],
    ["Open orders", view.openOrders],
    ["WebSockets", view.connections],
    ["Book", view.replayed ? "replayed" : "matched"],
  ];
  byId("tiles").replaceChildren(...figures.map(([name, value]) => el("li", { class: "tile" },
    el("span", {}, name), el("strong", {}, typeof value === "number" ? whole.format(value) : value))));
}

function faults(view, switchOff) {
  fillTable("faults", view.faults.map((fault) => {
    const button = el("button", { type: "button", class: "button" }, "Switch off");
    button.setAttribute("aria-label", `Switch off ${fault.id}`);
    button.addEventListener("click", () => switchOff(fault.id));
    return row(fault.kind === fault.id ? fault.kind : `${fault.kind} (${fault.id})`, fault.scope, fault.end,
      number(whole.format(fault.strikes)), el("td", { class: "number" }, button));
  }), "no-faults");
  byId("faults-panel").dataset.on = String(view.faults.length > 0);
  byId("clear").hidden = view.faults.length < 2;
}

/** Shows a whole view; {@code switchOff} takes the id of a fault. */
export function draw(view, switchOff) {
  tiles(view);
  faults(view, switchOff);
  book(view);
  fillTable("trades", view.trades.map((trade) => row(
    clock.format(trade.millis), number(grouped(trade.price)),
    number(grouped(trade.amount.replace("-", "")), trade.amount.startsWith("-") ? "sell" : "buy"))), "no-trades");
  byId("accounts").replaceChildren(...view.accounts.map(account));
  fillTable("orders", view.orders.map((order) => row(
    order.id, order.account, order.symbol, order.type,
    number(grouped(order.amount), order.amount.startsWith("-") ? "sell" : "buy"),
    number(grouped(order.price)), order.status)), "no-orders");
}

export function drawTaiwan(state) {
  byId("taiwan").hidden = state === null;
  if (state !== null) {
    const figures = { Date: state.date, Phase: state.halted ? `${state.phase}, halted` : state.phase,
      "Market time": taipei.format(state.marketTime), Securities: whole.format(state.securities),
      Events: whole.format(state.events), WebSockets: whole.format(state.subscribers), Digest: state.digest };
    byId("taiwan-figures").replaceChildren(...Object.entries(figures).map(([name, value]) =>
      el("div", {}, el("dt", {}, name), el("dd", {}, value))));
  }
}
