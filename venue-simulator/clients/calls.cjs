// Runs named calls one after the other, prints a line for each, and ends the process with 1 if any failed.
const url = process.env.VENUE_URL || 'http://127.0.0.1:8086'
const key = process.env.VENUE_KEY || 'demo'
const secret = process.env.VENUE_SECRET || 'demo-secret'
const callMillisMax = 30000

let passed = 0
let failed = 0

async function call (name, action, check = () => true) {
  let timer
  try {
    const late = new Promise((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer in ${callMillisMax} ms`)), callMillisMax)
    })
    const result = await Promise.race([action(), late])
    if (!check(result)) throw new Error(`unexpected result ${String(JSON.stringify(result)).slice(0, 300)}`)
    passed++
    console.log(`pass  ${name}`)
    return result
  } catch (e) {
    failed++
    console.log(`FAIL  ${name}: ${e && e.message ? e.message.slice(0, 400) : e}`)
    return undefined
  } finally {
    clearTimeout(timer)
  }
}

// Passes when the action is refused with a text that matches.
function refused (name, action, pattern) {
  return call(name, async () => {
    try {
      await action()
    } catch (e) {
      const text = `${e.constructor.name} ${e.message} ${JSON.stringify(e.response || '')}`
      if (pattern.test(text)) return true
      throw new Error(`refused otherwise: ${text}`)
    }
    throw new Error('was not refused')
  })
}

// Notes which methods of clients are called, on these instances only. Returns the names of those that nobody called yet.
function observe (...clients) {
  const missing = new Set()
  for (const client of clients) {
    for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(client))) {
      if (name.startsWith('_') || name === 'constructor' || typeof client[name] !== 'function') continue
      missing.add(name)
      const method = client[name]
      client[name] = (...args) => {
        missing.delete(name)
        return method.apply(client, args)
      }
    }
  }
  return missing
}

// A method of the client that nobody called is a miss.
function finish (client, missing = []) {
  for (const name of missing) {
    failed++
    console.log(`FAIL  ${name}: was not called`)
  }
  console.log(`${client}: ${passed} passed, ${failed} failed`)
  process.exit(failed === 0 ? 0 : 1)
}

module.exports = { call, refused, observe, finish, url, key, secret, stream: url.replace(/^http/, 'ws') + '/ws/2' }
