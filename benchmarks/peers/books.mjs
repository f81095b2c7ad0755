// The book code of bitfinex-api-node and ccxt on recorded changes: node books.mjs PEER CHANGES FOLDER
// CHANGES: one "price count amount" a line; "S" begins a snapshot. FOLDER: holds node_modules with both packages.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [peer, changes, folder] = process.argv.slice(2);
const require = createRequire(pathToFileURL(folder + '/'));
const rows = readFileSync(changes, 'utf8').trim().split('\n').map(line => line === 'S' ? null : line.split(' ').map(Number));
const updates = rows.filter(row => row !== null).length;

async function bookOf(name) {
  if (name === 'bitfinex-api-node') {
    const { OrderBook } = require('bfx-api-node-models');
    let book = [];
    return {
      clear: () => { book = []; },
      apply: row => OrderBook.updateArrayOBWith(book, row),
      checksum: () => OrderBook.checksumArr(book)
    };
  }
  const root = folder + '/node_modules/ccxt/';
  const { CountedOrderBook } = await import(pathToFileURL(root + 'js/src/base/ws/OrderBook.js'));
  const ccxt = (await import(pathToFileURL(root + 'js/ccxt.js'))).default;
  const exchange = new ccxt.pro.bitfinex();
  let book = new CountedOrderBook({}, 100);
  const subscription = { symbol: 'tBTCUSD', prec: 'P0', len: 100 };
  const client = { resolve: () => {} };
  const symbol = exchange.safeSymbol('tBTCUSD');
  return {
    handler: { // its feed's own way from a message, already parsed, to the book
      clear: () => { delete exchange.orderbooks[symbol]; },
      apply: row => {
        const first = !(symbol in exchange.orderbooks);
        exchange.handleOrderBook(client, [1, first ? [row] : row], subscription);
      },
      take: () => { book = exchange.orderbooks[symbol]; }
    },
    clear: () => { book = new CountedOrderBook({}, 100); },
    apply: ([price, count, amount]) =>
      (amount > 0 ? book.bids : book.asks).storeArray([price, count === 0 ? 0 : Math.abs(amount), count]),
    checksum: () => { // as its handler of checksums does it
      const parts = [];
      for (let i = 0; i < 25; i++) {
        const bid = book.bids[i];
        const ask = book.asks[i];
        if (bid !== undefined) {
          parts.push(exchange.numberToString(bid[0]), exchange.numberToString(bid[1]));
        }
        if (ask !== undefined) {
          parts.push(exchange.numberToString(ask[0]), exchange.numberToString(-ask[1]));
        }
      }
      return exchange.crc32(parts.join(':'), true);
    }
  };
}

const made = await bookOf(peer);
function pass(book, withChecksum) {
  book.clear();
  const begin = process.cpuUsage();
  for (const row of rows) {
    if (row === null) {
      book.clear();
    } else {
      book.apply(row);
      if (withChecksum) {
        book.checksum();
      }
    }
  }
  const used = process.cpuUsage(begin); // the machine may have other things to do
  const seconds = (used.user + used.system) / 1e6;
  return Math.round(updates / seconds);
}

pass(made, false);
const plain = pass(made, false);
const checked = pass(made, true);
const sum = made.checksum();
let handled = '';
if (made.handler) {
  pass(made.handler, false);
  handled = ' ' + pass(made.handler, false);
  made.handler.take();
  if (made.checksum() !== sum) {
    throw new Error('its handler makes another book');
  }
}
console.log(`${plain} ${checked} ${sum}${handled}`);
