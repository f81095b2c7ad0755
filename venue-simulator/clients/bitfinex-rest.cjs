// bitfinex-api-node over REST.
const { call, refused, observe, finish, url, key, secret } = require('./calls.cjs')
const BFX = require('bitfinex-api-node')
const { Order, FundingOffer } = require('bfx-api-node-models')

// What merchants do: invoices from their making to a refund, conversions and settings.
async function merchant (rest) {
  const invoice = { amount: '500', currency: 'USD', payCurrencies: ['BTC', 'ETH'], orderId: 'o-1', duration: 600, customerInfo: { fullName: 'A B', email: 'a@b.c' } }
  const made = await call('payInvoiceCreate', () => rest.payInvoiceCreate(invoice), i => i.status === 'CREATED')
  const id = made.id
  const pos = await call('payInvoiceCreatePos', () => rest.payInvoiceCreatePos({ ...invoice, orderId: 'o-2' }), i => i.type === 'POS')
  await call('payInvoiceUpdate', () => rest.payInvoiceUpdate({ id, fields: { customerInfo: { tosAccepted: true } } }), i => i.customerInfo.tosAccepted)
  await call('payInvoiceList', () => rest.payInvoiceList({ id }), l => l.length === 1 && l[0].id === id)
  await call('payInvoiceListPaginated', () => rest.payInvoiceListPaginated({ page: 1, pageSize: 10, sort: 'desc', status: ['CREATED'] }), p => p.items.some(i => i.id === id))
  await call('payInvoiceEvents', () => rest.payInvoiceEvents({ id }), e => e[0].event === 'CREATED')
  await call('payInvoiceExpire', () => rest.payInvoiceExpire({ id: pos.id }), i => i.status === 'EXPIRED')
  await rest.transfer({ from: 'exchange', to: 'funding', amount: '0.01', currency: 'BTC', currencyTo: 'BTC' })
  const came = (await rest.ledgers({ filters: 'BTC' })).find(l => l[5] > 0)
  const paid = await call('payInvoiceComplete', () => rest.payInvoiceComplete({ id, payCcy: 'BTC', ledgerId: came[0] }), i => i.status === 'COMPLETED')
  const refunded = await call('payRefundInvoice', () => rest.payRefundInvoice({ id, ccy: 'BTC', amount: String(paid.payment.amount), address: { address: 'somewhere' } }), i => i.refunds[0].status === 'PENDING')
  await call('payInvoiceMarkRefunded', () => rest.payInvoiceMarkRefunded({ id, refundId: refunded.refunds[0].id }), i => i.refunds[0].status === 'COMPLETED')
  await refused('payInvoiceExpire of a paid one', () => rest.payInvoiceExpire({ id }), /COMPLETED/)
  const currencies = l => Array.isArray(l) && l.length > 0
  await call('payCurrencyList', () => rest.payCurrencyList({ detailed: false }), currencies)
  await call('payInvoiceCurrencyDetailed', () => rest.payInvoiceCurrencyDetailed({ detailed: true }), currencies)
  await call('payPublicInvoiceCurrencyDetailed', () => rest.payPublicInvoiceCurrencyDetailed(), currencies)
  await call('payAddCurrencyConversion', () => rest.payAddCurrencyConversion({ baseCcy: 'BTC', convertCcy: 'USD' }), r => r === 1)
  await call('payCurrencyConversionList', () => rest.payCurrencyConversionList(), l => l[0].baseCcy === 'BTC')
  await call('payRemoveCurrencyConversion', () => rest.payRemoveCurrencyConversion({ baseCcy: 'BTC', convertCcy: 'USD' }), r => r === 1)
  await call('payMerchantDailyLimit', () => rest.payMerchantDailyLimit({}), l => typeof l === 'object')
  await call('payMerchantSettingsWrite', () => rest.payMerchantSettingsWrite({ key: 'bfx_pay_recommend_store', val: true }), r => r === 1)
  await call('payMerchantSettingsWriteBatch', () => rest.payMerchantSettingsWriteBatch({ settings: [{ key: 'bfx_pay_dca', val: 'a' }] }), r => r === 1)
  await call('payMerchantSettingsRead', () => rest.payMerchantSettingsRead({ key: 'bfx_pay_dca' }), v => v === 'a')
  await call('payMerchantSettingsList', () => rest.payMerchantSettingsList({ keys: [] }), l => l.bfx_pay_recommend_store === true)
  await call('payDeposits', () => rest.payDeposits({ from: 1, to: Date.now() }), Array.isArray)
  await call('payDepositsUnlinked', () => rest.payDepositsUnlinked({ ccy: 'BTC' }), Array.isArray)
}

// Orders that come again.
async function recurring (rest) {
  const order = { alias: 'saver', _symbol: 'tBTCUSD', currency: 'USD', action: 'buy', amount: 100, recurrence: 'weekly', startedAt: new Date(), endless: true }
  const made = await call('submitRecurringAlgoOrder', () => rest.submitRecurringAlgoOrder({ order }), o => o.status === 'active')
  const algoOrderId = made.algoOrderId
  await call('getRecurringAlgoOrder', () => rest.getRecurringAlgoOrder({ algoOrderId }), o => o.alias === 'saver')
  await call('updateRecurringAlgoOrder', () => rest.updateRecurringAlgoOrder({ order: { algoOrderId, amount: 50, endedAt: new Date(Date.now() + 1e9) } }), o => o.amount === 50 && !o.endless)
  await call('getRecurringAlgoOrders', () => rest.getRecurringAlgoOrders({ page: 1, limit: 5, sortOrder: 'desc', filter: { status: ['active'] } }), p => p.items.some(o => o.algoOrderId === algoOrderId))
  await call('getRecurringAoOrders', async () => {
    for (;;) {
      const page = await rest.getRecurringAoOrders({ algoOrderId })
      if (page.totalItems > 0) return page
      await new Promise(resolve => setTimeout(resolve, 200))
    }
  }, p => p.items[0].status === 'executed')
  await call('cancelRecurringAlgoOrder', () => rest.cancelRecurringAlgoOrder({ algoOrderId }), o => o.status === 'cancelled')
  await refused('getRecurringAlgoOrder of nothing', () => rest.getRecurringAlgoOrder({ algoOrderId: 'none' }), /not found/)
}

async function main () {
  const rest = new BFX({ apiKey: key, apiSecret: secret, transform: false }).rest(2, { url })
  const models = new BFX({ apiKey: key, apiSecret: secret, transform: true }).rest(2, { url, transform: true })
  const missing = observe(rest, models)
  const tBTC = 'tBTCUSD'
  const isList = Array.isArray
  // The client hands out the order of a submission, and a notification, as an array or a model, of everything else.
  const info = (n) => isList(n) ? n[4] : n.notifyInfo
  const isDone = (n) => (isList(n) ? n[6] : n.status) === 'SUCCESS'
  const orders = (n) => isDone(n) && isList(info(n))
  const isOrder = (o) => isList(o) && o.length === 32

  await call('getURL and usesAgent', async () => rest.getURL() === url && !rest.usesAgent(), done => done)
  const ticker = await call('ticker', () => rest.ticker({ symbol: tBTC }), t => t.length === 10)
  const low = Math.round(ticker[0] * 0.8)
  let cid = Date.now()
  const order = (over = {}) => new Order({ type: 'EXCHANGE LIMIT', symbol: tBTC, amount: '0.01', price: String(low), cid: cid++, ...over })

  await call('status', () => rest.status(), s => s[0] === 1)
  await call('ticker of funding', () => rest.ticker({ symbol: 'fUSD' }), t => t.length === 16)
  await call('tickers', () => rest.tickers({ symbols: [tBTC, 'tETHUSD', 'fUSD'] }), t => t.length === 3)
  await call('tickers as models', () => models.tickers({ symbols: [tBTC, 'fUSD'] }), t => t[0].bid > 0)
  await call('tickersHistory', () => rest.tickersHistory({ symbols: [tBTC] }), isList)
  for (const prec of ['P0', 'P1', 'P2', 'P3', 'P4', 'R0']) {
    await call(`orderBook ${prec}`, () => rest.orderBook({ symbol: tBTC, prec }), b => b.length > 0 && b[0].length === 3)
  }
  await call('marketAveragePrice', () => rest.marketAveragePrice({ symbol: tBTC, amount: '0.5' }), a => a[0] > 0)
  await call('statusMessages', () => rest.statusMessages({ type: 'deriv', keys: ['ALL'] }), s => s.length > 0)
  await call('statusMessages as models', () => models.statusMessages({ type: 'deriv', keys: ['tBTCF0:USTF0'] }), isList)
  await call('stats', () => rest.stats({ key: 'pos.size:1m:tBTCUSD:long', context: 'hist' }), s => s[0].length === 2)
  await call('stats last', () => rest.stats({ key: 'vwap:1d:tBTCUSD', context: 'last' }), s => s[1] > 0)
  for (const timeframe of ['1m', '5m', '15m', '30m', '1h', '3h', '6h', '12h', '1D', '7D', '14D', '1M']) {
    await call(`candles ${timeframe}`, () => rest.candles({ timeframe, symbol: tBTC, section: 'hist' }), c => c[0].length === 6)
  }
  await call('candles last', () => rest.candles({ timeframe: '1m', symbol: tBTC, section: 'last' }), c => c.length === 6)
  await call('conf', () => rest.conf({ keys: ['pub:map:currency:label'] }), isList)
  await call('currencies', () => rest.currencies(), isList)
  await call('symbols', () => rest.symbols(), s => s.flat().includes('BTCUSD'))
  await call('inactiveSymbols', () => rest.inactiveSymbols(), isList)
  await call('futures', () => rest.futures(), s => s.flat().includes('BTCF0:USTF0'))
  await call('symbolDetails', () => models.symbolDetails(), isList)
  await call('accountFees', () => rest.accountFees(), () => true)
  await call('trades', () => rest.trades({ symbol: tBTC, limit: 5 }), t => t.length === 5)
  await call('trades as models', () => models.trades({ symbol: tBTC, limit: 5, sort: 1 }), t => t[0].mts <= t[4].mts)
  await call('liquidations', () => rest.liquidations({}), isList)
  await call('exchangeRate', () => rest.exchangeRate({ ccy1: 'BTC', ccy2: 'USD' }), r => r > 0 || r[0] > 0)

  await call('wallets', () => rest.wallets(), w => w.some(x => x[0] === 'exchange'))
  await call('wallets as models', () => models.wallets(), w => w.some(x => x.type === 'exchange'))
  await call('walletsHistory', () => rest.walletsHistory({ end: Date.now() }), isList)
  await call('userInfo', () => models.userInfo(), u => u.id > 0)
  await call('logins', () => rest.logins({}), isList)
  await call('changeLogs', () => rest.changeLogs({}), isList)
  await call('keyPermissions', () => models.keyPermissions(), p => p.length > 0)
  await call('accountSummary', () => rest.accountSummary(), isList)
  await call('performance', () => rest.performance(), isList)
  await call('calcAvailableBalance', () => rest.calcAvailableBalance({ symbol: tBTC, dir: 1, rate: String(low), type: 'EXCHANGE' }), a => a[0] > 0)
  await call('alertSet', () => rest.alertSet({ type: 'price', symbol: tBTC, price: 1234 }), a => a[1] === 'price')
  await call('alertList', () => rest.alertList({ type: 'price' }), a => a.length > 0)
  await call('alertDelete', () => rest.alertDelete({ symbol: tBTC, price: 1234 }), a => a[0] === true)
  await call('updateSettings', () => rest.updateSettings({ settings: { 'api:theme': 'dark' } }), isDone)
  await call('getSettings', () => rest.getSettings({ keys: ['api:theme'] }), s => s[0][1] === 'dark')
  await call('getCoreSettings', () => rest.getCoreSettings({ keys: ['api:theme'] }), isList)
  await call('deleteSettings', () => rest.deleteSettings({ keys: ['api:theme'] }), isDone)

  for (const [type, more] of [
    ['EXCHANGE LIMIT', {}], ['EXCHANGE LIMIT', { hidden: true }], ['EXCHANGE LIMIT', { postonly: true }],
    ['EXCHANGE STOP', { price: String(Math.round(ticker[0] * 1.5)) }],
    ['EXCHANGE STOP LIMIT', { price: String(Math.round(ticker[0] * 1.5)), priceAuxLimit: String(low) }],
    ['EXCHANGE TRAILING STOP', { priceTrailing: '5000', price: undefined }],
    ['EXCHANGE LIMIT', { oco: true, priceAuxLimit: String(Math.round(ticker[0] * 1.5)) }],
    ['EXCHANGE FOK', {}], ['EXCHANGE IOC', {}], ['EXCHANGE MARKET', { price: undefined }],
    ['LIMIT', {}], ['STOP', { price: String(Math.round(ticker[0] * 1.5)) }], ['FOK', {}], ['IOC', {}],
    ['TRAILING STOP', { priceTrailing: '5000', price: undefined }],
    ['STOP LIMIT', { price: String(Math.round(ticker[0] * 1.5)), priceAuxLimit: String(low) }], ['MARKET', { price: undefined }]
  ]) {
    await call(`submitOrder ${type} ${JSON.stringify(more)}`, () => rest.submitOrder({ order: order({ type, ...more }) }), isOrder)
  }
  await call('submitOrder of a model', () => models.submitOrder({ order: new Order(order()) }), o => o.id > 0)
  const one = await call('submitOrder to change', () => rest.submitOrder({ order: order({ gid: 7 }) }), isOrder)
  const id = one[0]
  const mineCid = one[2]
  await call('updateOrder', () => rest.updateOrder({ id, price: String(low - 10) }), n => isDone(n) && info(n)[16] === low - 10)
  await call('activeOrders', () => rest.activeOrders(), o => o.some(x => x[0] === id))
  await call('activeOrders as models', () => models.activeOrders(), o => o.some(x => x.id === id))
  await call('activeOrdersWithIds', () => rest.activeOrdersWithIds({ ids: [id] }), o => o.length === 1)
  await call('cancelOrder', () => rest.cancelOrder({ id }), n => isDone(n) && info(n)[0] === id)
  await refused('cancelOrder again', () => rest.cancelOrder({ id }), /Order not found/)
  await call('orderHistoryWithIds', () => rest.orderHistoryWithIds({ ids: [id] }), o => o[0][0] === id && o[0][2] === mineCid)
  const two = await call('submitOrder by cid', () => rest.submitOrder({ order: order() }), isOrder)
  const date = new Date().toISOString().slice(0, 10)
  await call('cancelOrderWithCid', () => rest.cancelOrderWithCid({ cid: two[2], date }), isDone)
  const multi = await call('submitOrderMulti', () => rest.submitOrderMulti({ orders: [order({ gid: 9 }), order({ gid: 9 }), order()] }), orders)
  const ids = info(multi).map(n => n[4][0][0])
  await call('updateOrderMulti', () => rest.updateOrderMulti({ orders: ids.map(i => ({ id: i, price: String(low - 20) })) }), orders)
  await call('orderMultiOp', () => rest.orderMultiOp({ ops: [['oc', { id: ids[2] }], ['on', order({ cid: 4 }).toNewOrderPacket()], ['oc', { id: 1 }]] }), n => info(n).map(x => x[6]).join() === 'SUCCESS,SUCCESS,ERROR')
  await call('cancelOrders', () => rest.cancelOrders({ ids: [ids[0]] }), orders)
  await call('cancelOrderMulti by gid', () => rest.cancelOrderMulti({ gid: [9] }), orders)
  await call('cancelOrderMulti by cid', () => rest.cancelOrderMulti({ cid: [[4, date]] }), n => info(n).length === 1)
  await call('cancelOrderMulti all', () => rest.cancelOrderMulti({ all: 1 }), orders)
  await call('activeOrders none', () => rest.activeOrders(), o => o.length === 0)
  await call('orderHistory', () => rest.orderHistory({ symbol: tBTC, limit: 10 }), o => o.length > 0)
  const mine = await call('accountTrades', () => rest.accountTrades({ symbol: tBTC, limit: 10 }), t => t.length > 0 && t[0].length >= 12)
  await call('accountTrades of all', () => models.accountTrades({}), t => t.length > 0)
  await call('orderTrades', () => rest.orderTrades({ symbol: tBTC, orderId: mine[0][3] }), t => t.length > 0)
  await call('getWeightedAverages', () => rest.getWeightedAverages({ symbol: tBTC }), isList)
  await call('ledgers', () => rest.ledgers({ filters: 'USD' }), l => l[0].length === 9)
  await call('positions', () => rest.positions(), p => p.length > 0 && p[0].length >= 20)
  const held = await call('positions as models', () => models.positions(), p => p[0].status === 'ACTIVE')
  await call('positionsSnapshot', () => rest.positionsSnapshot({}), isList)
  await call('positionsAudit', () => rest.positionsAudit({ id: [held[0].id] }), p => p.length > 0)
  await call('submitOrder to claim', () => rest.submitOrder({ order: order({ symbol: 'tETHUSD', type: 'MARKET', amount: '0.1', price: undefined }) }), isOrder)
  const claimable = await call('positions to claim', () => models.positions(), p => p.some(x => x.symbol === 'tETHUSD'))
  await call('claimPosition', () => rest.claimPosition({ id: claimable.find(x => x.symbol === 'tETHUSD').id }), isDone)
  await refused('closeFunding of nothing', () => rest.closeFunding({ id: 1, type: 'loan' }), /not found|500/)
  await call('closePosition', () => rest.closePosition({ position_id: held[0].id }), isOrder)
  await call('positionsHistory', () => rest.positionsHistory({}), p => p.length > 0)
  await call('marginInfo base', () => rest.marginInfo({ key: 'base' }), m => m[0] === 'base')
  await call('marginInfo symbol', () => rest.marginInfo({ key: tBTC }), m => m[0] === 'sym')
  await call('derivsPositionCollateralSet refused without a position', async () => {
    await refused('inner', () => rest.derivsPositionCollateralSet({ symbol: 'tBTCF0:USTF0', collateral: 10 }), /position/)
    return true
  })

  const offer = await call('submitFundingOffer', () => rest.submitFundingOffer({ offer: new FundingOffer({ type: 'LIMIT', symbol: 'fUSD', amount: '100', rate: '0.001', period: 2 }) }), isDone)
  await call('fundingOffers', () => rest.fundingOffers({ symbol: 'fUSD' }), o => o.length > 0)
  await call('cancelFundingOffer', () => rest.cancelFundingOffer({ id: info(offer)[0] }), isDone)
  await call('cancelAllFundingOffers', () => rest.cancelAllFundingOffers({ currency: 'USD' }), isDone)
  await call('fundingOfferHistory', () => rest.fundingOfferHistory({ symbol: 'fUSD' }), o => o.length > 0)
  await call('fundingLoans', () => rest.fundingLoans({ symbol: 'fUSD' }), isList)
  await call('fundingLoanHistory', () => rest.fundingLoanHistory({ symbol: 'fUSD' }), isList)
  await call('fundingCredits', () => rest.fundingCredits({ symbol: 'fUSD' }), isList)
  await call('fundingCreditHistory', () => rest.fundingCreditHistory({ symbol: 'fUSD' }), isList)
  await call('fundingTrades', () => rest.fundingTrades({ symbol: 'fUSD' }), isList)
  await call('fundingInfo', () => rest.fundingInfo({ key: 'fUSD' }), i => i[0] === 'sym')
  await call('submitAutoFunding', () => rest.submitAutoFunding({ status: 1, currency: 'USD', amount: '100', rate: '0', period: 2 }), isDone)
  await call('keepFunding', () => rest.keepFunding({ type: 'loan', id: [1] }), isDone)

  await call('transfer', () => rest.transfer({ from: 'exchange', to: 'margin', amount: '10', currency: 'USD', currencyTo: 'USD' }), isDone)
  await call('getDepositAddress', () => rest.getDepositAddress({ wallet: 'exchange', method: 'bitcoin', opRenew: 0 }), isDone)
  await call('withdraw', () => rest.withdraw({ wallet: 'exchange', method: 'bitcoin', amount: '0.1', address: 'somewhere' }), isDone)
  await call('generateInvoice', () => rest.generateInvoice({ wallet: 'exchange', currency: 'LNX', amount: '0.001' }), () => true)
  const moved = await call('movements', () => rest.movements({ ccy: 'BTC' }), m => m.length > 0 && m[0].length === 22)
  await call('movementInfo', () => rest.movementInfo({ id: moved[0][0] }), m => m[0] === moved[0][0])

  await call('lnxInvoicePayments', () => rest.lnxInvoicePayments({ action: 'getInvoicesByUser', query: { offset: 0 } }), isList)
  await merchant(rest)
  await recurring(rest)

  const token = await call('generateToken', () => rest.generateToken({ ttl: 60, scope: 'api' }), t => t[0].startsWith('pub:'))
  const byToken = new BFX({ authToken: token[0] }).rest(2, { url, authToken: token[0] })
  await call('wallets by token', () => byToken.wallets(), w => w.length > 0)
  await call('invalidateAuthToken', () => rest.invalidateAuthToken({ authToken: token[0] }), () => true)
  await refused('wallets by a revoked token', () => byToken.wallets(), /token|500/i)

  await refused('ticker of an unknown symbol', () => rest.ticker({ symbol: 'tNOPE' }), /symbol: invalid|10020|500/)
  await refused('submitOrder beyond the balance', () => rest.submitOrder({ order: order({ amount: '1999', price: '1000000' }) }), /not enough exchange balance/)
  const forger = new BFX({ apiKey: key, apiSecret: 'wrong' }).rest(2, { url })
  await refused('wallets with a wrong secret', () => forger.wallets(), /digest invalid|10100/)
  finish('bitfinex-api-node REST', missing)
}

main().catch(e => { console.error(e); process.exit(1) })
