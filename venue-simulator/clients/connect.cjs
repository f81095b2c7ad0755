// Makes ccxt exchanges that talk to the venue.
const { url, stream } = require('./calls.cjs')

const key = process.env.VENUE_CCXT_KEY || 'trading'
const secret = process.env.VENUE_CCXT_SECRET || 'trading-secret'

let last = 0

function connect (Exchange, more = {}) {
  const exchange = new Exchange({ apiKey: key, secret, enableRateLimit: false, ...more })
  // Its nonce counts milliseconds, so that two calls within one would collide on a loopback. The stream's, which cannot
  // be set, does so too: this key must not be shared with a client that counts microseconds.
  exchange.nonce = () => { last = Math.max(Date.now(), last + 1); return last }
  exchange.urls.api = { ...exchange.urls.api, v1: url, public: url, private: url, ws: { public: stream, private: stream } }
  return exchange
}

module.exports = { connect, key }
