// bitfinex-api-node over WebSocket, with its own sequence and checksum audits.
const { call, refused, finish, key, secret, stream } = require('./calls.cjs')
const { WSv2 } = require('bitfinex-api-node')
const { Order } = require('bfx-api-node-models')

async function main () {
  const symbol = 'tBTCUSD'
  const ws = new WSv2({ url: stream, apiKey: key, apiSecret: secret, manageOrderBooks: true, transform: false, seqAudit: true, autoReconnect: false })
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
  await call('requestCalc', () => Promise.resolve(ws.requestCalc(['position_tBTCUSD', 'wallet_exchange_USD', 'balance'])))
  for (const name of ['on', 'ou', 'oc', 'te', 'tu', 'wu', 'bu']) await call(`event ${name}`, () => until(name))
  await call('event pn or pu', () => Promise.race([until('pn'), until('pu')]))
  await call('closing the position', () => ws.submitOrder(order({ type: types.MARKET, amount: '-0.01', flags: 512 })))
  await call('pc', () => until('pc'))
  await call('unsubscribe', () => ws.unsubscribeTicker ? ws.unsubscribeTicker(symbol) : Promise.resolve())
  await call('no audit complained', async () => { if (errors.length) throw new Error(errors.slice(0, 5).join(' | ')); return true })
  await call('close', () => ws.close())
  finish('bitfinex-api-node WebSocket')
}

main().catch(e => { console.error(e); process.exit(1) })
