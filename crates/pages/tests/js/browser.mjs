// A browser's machinery for tests of the stream: virtual time, a channel between tabs, a server.

/** Timers that run when told to. */
export class Time {
  constructor() {
    this.now = 0;
    this.timers = new Map();
    this.next = 1;
  }

  set(call, ms) {
    this.timers.set(this.next, { call, at: this.now + ms });
    return this.next++;
  }

  clear(timer) {
    this.timers.delete(timer);
  }

  advance(ms) {
    const end = this.now + ms;
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.now = due[1].at;
      due[1].call();
    }
    this.now = end;
  }
}

/** A server with a feed, which may be down, and which forgets what is older than `oldest`. */
export class Server {
  constructor() {
    this.feed = [];
    this.sources = new Set();
    this.isUp = true;
    this.oldest = 0;
    this.connections = 0;
  }

  publish(conversation) {
    const entry = { position: this.feed.length + 1, type: "text.received", conversation };
    this.feed.push(entry);
    for (const source of this.sources) source.deliver(entry);
  }

  beat() {
    for (const source of this.sources) source.fire("beat", {});
  }

  down() {
    this.isUp = false;
    for (const source of [...this.sources]) source.fail();
  }

  up() {
    this.isUp = true;
  }

  source(time) {
    const server = this;
    return class {
      constructor(url) {
        this.listeners = {};
        this.after = Number(new URL(url, "http://baton.example").searchParams.get("after"));
        time.set(() => this.open(), 10);
      }

      open() {
        if (this.closed) return;
        if (!server.isUp) return this.fail();
        server.connections += 1;
        server.sources.add(this);
        this.onopen?.();
        if (this.after < server.oldest) this.fire("reset", { position: server.feed.length });
        else for (const entry of server.feed) if (entry.position > this.after) this.deliver(entry);
      }

      addEventListener(kind, call) {
        this.listeners[kind] = call;
      }

      fire(kind, data) {
        this.listeners[kind]?.({ data: JSON.stringify(data) });
      }

      deliver(entry) {
        this.onmessage?.({ data: JSON.stringify(entry) });
      }

      fail() {
        server.sources.delete(this);
        this.onerror?.();
      }

      close() {
        this.closed = true;
        server.sources.delete(this);
      }
    };
  }
}

/** Tabs of one browser: they share storage, a channel and the time. */
export class Browser {
  constructor(server) {
    this.server = server;
    this.time = new Time();
    this.store = new Map();
    this.channels = new Set();
    this.dice = 0;
  }

  env({ hidden = () => false } = {}) {
    const browser = this;
    const channel = {
      postMessage(message) {
        for (const other of browser.channels) if (other !== channel) other.onmessage?.({ data: structuredClone(message) });
      },
    };
    this.channels.add(channel);
    return {
      channel,
      EventSource: this.server.source(this.time),
      storage: {
        getItem: (key) => browser.store.get(key) ?? null,
        setItem: (key, value) => browser.store.set(key, value),
        removeItem: (key) => browser.store.delete(key),
      },
      setTimeout: (call, ms) => browser.time.set(call, ms),
      clearTimeout: (timer) => browser.time.clear(timer),
      now: () => browser.time.now + 1_000_000,
      random: () => (browser.dice = (browser.dice + 0.37) % 1),
      hidden,
    };
  }
}
