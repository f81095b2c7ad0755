// bitfinex-api-node over WebSocket, with its own sequence and checksum audits.
const { call, refused, observe, finish, key, secret, stream } = require('./calls.cjs')
const { WSv2 } = require('bitfinex-api-node')
const { Order } = require('bfx-api-node-models')

const symbol = 'tBTCUSD'
const key1m = 'trade:1m:' + symbol

async function eventually (condition) {
  for (;;) {
    const value = condition()
    if (value) return value
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

// What the client tells of the account's events, by the name of the method that listens.
function listening (ws) {
  const heard = {}
  for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(ws)).filter(n => /^on[A-Z]/.test(n))) {
    const note = data => { (heard[name] = heard[name] || []).push(structuredClone(data)) }
    if (/ServerRestart|Maintenance/.test(name)) ws[name](note)
    else if (name === 'onInfoMessage') ws[name](20051, note)
    else if (/^on(Candle|Status)$/.test(name)) ws[name]({ key: name === 'onCandle' ? key1m : 'deriv:tBTCF0:USTF0', cbGID: 'heard' }, note)
    else if (/^on(OrderBook|OrderBookChecksum)$/.test(name)) ws[name]({ symbol, prec: 'P0', len: '25', cbGID: 'heard' }, note)
    else if (/^on(Ticker|Trades|TradeEntry)$/.test(name)) ws[name]({ symbol, cbGID: 'heard' }, note)
    else ws[name]({ cbGID: 'heard' }, note)
  }
  return heard
}

// What a client asks itself about a connection, and what it tells its account's other connections.
async function state (ws, heard) {
  await call('isOpen, isAuthenticated, isReconnecting', async () => ws.isOpen() && ws.isAuthenticated() && !ws.isReconnecting(), done => done)
  await call('getURL and usesAgent', async () => ws.getURL() === stream && !ws.usesAgent(), done => done)
  await call('sequencingEnabled, isFlagEnabled', async () => ws.sequencingEnabled() && ws.isFlagEnabled(131072), done => done)
  await call('sendEnabledFlags', async () => ws.sendEnabledFlags())
  await call('getOB, getLosslessOB', async () => [ws.getOB(symbol), ws.getLosslessOB(symbol)], books => books.every(b => b.topBid() > 0 && b.topBid() < b.topAsk()))
  await call('getCandles', async () => ws.getCandles(key1m), c => c.length > 0)
  await call('getDataChannelCount, hasDataChannel, getDataChannelId, hasChannel, getChannelData', async () => {
    const id = ws.getDataChannelId('ticker', { symbol })
    return ws.getDataChannelCount() === 4 && ws.hasDataChannel('book', { symbol }) && ws.hasChannel(id) && ws.getChannelData({ chanId: id }).channel === 'ticker'
  }, done => done)
  await call('hasSubscriptionRef, managedSubscribe, managedUnsubscribe', async () =>
    ws.hasSubscriptionRef('ticker', symbol) && !ws.managedSubscribe('ticker', symbol, { symbol }) && !ws.managedUnsubscribe('ticker', symbol), done => done)
  await call('notifyUI reaches the account', async () => {
    ws.notifyUI({ type: 'success', message: 'hello' })
    return eventually(() => (heard.onNotification || []).find(n => n[1] === 'ucm-notify-ui'))
  }, n => n[4].message === 'hello')
  await call('an offer to lend, told as fon and foc', async () => {
    ws.send([0, 'fon', null, { type: 'LIMIT', symbol: 'fUSD', amount: '100', rate: '0.001', period: 2 }])
    const [made] = await eventually(() => heard.onFundingOfferNew)
    ws.send([0, 'foc', null, { id: made[0] }])
    const [closed] = await eventually(() => heard.onFundingOfferClose)
    return made[0] === closed[0]
  }, done => done)
}

// A connection that is lost and comes back with its channels.
async function reconnecting () {
  const ws = new WSv2({ url: stream, autoReconnect: false, transform: false })
  const missing = observe(ws)
  await call('updateAuthArgs, getAuthArgs', async () => { ws.updateAuthArgs({ apiKey: key, apiSecret: secret, dms: 4 }); return ws.getAuthArgs() }, a => a.dms === 4)
  await ws.open()
  await call('auth with dms', () => ws.auth())
  await call('subscribe', async () => { ws.subscribe('trades', { symbol }); return eventually(() => ws.getDataChannelId('trades', { symbol })) })
  await call('reconnect, reconnectAfterClose, resubscribePreviousChannels', async () => {
    await ws.reconnect()
    return eventually(() => ws.getDataChannelId('trades', { symbol }))
  })
  await call('close of the other', () => ws.close())
  return missing
}

async function main () {
  const ws = new WSv2({ url: stream, apiKey: key, apiSecret: secret, manageOrderBooks: true, manageCandles: true, transform: false, seqAudit: true, autoReconnect: false })
  const missing = observe(ws)
  const heard = listening(ws)
  let errors = []
  const seen = {}
  const waiting = []
  ws.on('error', e => errors.push(e.message || JSON.stringify(e)))
  ws.on('message', m => {
    if (!Array.isArray(m)) return
    const name = m[0] === 0 || typeof m[1] === 'string' ? m[1] : 'row'
    seen[name] = (seen[name] || 0) + 1
    for (const each of [...waiting]) if (each.name === name && seen[name] >= each.count) { waiting.splice(waiting.indexOf(each), 1); each.resolve(true) }
  })
  const until = (name, count = 1) => new Promise(resolve => { if ((seen[name] || 0) >= count) resolve(true); else waiting.push({ name, count, resolve }) })
  await call('open', () => ws.open())
  await call('enableSequencing', () => ws.enableSequencing({ audit: true }))
  await call('enableFlag checksum', async () => { ws.enableFlag(131072) })
  const listen = (subscribe, on, filter) => new Promise((resolve, reject) => {
    on.call(ws, filter, data => resolve(data))
    subscribe().catch(reject)
  })
  await call('subscribeTicker', () => listen(() => ws.subscribeTicker(symbol), ws.onTicker, { symbol }))
  await call('subscribeTrades', () => listen(() => ws.subscribeTrades(symbol), ws.onTrades, { symbol }))
  await call('subscribeOrderBook P0 25', () => listen(() => ws.subscribeOrderBook(symbol, 'P0', '25'), ws.onOrderBook, { symbol, prec: 'P0', len: '25' }))
  // The client follows one book of a symbol on one connection.
  for (const [prec, len] of [['P0', '1'], ['P0', '100'], ['P0', '250'], ['P1', '25'], ['P2', '25'], ['P3', '25'], ['P4', '25'], ['R0', '25'], ['R0', '100']]) {
    await call(`subscribeOrderBook ${prec} ${len}`, async () => {
      const other = new WSv2({ url: stream, manageOrderBooks: true, transform: false, seqAudit: true, autoReconnect: false })
      other.on('error', e => errors.push(`${prec} ${len}: ${e.message || JSON.stringify(e)}`))
      await other.open()
      await other.enableSequencing({ audit: true })
      other.enableFlag(131072)
      const shown = new Promise(resolve => other.onOrderBook({ symbol, prec, len }, resolve))
      await other.subscribeOrderBook(symbol, prec, len)
      const book = await shown
      await new Promise(resolve => setTimeout(resolve, 500))
      await other.close()
      return book
    })
  }
  await call('subscribeCandles', () => listen(() => ws.subscribeCandles('trade:1m:' + symbol), ws.onCandle, { key: 'trade:1m:' + symbol }))
  await call('subscribeStatus', () => listen(() => ws.subscribeStatus('deriv:tBTCF0:USTF0'), ws.onStatus, { key: 'deriv:tBTCF0:USTF0' }))
  await call('200 checksums', () => until('cs', 200))
  await call('trade events', () => until('te', 3))
  await call('auth', () => ws.auth())
  await call('snapshots', () => Promise.all(['ps', 'ws', 'os', 'fos', 'fcs', 'fls'].map(n => until(n))))
  const low = '20000'
  let cid = Date.now()
  const order = (more = {}) => new Order({ cid: cid++, symbol, price: low, amount: '0.01', type: Order.type.EXCHANGE_LIMIT, ...more }, ws)
  const id = o => Array.isArray(o) ? o[0] : o.id
  const types = Order.type
  for (const [name, more] of Object.entries({
    limit: {}, hidden: { hidden: true }, postonly: { postonly: true }, market: { type: types.EXCHANGE_MARKET },
    fok: { type: types.EXCHANGE_FOK }, ioc: { type: types.EXCHANGE_IOC || 'EXCHANGE IOC' }, stop: { type: types.EXCHANGE_STOP, price: '900000' },
    stopLimit: { type: types.EXCHANGE_STOP_LIMIT, price: '900000', priceAuxLimit: low },
    trailing: { type: types.EXCHANGE_TRAILING_STOP, priceTrailing: '9000' }, oco: { oco: true, priceAuxLimit: '900000' },
    margin: { type: types.LIMIT }, marginMarket: { type: types.MARKET }
  })) {
    await call(`submitOrder ${name}`, () => ws.submitOrder(order(more)))
  }
  const one = await call('submitOrder to change', () => ws.submitOrder(order()))
  await call('updateOrder', () => ws.updateOrder({ id: id(one), price: '20001' }))
  await call('cancelOrder', () => ws.cancelOrder(id(one)))
  await refused('submitOrder beyond the balance', () => ws.submitOrder(order({ amount: '1999', price: '1000000' })), /not enough|Invalid/)
  const two = await call('submitOrder for oc_multi', () => ws.submitOrder(order()))
  await call('submitOrderMultiOp', () => ws.submitOrderMultiOp([['oc', { id: id(two) }], ['on', order().toNewOrderPacket()]]) || Promise.resolve())
  await call('cancelOrders', () => ws.submitOrder(order()).then(o => ws.cancelOrders([id(o)])))
  await call('notifications of ox_multi', () => until('n', 10))
  await call('requestCalc', () => Promise.resolve(ws.requestCalc(['position_tBTCUSD', 'wallet_exchange_USD', 'balance', 'margin_base', 'margin_sym_tBTCUSD', 'funding_sym_fUSD'])))
  for (const name of ['miu', 'fiu']) await call(`event ${name}`, () => until(name))
  await state(ws, heard)
  for (const name of ['on', 'ou', 'oc', 'te', 'tu', 'wu', 'bu']) await call(`event ${name}`, () => until(name))
  await call('event pn or pu', () => Promise.race([until('pn'), until('pu')]))
  await call('closing the position', () => ws.submitOrder(order({ type: types.MARKET, amount: '-0.01', flags: 512 })))
  await call('pc', () => until('pc'))
  for (const name of ['OrderSnapshot', 'OrderNew', 'OrderUpdate', 'OrderClose', 'PositionSnapshot', 'PositionNew', 'PositionClose', 'WalletSnapshot', 'WalletUpdate', 'BalanceInfoUpdate', 'MarginInfoUpdate',
    'FundingInfoUpdate', 'FundingOfferSnapshot', 'FundingCreditSnapshot', 'FundingLoanSnapshot', 'AccountTradeEntry', 'AccountTradeUpdate', 'Notification', 'TradeEntry', 'Trades', 'Ticker', 'Candle', 'Status',
    'OrderBook', 'OrderBookChecksum', 'Message']) {
    await call(`on${name}`, () => eventually(() => heard['on' + name]))
  }
  await call('removeListeners', async () => ws.removeListeners('heard'))
  const unsubscribed = new Set()
  ws.on('unsubscribed', m => unsubscribed.add(m.chanId))
  await call('unsubscribe of every channel', async () => {
    ws.managedUnsubscribe('ticker', symbol)
    for (const name of ['Ticker', 'Trades', 'OrderBook']) await ws['unsubscribe' + name](symbol)
    await ws.unsubscribeCandles(symbol, '1m')
    await ws.unsubscribeStatus('deriv:tBTCF0:USTF0')
    return eventually(() => unsubscribed.size === 5)
  })
  await call('no audit complained', async () => { if (errors.length) throw new Error(errors.slice(0, 5).join(' | ')); return true })
  await call('close', () => ws.close())
  const elsewhere = await reconnecting()
  finish('bitfinex-api-node WebSocket', [...missing].filter(name => elsewhere.has(name)))
}

main().catch(e => { console.error(e); process.exit(1) })
