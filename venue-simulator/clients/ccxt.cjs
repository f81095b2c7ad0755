// ccxt and ccxt.pro.
const { call, refused, finish } = require('./calls.cjs')
const { connect } = require('./connect.cjs')
const ccxt = require('ccxt')

async function main () {
  const exchange = connect(ccxt.bitfinex)
  const spot = 'BTC/USD'
  const swap = 'BTC/USDT:USDT'
  const some = (list) => Array.isArray(list) && list.length > 0
  await call('loadMarkets', () => exchange.loadMarkets(), m => m[spot] && m[swap])
  await call('fetchMarkets', () => exchange.fetchMarkets(), m => m.some(each => each.symbol === spot))
  await call('fetchCurrencies', () => exchange.fetchCurrencies(), c => c.BTC)
  await call('fetchStatus', () => exchange.fetchStatus(), s => s.status === 'ok')
  const ticker = await call('fetchTicker', () => exchange.fetchTicker(spot), t => t.bid > 0 && t.bid < t.ask)
  await call('fetchTickers', () => exchange.fetchTickers([spot, 'ETH/USD']), t => t[spot].last > 0)
  await call('fetchOrderBook', () => exchange.fetchOrderBook(spot, 25), b => some(b.bids) && b.bids[0][0] < b.asks[0][0])
  await call('fetchL2OrderBook', () => exchange.fetchL2OrderBook(spot), b => some(b.asks))
  await call('fetchTrades', () => exchange.fetchTrades(spot, undefined, 5), some)
  for (const frame of Object.keys(exchange.timeframes)) {
    await call(`fetchOHLCV ${frame}`, () => exchange.fetchOHLCV(spot, frame, undefined, 3), some)
  }
  await call('fetchFundingRate', () => exchange.fetchFundingRate(swap), r => r.symbol === swap)
  await call('fetchFundingRates', () => exchange.fetchFundingRates([swap]), r => r[swap])
  await call('fetchFundingRateHistory', () => exchange.fetchFundingRateHistory(swap), some)
  await call('fetchOpenInterest', () => exchange.fetchOpenInterest(swap), o => o.symbol === swap)
  await call('fetchOpenInterests', () => exchange.fetchOpenInterests([swap]), o => o[swap])
  await call('fetchOpenInterestHistory', () => exchange.fetchOpenInterestHistory(swap), some)
  await call('fetchLiquidations', () => exchange.fetchLiquidations(swap), Array.isArray)
  await call('fetchBalance', () => exchange.fetchBalance(), b => b.USD.free > 0)
  await call('fetchBalance of margin', () => exchange.fetchBalance({ type: 'margin' }), b => b.USD.free > 0)
  await call('fetchTradingFees', () => exchange.fetchTradingFees(), f => f[spot].taker > 0)
  const low = Math.round(ticker.bid * 0.8)
  const high = Math.round(ticker.bid * 1.3)
  for (const [name, type, side, price, params] of [
    ['limit', 'limit', 'buy', low, {}], ['market', 'market', 'buy', undefined, {}], ['post only', 'limit', 'buy', low, { postOnly: true }],
    ['fill or kill', 'limit', 'buy', low, { timeInForce: 'FOK' }], ['immediate or cancel', 'limit', 'buy', low, { timeInForce: 'IOC' }],
    ['stop', 'market', 'buy', undefined, { triggerPrice: high }], ['stop limit', 'limit', 'buy', high, { triggerPrice: high }],
    ['trailing', 'market', 'sell', undefined, { trailingAmount: 5000 }], ['client id', 'limit', 'buy', low, { clientOrderId: Date.now() }],
    ['margin', 'limit', 'buy', low, { margin: true }], ['margin market', 'market', 'buy', undefined, { margin: true }]
  ]) {
    await call(`createOrder ${name}`, () => exchange.createOrder(spot, type, side, 0.01, price, params), o => o.id)
  }
  const bought = o => o.id
  await call('createLimitOrder', () => exchange.createLimitOrder(spot, 'buy', 0.01, low), bought)
  await call('createMarketOrder', () => exchange.createMarketOrder(spot, 'buy', 0.01), bought)
  await call('createPostOnlyOrder', () => exchange.createPostOnlyOrder(spot, 'limit', 'buy', 0.01, low), bought)
  await call('createReduceOnlyOrder', () => exchange.createReduceOnlyOrder(spot, 'limit', 'sell', 0.01, high, { margin: true }), bought)
  await call('createStopOrder', () => exchange.createStopOrder(spot, 'market', 'buy', 0.01, undefined, high), bought)
  await call('createStopLimitOrder', () => exchange.createStopLimitOrder(spot, 'buy', 0.01, high, high), bought)
  await call('createStopMarketOrder', () => exchange.createStopMarketOrder(spot, 'buy', 0.01, high), bought)
  await call('createTriggerOrder', () => exchange.createTriggerOrder(spot, 'market', 'buy', 0.01, undefined, high), bought)
  await call('createTrailingAmountOrder', () => exchange.createTrailingAmountOrder(spot, 'market', 'sell', 0.01, undefined, 5000), bought)
  const order = await call('createOrder to change', () => exchange.createOrder(spot, 'limit', 'buy', 0.02, low), o => o.id)
  await call('editOrder', () => exchange.editOrder(order.id, spot, 'limit', 'buy', 0.02, low - 10), o => o.id === order.id)
  await call('fetchOpenOrders', () => exchange.fetchOpenOrders(spot), o => o.some(x => x.id === order.id))
  await call('fetchOpenOrders of all', () => exchange.fetchOpenOrders(), some)
  await call('fetchOpenOrder', () => exchange.fetchOpenOrder(order.id, spot), o => o.id === order.id)
  await call('fetchOrder', () => exchange.fetchOrder(order.id, spot), o => o.status === 'open')
  await call('cancelOrder', () => exchange.cancelOrder(order.id, spot), o => o.id === order.id)
  await call('fetchClosedOrder', () => exchange.fetchClosedOrder(order.id, spot), o => o.status === 'canceled')
  await refused('cancelOrder again', () => exchange.cancelOrder(order.id, spot), /OrderNotFound/)
  const made = await call('createOrders', () => exchange.createOrders([1, 2, 3].map(() => ({ symbol: spot, type: 'limit', side: 'buy', amount: 0.01, price: low }))), o => o.length === 3)
  await call('cancelOrders', () => exchange.cancelOrders(made.slice(0, 2).map(o => o.id), spot), o => o.length === 2)
  await call('cancelAllOrders', () => exchange.cancelAllOrders(), some)
  await call('fetchOpenOrders none', () => exchange.fetchOpenOrders(), o => o.length === 0)
  await call('fetchClosedOrders', () => exchange.fetchClosedOrders(spot), some)
  const mine = await call('fetchMyTrades', () => exchange.fetchMyTrades(spot), some)
  await call('fetchOrderTrades', () => exchange.fetchOrderTrades(mine[0].order, spot), some)
  await call('fetchLedger', () => exchange.fetchLedger('USD'), some)
  await call('createOrder of a swap', () => exchange.createOrder(swap, 'market', 'buy', 0.01), o => o.id)
  await call('fetchPositions', () => exchange.fetchPositions(), some)
  await call('setMargin', () => exchange.setMargin(swap, 100), () => true)
  await call('transfer', () => exchange.transfer('USD', 5, 'spot', 'margin'), t => t.status === 'ok')
  await call('fetchDepositAddress', () => exchange.fetchDepositAddress('BTC'), a => a.address)
  await call('createDepositAddress', () => exchange.createDepositAddress('BTC'), a => a.address)
  await call('withdraw', () => exchange.withdraw('BTC', 0.01, 'somewhere-else-to-be'), w => w.id)
  await call('fetchDepositsWithdrawals', () => exchange.fetchDepositsWithdrawals('BTC'), some)
  await call('fetchTransactions', () => exchange.fetchTransactions('BTC'), some)
  await refused('InsufficientFunds', () => exchange.createOrder(spot, 'limit', 'buy', 1999, 900000), /InsufficientFunds/)
  await refused('BadSymbol', () => exchange.publicGetTickerSymbol({ symbol: 'tNOPE' }), /BadSymbol/)
  const forger = connect(ccxt.bitfinex, { secret: 'wrong' })
  await refused('AuthenticationError', () => forger.fetchBalance(), /AuthenticationError|digest/)

  const pro = connect(ccxt.pro.bitfinex)
  await pro.loadHttpProxyAgent().catch(() => {})
  await call('watchTicker', () => pro.watchTicker(spot), t => t.bid > 0)
  await call('watchTrades', () => pro.watchTrades(spot), some)
  await call('watchOHLCV', () => pro.watchOHLCV(spot, '1m'), some)
  await call('watchOrderBook with checksums', async () => {
    let book
    for (let i = 0; i < 100; i++) book = await pro.watchOrderBook(spot)
    return book
  }, b => some(b.bids) && b.bids[0][0] < b.asks[0][0])
  await call('unWatchTicker', () => pro.unWatchTicker(spot), () => true)
  await call('unWatchTrades', () => pro.unWatchTrades(spot), () => true)
  await call('unWatchOHLCV', () => pro.unWatchOHLCV(spot, '1m'), () => true)
  await call('watchOrders', async () => {
    const next = pro.watchOrders(spot)
    await pro.authenticate()
    await exchange.createOrder(spot, 'market', 'buy', 0.01)
    return next
  }, some)
  await call('watchMyTrades', async () => {
    const next = pro.watchMyTrades(spot)
    await exchange.createOrder(spot, 'market', 'sell', 0.01)
    return next
  }, some)
  await call('watchBalance', async () => {
    const next = pro.watchBalance()
    await exchange.createOrder(spot, 'market', 'buy', 0.01)
    return next
  }, b => b.USD)
  await pro.close()
  finish(`ccxt ${ccxt.version}`)
}

main().catch(e => { console.error(e); process.exit(1) })
