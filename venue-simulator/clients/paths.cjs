// Every path that ccxt knows of the exchange, asked through ccxt: an answer, or a refusal in the exchange's shape that
// says what is wrong with this request. No path may be unknown.
const ccxt = require('ccxt')
const { call, finish } = require('./calls.cjs')
const { connect } = require('./connect.cjs')

const places = {
  config: 'pub:list:currency', action: 'list', object: 'currency', detail: 'sym', symbol: 'tBTCUSD', precision: 'P4', key: 'pos.size', size: '1m',
  side: 'long', section: 'hist', timeframe: '1m', period: 'p30', type: 'deriv', nickname: 'demo', currency: 'USD', id: '1', price: '100'
}
const bodies = {
  tickers: { symbols: 'ALL' }, 'tickers/hist': { symbols: 'tBTCUSD' }, 'status/deriv': { keys: 'ALL' }, 'status/{type}': { keys: 'ALL' },
  'calc/trade/avg': { symbol: 'tBTCUSD', amount: '1' }, 'calc/fx': { ccy1: 'BTC', ccy2: 'USD' },
  'auth/w/order/submit': { type: 'EXCHANGE LIMIT', symbol: 'tBTCUSD', amount: '0.01', price: '20000' },
  'auth/w/order/multi': { ops: [['oc', { id: 1 }]] }, 'auth/w/order/cancel/multi': { all: 1 },
  'auth/r/position/increase/info': { symbol: 'tBTCUSD', amount: '1' }, 'auth/w/deriv/collateral/limits': { symbol: 'tBTCF0:USTF0' },
  'auth/w/funding/offer/submit': { type: 'LIMIT', symbol: 'fUSD', amount: '100', rate: '0.001', period: 2 },
  'auth/w/funding/offer/cancel/all': { currency: 'USD' }, 'auth/w/funding/auto': { status: 0, currency: 'USD' }, 'auth/w/funding/keep': { type: 'credit', id: [1] },
  'auth/w/token': { ttl: 60, scope: 'api' }, 'auth/w/transfer': { from: 'exchange', to: 'margin', amount: '1', currency: 'USD', currency_to: 'USD' },
  'auth/w/deposit/address': { wallet: 'exchange', method: 'bitcoin' }, 'auth/r/deposit/address/all': { wallet: 'exchange', method: 'bitcoin' },
  'auth/w/deposit/invoice': { wallet: 'exchange', currency: 'LNX', amount: '0.001' }, 'auth/w/withdraw': { wallet: 'exchange', method: 'bitcoin', amount: '0.01', address: 'a' },
  'auth/r/alerts': { type: 'price' }, 'auth/w/alert/set': { type: 'price', symbol: 'tBTCUSD', price: '100' },
  'auth/calc/order/avail': { symbol: 'tBTCUSD', dir: 1, rate: '40000', type: 'EXCHANGE' }, 'auth/w/settings/set': { settings: { 'api:a': 'b' } },
  'auth/r/settings': { keys: ['api:a'] }, 'auth/w/settings/del': { settings: ['api:a'] }, 'auth/w/pulse/add': { title: 'a title that is long enough', content: 'text' }
}
// What a simulator has not, and what this account has not at this moment: the refusal, as text.
const refusals = {
  'auth/w/order/update': /id: invalid/, 'auth/w/order/cancel': /id: invalid/, 'auth/w/position/claim': /not found/,
  'auth/w/position/increase:': /invalid/, 'auth/w/position/update/funding/type': /invalid|not found/, 'auth/w/deriv/collateral/set': /invalid|not found/,
  'auth/w/funding/offer/cancel': /not found/, 'auth/w/funding/close': /not found/, 'auth/r/movements/info': /not found/,
  'auth/w/ext/wallets/deposits/request': /permission: invalid/, 'auth/w/ext/wallets/withdrawals/request': /permission: invalid/,
  'rankings/{key}:{timeframe}:{symbol}/{section}': /invalid/
}

async function main () {
  const exchange = connect(ccxt.bitfinex)
  for (const [access, methods] of Object.entries(exchange.api)) {
    for (const [method, paths] of Object.entries(methods)) {
      for (const path of Object.keys(paths)) {
        const params = { ...bodies[path] }
        for (const [, name] of path.matchAll(/\{(\w+)\}/g)) params[name] = path.includes('funding') && name === 'symbol' ? 'fUSD' : path.includes('margin/{key}') ? 'base' : path.includes('info/funding') ? 'fUSD' : places[name]
        if (path.includes('conf/pub:info:{object}')) params.object = 'pair'
        if (path.includes('deriv/{symbol}')) params.symbol = 'tBTCF0:USTF0'
        if (path.includes('}:{symbol}:{period}')) params.symbol = 'fUSD'
        if (path === 'stats1/{key}:{size}:{symbol}/{section}' || path === 'stats1/{key}:{size}:{symbol}/last' || path === 'stats1/{key}:{size}:{symbol}/hist') Object.assign(params, { key: 'vwap', size: '1d' })
        await call(`${method.toUpperCase().padEnd(4)} ${path}`, async () => {
          try {
            const answer = await exchange.request(path, access, method.toUpperCase(), params)
            return answer !== undefined && answer !== null
          } catch (e) {
            if (refusals[path] && refusals[path].test(e.message)) return true
            throw e
          }
        })
      }
    }
  }
  finish(`paths of ccxt ${ccxt.version}`)
}

main().catch(e => { console.error(e); process.exit(1) })
