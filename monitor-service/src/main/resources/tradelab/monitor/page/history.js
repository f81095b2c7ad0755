// What the page remembers: the samples of every instance, at most 15 minutes, by the monitor's clock.

export const STEP_MILLIS = 1000;
const KEPT_MILLIS = 15 * 60 * 1000;
// A timer is never exact: a second counts as sampled when a sample is at most this old. More is a gap.
const FRESH_MILLIS = 1900;

export class History {
  #instances = new Map();
  nowMillis = 0;
  views = [];
  overview = null;

  /** Takes the first message of the stream: all that the monitor remembers. */
  reset(message) {
    this.#instances.clear();
    for (const { service, instance, epochMillis, values } of message.instances) {
      this.#instances.set(`${service}/${instance}`, { service, times: epochMillis, values });
    }
    this.nowMillis = message.epochMillis;
  }

  /** Takes the message of a second. */
  tick(message) {
    this.nowMillis = message.epochMillis;
    this.views = message.instances;
    this.overview = message.overview;
    for (const view of message.instances) {
      this.#append(view);
    }
    const known = new Set(message.instances.map((view) => `${view.service}/${view.instance}`));
    for (const id of this.#instances.keys()) {
      if (!known.has(id)) {
        this.#instances.delete(id);
      }
    }
  }

  #append(view) {
    const id = `${view.service}/${view.instance}`;
    if (!this.#instances.has(id)) {
      this.#instances.set(id, { service: view.service, times: [], values: {} });
    }
    const { times, values } = this.#instances.get(id);
    if (times.length > 0 && view.sampleEpochMillis <= times.at(-1)) {
      return;
    }
    times.push(view.sampleEpochMillis);
    for (const key of new Set([...Object.keys(values), ...Object.keys(view.values)])) {
      values[key] ??= new Array(times.length - 1).fill(null);
      values[key].push(view.values[key] ?? null);
    }
    this.#forget(times, values);
  }

  #forget(times, values) {
    const oldest = this.nowMillis - KEPT_MILLIS;
    // In steps, because cutting the front of an array every second costs more than a few samples too many.
    if (times.length > 60 && times[60] < oldest) {
      times.splice(0, 60);
      Object.values(values).forEach((list) => list.splice(0, 60));
    }
  }

  /** The whole seconds of the last `seconds`, ascending. */
  grid(seconds) {
    const last = Math.floor(this.nowMillis / STEP_MILLIS) * STEP_MILLIS;
    return Array.from({ length: seconds + 1 }, (_, index) => last - (seconds - index) * STEP_MILLIS);
  }

  /**
   * The values of a key on a grid, one number or null for each second. Instances are joined by `combine` (sum or max);
   * `service` null means all services.
   */
  read(key, service, combine, grid) {
    const joined = new Array(grid.length).fill(null);
    for (const one of this.#instances.values()) {
      const column = one.values[key];
      if (column && (service === null || one.service === service)) {
        join(joined, one.times, column, grid, combine);
      }
    }
    return joined;
  }

  /** The services that have the key, in the order given. */
  servicesWith(key, services) {
    const having = new Set();
    for (const one of this.#instances.values()) {
      if (one.values[key]) {
        having.add(one.service);
      }
    }
    return [...services.filter((name) => having.has(name)), ...[...having].filter((name) => !services.includes(name)).sort()];
  }
}

function join(joined, times, column, grid, combine) {
  let next = firstAtOrAfter(times, grid[0] - FRESH_MILLIS);
  for (let i = 0; i < grid.length; i++) {
    while (next < times.length && times[next] <= grid[i]) {
      next++;
    }
    const at = next - 1;
    if (at < 0 || times[at] <= grid[i] - FRESH_MILLIS || column[at] === null) {
      continue;
    }
    const value = column[at];
    joined[i] = joined[i] === null ? value : combine === "max" ? Math.max(joined[i], value) : joined[i] + value;
  }
}

function firstAtOrAfter(times, moment) {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < moment) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The newest value that is not a gap and not older than three seconds; null when there is none. */
export function newest(values) {
  for (let i = values.length - 1; i >= Math.max(0, values.length - 4); i--) {
    if (values[i] !== null) {
      return values[i];
    }
  }
  return null;
}
