// Faults of the WebSocket, met by bitfinex-api-node with its own sequence and checksum audits, by ccxt.pro, and, for
// the Taiwan market, which no public client speaks, by a plain socket.
const ccxt = require('ccxt')
const WebSocket = require('ws')
const { WSv2 } = require('bitfinex-api-node')
const { Order } = require('bfx-api-node-models')
const { key, secret, stream, url } = require('./calls.cjs')
const { ask, ensure, failure, fault, inForce, sleep, until } = require('./sim.cjs')
const { connect } = require('./connect.cjs')

const symbol = 'tBTCUSD'
const name = 'bitfinex-api-node WSv2'
const checksums = 131072
let cid = Date.now()

async function opened (more = {}) {
  const ws = new WSv2({ url: stream, apiKey: key, apiSecret: secret, transform: false, autoReconnect: false, ...more })
  ws.errors = []
  ws.on('error', e => ws.errors.push(e instanceof Error ? `${e.constructor.name} ${e.message}` : JSON.stringify(e)))
  ws.seen = []
  ws.on('message', m => ws.seen.push(structuredClone(m))) // the client changes what it hands out
  // The client's open() never settles when the handshake is refused.
  await Promise.race([ws.open(), new Promise((resolve, reject) => ws.once('error', reject))])
  return ws
}

// Runs something with a connection of its own.
async function by (more, action) {
  const ws = await opened(more)
  try {
    return await action(ws)
  } finally {
    if (ws.isOpen()) await ws.close()
  }
}

async function trader (more, action) {
  return by(more, async ws => { await ws.auth(); return action(ws) })
}

const failed = (ws, pattern) => until(`an error like ${pattern}`, () => ws.errors.find(e => pattern.test(e)))
const order = (ws, more = {}) => new Order({ cid: cid++, symbol, amount: '0.01', price: '20000', type: 'EXCHANGE LIMIT', ...more }, ws)
const market = ws => ws.submitOrder(order(ws, { type: 'EXCHANGE MARKET' }))
const frames = (ws, channel) => ws.seen.filter(m => Array.isArray(m) && m[0] === channel && m[1] !== 'hb')

const told = (ws, ...names) => ws.seen.filter(m => m[0] === 0 && names.includes(m[1]))
const closes = ws => ws.seen.indexOf(told(ws, 'oc')[0])

async function book (ws, prec = 'P0') {
  const subscribed = new Promise(resolve => ws.once('subscribed', resolve))
  await ws.subscribeOrderBook(symbol, prec, '25')
  const { chanId } = await subscribed
  await until('a snapshot', () => frames(ws, chanId).length > 0)
  return chanId
}

// Follows a book with both audits until 100 checksums agreed.
const audited = () => by({ manageOrderBooks: true, seqAudit: true }, async ws => {
  await ws.enableSequencing({ audit: true })
  ws.enableFlag(checksums)
  let agreed = 0
  ws.on('cs', () => agreed++)
  await book(ws)
  await until('100 checksums', () => agreed >= 100 || ws.errors.length > 0)
  ensure(ws.errors.length === 0, ws.errors[0])
})

const places = () => trader({}, async ws => {
  const made = await ws.submitOrder(order(ws))
  await ws.cancelOrder(made[0])
})

async function inputs () {
  await fault({ kind: 'server-error', scope: { route: '/ws/2' }, count: 1 }, name + ', handshake', () => failure(() => opened().then(ws => ws.isOpen()), /502/), places)
  await fault({ kind: 'nonce-error', scope: { route: 'ws/auth' }, count: 1 }, name + ', auth', () => by({}, ws => {
    ws.auth().catch(() => {})
    return failed(ws, /nonce small/)
  }), places)
  await fault({ kind: 'rate-limit', scope: { route: 'ws/subscribe' }, count: 1 }, name + ', subscribe', () => by({}, ws => {
    ws.subscribeTicker(symbol)
    return failed(ws, /11010/)
  }), () => by({}, book))
  await fault({ kind: 'delay', scope: { route: 'ws/on' }, millis: 800, count: 1 }, name + ', on', () => trader({}, async ws => {
    const began = Date.now()
    await ws.submitOrder(order(ws))
    ensure(Date.now() - began >= 800, `after ${Date.now() - began} ms`)
    return `an answer after ${Date.now() - began} ms`
  }), places)
  for (const kind of ['hang', 'drop-answer']) {
    await fault({ kind, scope: { route: 'ws/on' }, millis: 500, count: 1 }, name + ', on', () => trader({}, async ws => {
      let closed = false
      let answered = false
      ws.on('close', () => { closed = true })
      ws.submitOrder(order(ws)).then(() => { answered = true }, () => {})
      await until('the end of the connection', () => closed)
      ensure(!answered, 'it was answered')
      return 'no answer, then close'
    }), places)
  }
  await fault({ kind: 'drop-answer', scope: { route: 'ws/on' }, count: 1 }, name + ', on', () => trader({}, async ws => {
    let answered = false
    const lost = cid
    ws.submitOrder(order(ws)).then(() => { answered = true }, () => { answered = true })
    await until('the order itself', () => ws.seen.some(m => m[0] === 0 && m[1] === 'on' && m[2][2] === lost))
    await sleep(300)
    ensure(!answered, 'it was answered')
    return 'no notification, but the order'
  }), places)
  await fault({ kind: 'reset-after', scope: { route: 'ws/on' }, count: 1 }, name + ', on', () => trader({}, async ws => {
    let closed = false
    ws.on('close', () => { closed = true })
    ws.submitOrder(order(ws)).catch(() => {})
    await until('the end of the connection', () => closed)
    return 'close'
  }), places)
  await fault({ kind: 'truncated-body', scope: { route: 'ws/on' }, count: 1 }, name + ', on', () => trader({}, ws => {
    ws.submitOrder(order(ws)).catch(() => {})
    return failed(ws, /invalid message JSON/)
  }), places)
  await by({}, async ws => {
    const told = []
    ws.onMaintenanceStart(() => told.push('maintenance start'))
    ws.onMaintenanceEnd(() => told.push('maintenance end'))
    await fault({ kind: 'maintenance', durationMillis: 1000 }, name, async () => {
      const { platform } = await by({}, late => until('the greeting', () => late.seen[0]))
      ensure(platform.status === 0, 'a new connection is told that the platform operates')
      await until('info 20061', () => told.length === 2)
      return `${told.join(', ')}; platform status 0 to who connects`
    }, places)
  })
  await fault({ kind: 'partial-batch', scope: { route: 'ws/ox_multi' }, skip: 1, count: 1 }, name + ', ox_multi', () => trader({}, async ws => {
    ws.send([0, 'ox_multi', null, [1, 2, 3].map(() => ['on', order(ws).toNewOrderPacket()])])
    const [, , n] = await until('the notification', () => ws.seen.find(m => m[1] === 'n' && m[2][1] === 'ox_multi-req'))
    const said = n[4].map(each => each[6]).join()
    ensure(said === 'SUCCESS,ERROR,SUCCESS', said)
    return said
  }), places)
  await fault({ kind: 'halt', scope: { symbol } }, name, () => trader({}, ws => failure(() => ws.submitOrder(order(ws)), /halted/)), places)
}

async function accounts () {
  const ids = (ws, type) => told(ws, type).map(m => m[2][0])
  const bought = ws => until('the end of the order', () => told(ws, 'oc').length > 0 && told(ws, 'te').length > 0)
  const once = () => trader({}, async ws => {
    await market(ws)
    await bought(ws)
    ensure(ids(ws, 'te').every((id, i, all) => all.indexOf(id) === i), 'a fill came twice')
    ensure(told(ws, 'te', 'tu').every(m => ws.seen.indexOf(m) < closes(ws)), 'a fill came late')
  })
  await fault({ kind: 'duplicate-fill', scope: { account: key }, count: 2 }, name, () => trader({}, async ws => {
    await market(ws)
    await bought(ws)
    const twice = type => ids(ws, type).find((id, i, all) => all.indexOf(id) !== i)
    ensure(twice('te'), `te of ${ids(ws, 'te')}`)
    return `fill ${twice('te')} twice in ${ids(ws, 'te').length} te and ${ids(ws, 'tu').length} tu`
  }), once)
  await fault({ kind: 'late-fill', scope: { account: key }, millis: 500, count: 2 }, name, () => trader({}, async ws => {
    await market(ws)
    const [fill] = await until('a fill behind the end of the order', () => {
      const after = closes(ws) < 0 ? [] : told(ws, 'te', 'tu').filter(m => ws.seen.indexOf(m) > closes(ws))
      return after.length > 0 && after
    })
    return `oc, then ${fill[1]} ${fill[2][0]}`
  }), once)
}

async function books () {
  const scope = { symbol, channel: 'book' }
  const audit = (pattern) => () => by({ manageOrderBooks: true, seqAudit: true }, async ws => {
    await ws.enableSequencing({ audit: true })
    ws.enableFlag(checksums)
    await book(ws)
    return failed(ws, pattern)
  })
  await fault({ kind: 'sequence-gap', scope, skip: 20, count: 1 }, name + ', seqAudit', audit(/invalid pub seq/), audited)
  await fault({ kind: 'out-of-order', scope, skip: 20, count: 1 }, name + ', seqAudit', audit(/invalid pub seq/), audited)
  await fault({ kind: 'out-of-order', scope, durationMillis: 1500 }, name + ', every frame', audit(/invalid pub seq/), audited)
  await fault({ kind: 'wrong-checksum', scope, skip: 10, count: 1 }, name + ', checksum', audit(/OB checksum mismatch/), audited)
  await fault({ kind: 'wrong-checksum', scope, skip: 10, count: 1 }, `ccxt.pro ${ccxt.version}`, async () => {
    const pro = await client()
    const seen = await failure(async () => { for (;;) await pro.watchOrderBook('BTC/USD') }, /ChecksumError/)
    await pro.close()
    return seen
  }, watched)
  await fault({ kind: 'crossed-book', scope, durationMillis: 2000 }, name + ', managed book', () => by({ manageOrderBooks: true, transform: true }, async ws => {
    let crossed
    ws.onOrderBook({ symbol, prec: 'P0', len: '25' }, b => { if (b.topBid() >= b.topAsk()) crossed = `${b.topBid()} bid, ${b.topAsk()} ask` })
    await book(ws)
    return until('a crossed book', () => crossed)
  }), audited)
  await fault({ kind: 'crossed-book', scope, durationMillis: 2000 }, `ccxt.pro ${ccxt.version}`, async () => {
    const pro = await client({ options: { watchOrderBook: { checksum: false } } })
    let seen
    while (!seen) {
      const { bids, asks } = await pro.watchOrderBook('BTC/USD')
      if (bids[0][0] >= asks[0][0]) seen = `${bids[0][0]} bid, ${asks[0][0]} ask`
    }
    await pro.close()
    return seen
  }, watched)
  await fault({ kind: 'burst', scope, copies: 50, skip: 5, count: 1 }, name, () => by({}, async ws => {
    const channel = await book(ws)
    return until('51 equal frames', () => {
      let run = 1
      frames(ws, channel).some((m, i, all) => { run = i > 0 && JSON.stringify(m) === JSON.stringify(all[i - 1]) ? run + 1 : 1; return run === 51 })
      return run === 51 && 'one frame 51 times'
    })
  }), audited)
  const trades = { symbol, channel: 'trades' }
  await fault({ kind: 'jitter', scope: trades, millis: 2000 }, name + ', trades', () => trading(late(800)), () => trading(late(0)))
  await fault({ kind: 'delay', scope: trades, millis: 1500 }, name + ', trades', () => trading(late(1500)), () => trading(late(0)))
}

// The crowd may not trade for a minute: orders of our own do, several times a second.
async function trading (action) {
  return trader({}, async own => {
    const timer = setInterval(() => market(own).catch(() => {}), 200)
    try {
      return await by({}, action)
    } finally {
      clearInterval(timer)
    }
  })
}

// Waits for a frame that comes so long after the moment it tells.
const late = millis => async ws => {
  const delays = []
  ws.on('message', m => { if (m[1] === 'te') delays.push(Date.now() - m[2][1]) })
  await ws.subscribeTrades(symbol)
  await until(`a trade ${millis} ms late`, () => delays.some(d => d >= millis))
  return `a trade ${delays.find(d => d >= millis)} ms after it happened`
}

async function frozen () {
  await by({ manageOrderBooks: true }, async ws => {
    const channel = await book(ws)
    let last
    await fault({ kind: 'frozen-feed', scope: { symbol, channel: 'book' }, durationMillis: 2500 }, name, async id => {
      await sleep(200)
      last = frames(ws, channel).length
      await sleep(1500)
      ensure(await inForce(id), 'it ended too early')
      ensure(frames(ws, channel).length === last, 'frames went on')
      return `no frame of the book in 1500 ms (${last} before)`
    }, async () => {
      await until('20 frames', () => frames(ws, channel).length > last + 20)
      ensure(Array.isArray(frames(ws, channel)[last][1][0]), 'no snapshot at the end')
    })
  })
}

const client = async (more = {}) => {
  const pro = connect(ccxt.pro.bitfinex, more)
  await pro.loadHttpProxyAgent().catch(() => {})
  return pro
}

// ccxt.pro follows the book, checksums too.
const watched = async () => {
  const pro = await client()
  for (let i = 0; i < 30; i++) {
    const { bids, asks } = await pro.watchOrderBook('BTC/USD')
    ensure(bids[0][0] < asks[0][0], 'a crossed book')
  }
  await pro.close()
}

async function taiwan () {
  const socket = new WebSocket(stream.replace('/ws/2', '/taiwan/ws/1'))
  const replies = new Map()
  await new Promise((resolve, reject) => { socket.on('open', resolve); socket.on('error', reject) })
  socket.on('message', text => { const m = JSON.parse(text); if (m.type === 'reply') replies.set(m.id, m) })
  let id = 0
  const request = (op, more) => {
    socket.send(JSON.stringify({ op, id: ++id, ...more }))
    const mine = id
    return until(op, () => replies.get(mine))
  }
  await request('login', { account: key, secret })
  const { code, limitDown } = (await request('securities', {})).result.securities.find(each => each.limitDown)
  const submit = () => request('submit', { clientOrderId: `f-${cid++}`, symbol: code, side: 'BUY', orderType: 'LIMIT', price: limitDown, shares: 1000 })
  const halted = async () => (await request('session', {})).result.halted
  await fault({ kind: 'taiwan-halt', scope: { symbol: '*' }, durationMillis: 1000 }, `ws, ${url.slice(0, 4)} quotes`, async () => {
    const { error } = await submit()
    ensure(await halted(), 'the market is not halted')
    ensure(error.code === 'HALTED', JSON.stringify(error))
    return `${error.code}, session halted`
  }, async () => {
    ensure(!await halted(), 'still halted')
    const { error } = await submit()
    ensure(!error || error.code !== 'HALTED', JSON.stringify(error))
  })
  socket.close()
}

module.exports = async () => {
  await inputs()
  await accounts()
  await books()
  await frozen()
  await taiwan()
}
