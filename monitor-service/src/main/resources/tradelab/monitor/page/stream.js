// The live stream, and what to do when it breaks.

const SILENT_MILLIS = 6000;
const RETRY_MIN_MILLIS = 1000;
const RETRY_MAX_MILLIS = 15_000;

/**
 * Keeps one EventSource open. A browser retries by itself after a broken connection, but not after a refusal, and it
 * does not notice a silent one; so every failure ends the source and opens a new one, ever more patiently.
 */
export class Stream {
  #source = null;
  #retryMillis = RETRY_MIN_MILLIS;
  #watchdog = 0;
  #retryTimer = 0;

  /** @param handlers onHistory(message), onTick(message), onState("connecting" | "live" | "lost") */
  constructor(url, handlers) {
    this.url = url;
    this.handlers = handlers;
  }

  open() {
    clearTimeout(this.#retryTimer);
    this.#source?.close();
    const source = new EventSource(this.url);
    this.#source = source;
    source.addEventListener("history", (event) => this.#take(source, event, this.handlers.onHistory));
    source.addEventListener("tick", (event) => this.#take(source, event, this.handlers.onTick));
    source.addEventListener("error", () => this.#fail(source));
    this.#expect(source);
  }

  #take(source, event, handler) {
    if (source !== this.#source) {
      return;
    }
    this.#retryMillis = RETRY_MIN_MILLIS;
    this.#expect(source);
    this.handlers.onState("live");
    handler(JSON.parse(event.data));
  }

  #expect(source) {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#fail(source), SILENT_MILLIS);
  }

  #fail(source) {
    if (source !== this.#source) {
      return;
    }
    clearTimeout(this.#watchdog);
    source.close();
    this.#source = null;
    this.handlers.onState("lost");
    this.#retryTimer = setTimeout(() => this.open(), this.#retryMillis);
    this.#retryMillis = Math.min(this.#retryMillis * 1.6, RETRY_MAX_MILLIS);
  }
}
