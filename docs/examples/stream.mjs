// Reads a live book over WebSocket and a live quote over SSE.  npm install ws eventsource; node stream.mjs URL
import WebSocket from 'ws';
import { EventSource } from 'eventsource';

const url = process.argv[2] ?? 'http://127.0.0.1:8081';
const instrument = process.argv[3] ?? 'BITFINEX:tBTCUSD';
const wanted = Number(process.argv[4] ?? 10);
const book = { bids: new Map(), asks: new Map() };
let sequence;
let deltas = 0;
let events = 0;

const socket = new WebSocket(url.replace('http', 'ws') + '/api/v1/stream');
socket.on('open', () => socket.send(JSON.stringify({ op: 'subscribe', streams: [`book:${instrument}@25`] })));
socket.on('close', (code, reason) => code === 1005 || console.log('closed', code, String(reason)));
socket.on('message', (text) => {
  const frame = JSON.parse(text);
  if (frame.type === 'error') throw new Error(frame.message);
  if (!frame.stream) return;
  if (frame.type === 'snapshot') {
    book.bids.clear();
    book.asks.clear();
  } else if (frame.prevSequence !== sequence) {
    throw new Error(`a hole between ${sequence} and ${frame.sequence}`);
  } else {
    deltas++;
  }
  sequence = frame.sequence;
  for (const side of ['bids', 'asks']) {
    for (const level of frame.data[side]) {
      if (level.amount === '0') book[side].delete(level.price);
      else book[side].set(level.price, level.amount);
    }
  }
  console.log('ws ', frame.type, sequence, frame.data.validity, book.bids.size, book.asks.size);
  finish();
});

const source = new EventSource(`${url}/api/v1/stream/sse?streams=quote:${instrument}`);
source.onmessage = (event) => {
  const frame = JSON.parse(event.data);
  if (!frame.stream) return;
  events++;
  console.log('sse', frame.type, frame.sequence, frame.data.bid, frame.data.ask, frame.data.validity);
  finish();
};

function finish() {
  if (deltas >= wanted && events >= 2) {
    socket.close();
    source.close();
  }
}
