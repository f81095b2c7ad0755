// Puts faults in force, waits for their end, and prints a line for each: its kind, who met it, what it saw.
const { url } = require('./calls.cjs')

const endMillisMax = 30000
const observeMillisMax = 30000
const met = new Set()
let passed = 0
let failed = 0

async function ask (method, path, body) {
  const answer = await fetch(url + path, { method, headers: { 'content-type': 'application/json' }, body: body && JSON.stringify(body) })
  const json = await answer.json()
  return { status: answer.status, json }
}

async function add (spec) {
  const { status, json } = await ask('POST', '/sim/faults', spec)
  if (status !== 200) throw new Error(`the venue refuses ${JSON.stringify(spec)}: ${JSON.stringify(json)}`)
  return json.id
}

const inForce = async id => (await ask('GET', '/sim/faults')).json.faults.find(f => f.id === id)
const sleep = millis => new Promise(resolve => setTimeout(resolve, millis))

async function until (what, condition, millis = observeMillisMax) {
  for (const end = Date.now() + millis; Date.now() < end; await sleep(20)) {
    const value = await condition()
    if (value) return value
  }
  throw new Error(`not within ${millis} ms: ${what}`)
}

// A client may wait forever, which must not end the run without a word.
function within (action) {
  let timer
  const late = new Promise((resolve, reject) => { timer = setTimeout(() => reject(new Error(`nothing within ${observeMillisMax} ms`)), observeMillisMax) })
  return Promise.race([action, late]).finally(() => clearTimeout(timer))
}

function ensure (condition, what) {
  if (!condition) throw new Error(what)
}

async function end (spec, id) {
  if (!spec.count && !spec.durationMillis) {
    await ask('DELETE', '/sim/faults/' + id)
    return 'it was removed'
  }
  await until(`the end of ${spec.kind}`, async () => !await inForce(id), endMillisMax)
  return spec.count ? `${spec.count} strike${spec.count > 1 ? 's' : ''}` : `${spec.durationMillis} ms`
}

// Observes a fault with a client, waits for its end (count, time, or taken out of force) and sees that it is gone.
async function fault (spec, client, observe, gone) {
  const name = `${spec.kind.padEnd(16)} ${client.padEnd(30)}`
  let id
  try {
    id = await add(spec)
    const seen = await within(observe(id))
    ensure(seen, 'the client saw nothing')
    const ended = await end(spec, id)
    await within(gone())
    met.add(spec.kind)
    passed++
    console.log(`pass  ${name} saw: ${String(seen).replace(/\s+/g, ' ').slice(0, 110)}; gone after ${ended}`)
  } catch (e) {
    failed++
    console.log(`FAIL  ${name} ${e && e.message ? e.message.slice(0, 300) : e}`)
    if (id) await ask('DELETE', '/sim/faults/' + id)
  }
}

// Returns how a client names the error of a call that must fail.
async function failure (action, pattern = /./) {
  let result
  try {
    result = await action()
  } catch (e) {
    const response = e.response ? ' ' + JSON.stringify(e.response) : ''
    const text = e instanceof Error ? `${e.constructor.name} ${e.code || ''} ${e.message}${response}` : JSON.stringify(e)
    ensure(pattern.test(text), `expected ${pattern}, got ${text}`)
    return text
  }
  throw new Error(`did not fail but returned ${String(JSON.stringify(result)).slice(0, 200)}`)
}

// A kind that nobody met is a miss: the venue lists all of them when it refuses one that it does not know.
async function finish () {
  const { json } = await ask('POST', '/sim/faults', { kind: 'all' })
  const kinds = /one of \[([^\]]+)\]/.exec(JSON.stringify(json))[1].split(', ')
  const missed = kinds.filter(kind => !met.has(kind))
  missed.forEach(kind => console.log(`FAIL  ${kind} was met by no client`))
  console.log(`faults: ${met.size} of ${kinds.length} kinds met, ${passed} passed, ${failed + missed.length} failed`)
  process.exit(failed + missed.length === 0 ? 0 : 1)
}

module.exports = { add, ask, ensure, failure, fault, finish, sleep, until, inForce }
