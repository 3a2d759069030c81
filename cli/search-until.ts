import { setImmediate } from 'node:timers/promises';

/** Milliseconds for which a search runs before it looks whether it is to stop. */
const slice = 15;
/** Nothing is said of what is over by then, and not more often than this. */
const patience = 1_000;
const pause = 250;
const clear = '\r\u001b[K';

/** A search that the user stopped. */
export class Stopped extends Error {}

/**
 * Carries out searches that yield now and then: Ctrl+C stops between two slices, and what takes more than a second says how far
 * it is, to standard error.
 */
export class Searching {
  readonly #began = performance.now();
  readonly #live = process.stderr.isTTY === true;
  #said = 0;
  #stopped = false;
  readonly #abort = new AbortController();
  readonly #stop = (): void => {
    this.#stopped = true;
    this.#abort.abort();
  };

  constructor() {
    process.on('SIGINT', this.#stop);
  }

  /**
   * Runs a search to its end.
   *
   * @param steps the search
   * @param say how far it is
   * @throws Stopped where the user asked for it
   */
  async run<P, T>(steps: Generator<P, T>, say: (progress: P) => string): Promise<T> {
    for (;;) {
      const until = performance.now() + slice;
      let next = steps.next();
      while (next.done !== true && performance.now() < until) next = steps.next();
      await this.pause();
      if (next.done === true) return next.value;
      this.#report(say(next.value));
    }
  }

  /**
   * Waits for what is searched elsewhere.
   *
   * @param start begins it: it stops where the signal says so, tells how far it is, and gives nothing where it was stopped
   * @throws Stopped where the user asked for it
   */
  async wait<T>(start: (signal: AbortSignal, say: (text: string) => void) => Promise<T | undefined>): Promise<T> {
    const found = await start(this.#abort.signal, (text) => this.#report(text));
    if (found === undefined || this.#stopped) throw new Stopped();
    return found;
  }

  /** Lets signals come in. */
  async pause(): Promise<void> {
    await setImmediate();
    if (this.#stopped) throw new Stopped();
  }

  #report(text: string): void {
    const now = performance.now();
    if (now - this.#began < patience || now - this.#said < (this.#live ? pause : 4 * patience)) return;
    this.#said = now;
    process.stderr.write(this.#live ? `${clear}${text}` : `${text}\n`);
  }

  /** Listens no more, and wipes what was said of progress. */
  end(): void {
    process.off('SIGINT', this.#stop);
    if (this.#live && this.#said > 0) process.stderr.write(clear);
  }
}
