// One event stream for all tabs of a browser. One tab leads: it holds the connection and passes every
// entry on. Who leads is a lease in local storage: it needs no secure context, as locks would, and a tab
// that was frozen or killed loses it by itself. Everything resumes by position, so that a second stream
// for a moment, a restart of the server or a change of leader neither doubles nor skips an entry.

const LEASE = "baton-stream";
const RENEW = 4_000;
/** A lease older than this is taken by a tab that is looked at. */
const STALE = 10_000;
/** Timers of hidden tabs are throttled to once a minute: they wait longer before they take over. */
const STALE_HIDDEN = 90_000;
/** The server beats every 15 s; silence longer than this is a dead connection. */
const SILENCE = 20_000;
const KEPT = 1_000;

/**
 * `env` holds what a browser has: EventSource, channel (a BroadcastChannel), storage, setTimeout,
 * clearTimeout, now, random, hidden. Handlers: event(entry), reset(), line(up).
 */
export class Stream {
  constructor({ after, handlers, env }) {
    this.last = after;
    this.handlers = handlers;
    this.env = env;
    this.id = String(env.random());
    this.leading = false;
    this.tries = 0;
  }

  start() {
    this.env.channel.onmessage = (message) => this.hear(message.data);
    this.say({ kind: "hello", tab: this.id, after: this.last });
    this.contend();
  }

  /** After the view was loaded anew: what is older is already in it. */
  resumeAt(position) {
    this.last = Math.max(this.last, position);
  }

  /** The page goes: somebody else leads at once. */
  stop() {
    this.env.clearTimeout(this.turn);
    if (!this.leading) return;
    this.stepDown();
    this.env.storage.removeItem(LEASE);
    this.say({ kind: "gone" });
  }

  /** The machine woke up or the network came back: a fresh connection, whatever the old one says. */
  wake() {
    if (this.leading) this.connect();
    else this.contend();
  }

  contend() {
    this.env.clearTimeout(this.turn);
    this.turn = this.env.setTimeout(() => this.contend(), RENEW);
    const lease = this.lease();
    const age = this.env.now() - (lease?.at ?? 0);
    const mine = lease?.tab === this.id;
    if (!mine && lease && age >= 0 && age < (this.env.hidden() ? STALE_HIDDEN : STALE)) {
      if (this.leading) this.stepDown();
      return;
    }
    this.env.storage.setItem(LEASE, JSON.stringify({ tab: this.id, at: this.env.now() }));
    if (!this.leading) this.lead();
  }

  lease() {
    try {
      return JSON.parse(this.env.storage.getItem(LEASE));
    } catch {
      return null;
    }
  }

  lead() {
    this.leading = true;
    this.head = this.last;
    this.kept = [];
    this.keptAfter = this.head;
    this.say({ kind: "leader" });
    this.connect();
  }

  stepDown() {
    this.leading = false;
    this.close();
  }

  close() {
    this.env.clearTimeout(this.silence);
    this.env.clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }

  connect() {
    this.close();
    const source = new this.env.EventSource(`/events?after=${this.head}`);
    this.source = source;
    // A closed source may still deliver what was queued: only the current one is listened to.
    const live = (handle) => (event) => {
      if (this.source !== source) return;
      this.watch();
      handle(event);
    };
    source.onopen = live(() => this.up());
    source.onmessage = live((event) => this.receive(JSON.parse(event.data)));
    source.addEventListener("beat", live(() => this.up()));
    source.addEventListener("reset", live((event) => this.tooOld(JSON.parse(event.data))));
    source.onerror = live(() => this.lost());
    this.watch();
  }

  watch() {
    this.env.clearTimeout(this.silence);
    this.silence = this.env.setTimeout(() => this.lost(), SILENCE);
  }

  up() {
    this.tries = 0;
    this.tell({ kind: "line", up: true });
  }

  // The browser's own reconnecting gives up for good on a 503: ours does not.
  lost() {
    this.close();
    const wait = Math.min(10_000, 500 * 2 ** this.tries) * (0.75 + this.env.random() / 2);
    this.tries = Math.min(this.tries + 1, 10);
    this.tell({ kind: "line", up: false });
    this.retry = this.env.setTimeout(() => this.connect(), wait);
  }

  receive(entry) {
    if (entry.position <= this.head) return;
    this.head = entry.position;
    this.kept.push(entry);
    if (this.kept.length > KEPT) this.keptAfter = this.kept.shift().position;
    this.tell({ kind: "entries", entries: [entry] });
  }

  tooOld({ position }) {
    this.head = position;
    this.kept = [];
    this.keptAfter = position;
    this.tell({ kind: "reset" });
  }

  tell(message) {
    this.say(message);
    this.hear(message);
  }

  say(message) {
    this.env.channel.postMessage(message);
  }

  hear(message) {
    if (message.tab !== undefined && message.tab !== this.id && message.kind !== "hello") return;
    switch (message.kind) {
      case "entries":
        return message.entries.forEach((entry) => this.take(entry));
      case "reset":
        return this.handlers.reset();
      case "line":
        return this.handlers.line(message.up);
      case "hello":
        return this.leading && this.replay(message);
      case "leader":
        return this.say({ kind: "hello", tab: this.id, after: this.last });
      case "gone":
        this.env.clearTimeout(this.turn);
        this.turn = this.env.setTimeout(() => this.contend(), (this.env.hidden() ? 500 : 0) + this.env.random() * 200);
    }
  }

  /** A tab whose page is older than what was kept loads its view anew. */
  replay({ tab, after }) {
    if (after < this.keptAfter) return this.say({ kind: "reset", tab });
    const entries = this.kept.filter((entry) => entry.position > after);
    if (entries.length > 0) this.say({ kind: "entries", tab, entries });
  }

  take(entry) {
    if (entry.position <= this.last) return;
    this.last = entry.position;
    this.handlers.event(entry);
  }
}

/** What the browser offers; without a channel or storage every tab has a stream of its own. */
export function browser() {
  return {
    EventSource,
    channel: "BroadcastChannel" in window ? new BroadcastChannel("baton") : { postMessage() {} },
    storage: storage(),
    setTimeout: (call, ms) => setTimeout(call, ms),
    clearTimeout: (timer) => clearTimeout(timer),
    now: () => Date.now(),
    random: () => Math.random(),
    hidden: () => document.hidden,
  };
}

function storage() {
  try {
    localStorage.getItem(LEASE);
    return localStorage;
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}
