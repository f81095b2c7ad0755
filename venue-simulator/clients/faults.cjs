// Every kind of fault, met by unchanged clients: ccxt and bitfinex-api-node over REST, WebSocket in fault-streams.cjs.
const BFX = require('bitfinex-api-node')
const ccxt = require('ccxt')
const { Order } = require('bfx-api-node-models')
const { url, key, secret } = require('./calls.cjs')
const { ask, ensure, failure, fault, finish, until } = require('./sim.cjs')
const { connect, key: ccxtKey } = require('./connect.cjs')
const streams = require('./fault-streams.cjs')

const spot = 'BTC/USD'
const submit = '/v2/auth/w/order/submit'
const wallets = '/v2/auth/r/wallets'
const status = '/v2/platform/status'

const exchange = connect(ccxt.bitfinex, { timeout: 1500 })
const rest = new BFX({ apiKey: key, apiSecret: secret, transform: false }).rest(2, { url, timeout: 1500 })
const ccxtName = `ccxt ${ccxt.version} REST`
const restName = 'bitfinex-api-node REST'

let low
let cid = Date.now()
const order = (more = {}) => new Order({ type: 'EXCHANGE LIMIT', symbol: 'tBTCUSD', amount: '0.01', price: String(low), cid: cid++, ...more })
const operates = async () => ensure((await exchange.fetchStatus()).status === 'ok', 'the platform is not in operation')
const trades = async () => {
  const made = await exchange.createOrder(spot, 'limit', 'buy', 0.01, low)
  await exchange.cancelOrder(made.id, spot)
}
const balances = async () => ensure((await exchange.fetchBalance()).USD.free > 0, 'no balance')
const open = async id => (await exchange.fetchOpenOrders(spot)).find(o => o.clientOrderId === String(id))

async function timed (action, millisMin) {
  const began = Date.now()
  await action()
  const millis = Date.now() - began
  ensure(millis >= millisMin, `an answer after ${millis} ms`)
  return `an answer after ${millis} ms`
}

// Loses what comes back of an order that was executed: the client fails, the order is there.
async function executedAndLost (pattern) {
  const id = cid++
  const seen = await failure(() => exchange.createOrder(spot, 'limit', 'buy', 0.01, low, { clientOrderId: id }), pattern)
  const made = await until('the order', () => open(id))
  await exchange.cancelOrder(made.id, spot)
  return seen + ', and the order is open'
}

async function waitingAndLost () {
  const slow = { kind: 'delay', scope: { route: status }, millis: 600 }
  await fault({ ...slow, count: 1 }, ccxtName, () => timed(() => exchange.fetchStatus(), 600), operates)
  await fault({ ...slow, millis: 4000, durationMillis: 2500 }, ccxtName, () => failure(() => exchange.fetchStatus(), /RequestTimeout/), operates)
  await fault({ kind: 'jitter', scope: { route: status }, millis: 400, count: 10 }, restName, async () => {
    const millis = []
    for (let i = 0; i < 10; i++) {
      const began = Date.now()
      await rest.status()
      millis.push(Date.now() - began)
    }
    ensure(Math.max(...millis) - Math.min(...millis) > 50, `no jitter: ${millis}`)
    return `answers after ${millis.join(', ')} ms`
  }, operates)
  await fault({ kind: 'hang', scope: { route: wallets }, durationMillis: 2500 }, ccxtName, () => failure(() => exchange.fetchBalance(), /RequestTimeout/), balances)
  await fault({ kind: 'hang', scope: { route: status }, millis: 500, count: 1 }, restName, () => failure(() => rest.status()), operates)
  await fault({ kind: 'drop-answer', scope: { route: submit }, count: 1 }, ccxtName, () => executedAndLost(/RequestTimeout/), trades)
  await fault({ kind: 'reset-before', scope: { route: status }, count: 1 }, ccxtName, () => failure(() => exchange.fetchStatus(), /NetworkError|ExchangeNotAvailable/), operates)
  await fault({ kind: 'reset-before', scope: { route: wallets }, count: 1 }, restName, () => failure(() => rest.wallets()), () => rest.wallets())
  await fault({ kind: 'reset-after', scope: { route: submit }, count: 1 }, ccxtName, () => executedAndLost(/NetworkError|ExchangeNotAvailable/), trades)
  await fault({ kind: 'truncated-body', scope: { route: submit }, count: 1 }, ccxtName, () => executedAndLost(/Error/), trades)
  await fault({ kind: 'truncated-body', scope: { route: wallets }, count: 1 }, restName, () => failure(() => rest.wallets()), () => rest.wallets())
}

async function wrongAnswers () {
  await fault({ kind: 'server-error', scope: { route: status }, count: 1 }, ccxtName, () => failure(() => exchange.fetchStatus(), /ExchangeNotAvailable.*502.*<html>/s), operates)
  await fault({ kind: 'server-error', scope: { route: submit }, status: 503, executed: true, count: 1 }, ccxtName, () => executedAndLost(/ExchangeNotAvailable.*503/s), trades)
  await fault({ kind: 'server-error', scope: { route: wallets }, status: 504, durationMillis: 1000 }, restName, () => failure(() => rest.wallets(), /504.*<html>/s), () => rest.wallets())
  const recorded = { kind: 'recorded-answer', scope: { route: '/v2/ticker/*' }, status: 429, body: '{"error":"ERR_RATE_LIMIT"}' }
  await fault({ ...recorded, count: 1 }, ccxtName, () => failure(() => exchange.fetchTicker(spot), /ERR_RATE_LIMIT/), () => exchange.fetchTicker(spot))
  await fault({ ...recorded, durationMillis: 1000 }, restName, () => failure(() => rest.ticker({ symbol: 'tBTCUSD' }), /429.*ERR_RATE_LIMIT/s), () => rest.ticker({ symbol: 'tBTCUSD' }))
  await fault({ kind: 'rate-limit', scope: { route: status }, retryAfterSeconds: 7, count: 1 }, ccxtName, async () => {
    const seen = await failure(() => exchange.fetchStatus(), /RateLimitExceeded/)
    const after = exchange.last_response_headers['Retry-After'] || exchange.last_response_headers['retry-after']
    ensure(after === '7', `Retry-After ${after}`)
    return seen + ' with Retry-After 7'
  }, operates)
  await fault({ kind: 'rate-limit', scope: { route: '/v2/auth/*' }, durationMillis: 1000 }, ccxtName, async () => {
    const seen = await failure(() => exchange.fetchBalance(), /RateLimitExceeded/)
    ensure(!exchange.last_response_headers['Retry-After'] && !exchange.last_response_headers['retry-after'], 'there is a Retry-After')
    return seen + ' without Retry-After'
  }, balances)
  await fault({ kind: 'rate-limit', scope: { route: wallets }, count: 1 }, restName, () => failure(() => rest.wallets(), /429/), () => rest.wallets())
  await fault({ kind: 'nonce-error', scope: { route: wallets }, count: 1 }, ccxtName, () => failure(() => exchange.fetchBalance(), /InvalidNonce/), balances)
  await fault({ kind: 'nonce-error', scope: { account: key }, durationMillis: 1000 }, restName, () => failure(() => rest.wallets(), /10114.*nonce: small/s), () => rest.wallets())
  await fault({ kind: 'maintenance', durationMillis: 1000 }, ccxtName, async () => {
    ensure((await exchange.fetchStatus()).status === 'maintenance', 'the platform is in operation')
    return 'status maintenance, ' + await failure(() => exchange.fetchBalance(), /OnMaintenance|ExchangeNotAvailable|20060/)
  }, operates)
}

const several = async count => {
  const answer = await rest.submitOrderMulti({ orders: Array.from({ length: count }, () => order()) })
  return Array.isArray(answer) ? answer[4] : answer.notifyInfo
}

async function refusedOrders () {
  await fault({ kind: 'partial-batch', scope: { account: key }, skip: 1, count: 1 }, restName, async () => {
    const made = await several(3)
    const said = made.map(n => n[6]).join()
    ensure(said === 'SUCCESS,ERROR,SUCCESS', said)
    return said
  }, async () => {
    const made = await several(2)
    ensure(made.every(n => n[6] === 'SUCCESS'), JSON.stringify(made))
    await rest.cancelOrderMulti({ all: 1 })
  })
  await fault({ kind: 'halt', scope: { symbol: 'tBTCUSD' } }, ccxtName, async () => {
    await exchange.createOrder('ETH/USD', 'limit', 'buy', 0.1, 100)
    return await failure(() => exchange.createOrder(spot, 'limit', 'buy', 0.01, low), /PermissionDenied.*halted/) + ', ETH/USD accepted'
  }, trades)
}

// Strikes half of the calls, and the same ones of every run with the same seed.
async function probability () {
  const spec = { kind: 'rate-limit', scope: { route: status }, probability: 0.5, seed: 7 }
  const runs = []
  for (let run = 0; run < 2; run++) {
    await fault(spec, ccxtName, async () => {
      let pattern = ''
      for (let i = 0; i < 40; i++) pattern += await exchange.fetchStatus().then(() => '.', e => e instanceof ccxt.RateLimitExceeded ? 'x' : '?')
      runs.push(pattern)
      const struck = pattern.split('x').length - 1
      ensure(struck > 8 && struck < 32 && !pattern.includes('?') && runs[0] === pattern, `${runs}`)
      return `probability 0.5, seed 7: ${pattern}`
    }, operates)
  }
}

async function scopes () {
  await fault({ kind: 'rate-limit', scope: { account: key } }, 'both, scope account', async () => {
    await balances()
    return await failure(() => rest.wallets(), /429/) + `, ${ccxtKey} untouched`
  }, () => rest.wallets())
  await fault({ kind: 'rate-limit', scope: { symbol: 'tETHUSD' } }, ccxtName + ', symbol', async () => {
    await exchange.fetchTicker(spot)
    return await failure(() => exchange.fetchTicker('ETH/USD'), /RateLimitExceeded/) + ', BTC/USD untouched'
  }, () => exchange.fetchTicker('ETH/USD'))
  const lost = cid++
  await fault({ kind: 'reset-before', scope: { cid: lost } }, ccxtName + ', cid', async () => {
    await trades()
    return failure(() => exchange.createOrder(spot, 'limit', 'buy', 0.01, low, { clientOrderId: lost }))
  }, trades)
  await fault({ kind: 'server-error', scope: { route: status }, skip: 2, count: 1 }, ccxtName + ', skip', async () => {
    await operates()
    await operates()
    return await failure(() => exchange.fetchStatus(), /502/) + ' at the third call'
  }, operates)
}

async function main () {
  await ask('DELETE', '/sim/faults')
  await exchange.loadMarkets()
  low = Math.round((await exchange.fetchTicker(spot)).bid * 0.8)
  await waitingAndLost()
  await wrongAnswers()
  await refusedOrders()
  await probability()
  await scopes()
  await streams()
  await exchange.cancelAllOrders()
  await rest.cancelOrderMulti({ all: 1 })
  const left = (await ask('GET', '/sim/faults')).json.faults
  ensure(left.length === 0, `still in force: ${JSON.stringify(left)}`)
  await finish()
}

main().catch(e => { console.error(e); process.exit(1) })
