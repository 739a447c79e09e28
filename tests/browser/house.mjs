// A demo server, a browser and the cable between them for the tests. All are real.
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import net from "node:net";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const root = path.join(import.meta.dirname, "../..");
const program = path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/baton");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-lcd-text"];

export class House {
  /** Opens a house: `demo`, the sample business, or `serve`, which waits for its set-up. */
  static async open(command = "demo") {
    const house = new House();
    house.command = command;
    house.folder = await mkdtemp(path.join(tmpdir(), "baton-browser-"));
    await house.start("127.0.0.1:0");
    house.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
    return house;
  }

  /** Starts the server; it is there when this comes back. */
  async start(listen) {
    this.server = spawn(program, [this.command, "--data", this.folder, "--listen", listen], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: this.server.stdout })) {
      const found = /^listening on (http:\/\/(\S+))$/.exec(line);
      if (found) {
        [, this.url, this.address] = found;
        this.server.stdout.resume();
        return;
      }
    }
    throw new Error("the server ended before it listened");
  }

  async stop(signal = "SIGTERM") {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    this.server.kill(signal);
    await once(this.server, "exit");
  }

  /**
   * A fresh browser of somebody. `at` is where it finds the server; with `clock` the page's time is the test's to move.
   */
  async person(first = "chris", { at = this.url, clock = false, ...options } = {}) {
    const page = await this.visitor(options);
    if (clock) await page.context().clock.install();
    await page.goto(`${at}/as/${first}`);
    return page;
  }

  /** A fresh browser of somebody who is nobody yet. */
  async visitor(options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    context.setDefaultTimeout(60_000);
    return this.tab(context);
  }

  /** One more tab of a browser, whose mistakes are heard. */
  async tab(context) {
    const page = await context.newPage();
    page.troubles = [];
    page.on("pageerror", (error) => page.troubles.push(error.message));
    page.on("console", (said) => {
      if (said.type() === "error" && !/Failed to load resource|ERR_/.test(said.text())) page.troubles.push(said.text());
    });
    return page;
  }

  /** A customer texts, without a browser; says which conversation it is. */
  async text(from, text) {
    this.token ??= JSON.parse(execFileSync(program, ["token", "add", "tests", "--data", this.folder,
      "--person", "ruth@cedarlane.example", "--json"])).token;
    const answer = await fetch(`${this.url}/api/v1/simulator/${encodeURIComponent("+12125550100")}/texts`, {
      method: "POST",
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      body: JSON.stringify({ from, text }),
    });
    if (answer.status !== 201) throw new Error(`the text was not taken: ${await answer.text()}`);
    return (await answer.json()).conversation;
  }

  /** Does something over the API as Ruth, who may do everything; says what was answered. */
  async api(path, body) {
    const answer = await fetch(`${this.url}/api/v1/${path}`, {
      method: "POST", headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" }, body: JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(await answer.text());
    return answer.json();
  }

  /** The pretend phone of this number, in a browser of its own. */
  async phone(number) {
    const page = await this.person("ruth");
    await page.goto(`${this.url}/phone?as=${encodeURIComponent(number)}`);
    page.text = async (words) => {
      await page.locator("#sms-write input[name=text]").fill(words);
      await page.keyboard.press("Enter");
      await page.locator(".sms").getByText(words).last().waitFor();
    };
    return page;
  }

  async close() {
    await this.browser?.close();
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A cable between browser and server that can be cut, or go dead without a word. */
export class Wire {
  /** A cable to a server, for as long as a test runs. */
  static async to(address, test) {
    const wire = new Wire();
    test.after(() => wire.close());
    wire.pairs = new Set();
    wire.whole = true;
    const [host, port] = address.split(":");
    wire.end = net.createServer((near) => wire.connect(near, net.connect(Number(port), host)));
    wire.end.listen(0, "127.0.0.1");
    await once(wire.end, "listening");
    wire.url = `http://127.0.0.1:${wire.end.address().port}`;
    return wire;
  }

  connect(near, far) {
    const pair = { near, far, dead: false, stream: false };
    this.pairs.add(pair);
    for (const socket of [near, far]) {
      socket.on("error", () => {}); // Both ends of a cut cable break.
      socket.on("close", () => { near.destroy(); far.destroy(); this.pairs.delete(pair); });
    }
    near.on("data", (chunk) => {
      pair.stream ||= chunk.toString("latin1").startsWith("GET /events");
      if (!pair.dead) far.write(chunk);
    });
    far.on("data", (chunk) => { if (!pair.dead) near.write(chunk); });
    if (!this.whole) near.destroy();
  }

  /** Nothing goes through, and everybody notices. */
  cut() {
    this.whole = false;
    for (const { near } of this.pairs) near.destroy();
  }

  mend() {
    this.whole = true;
  }

  /** How many event streams are open. */
  get streams() {
    return [...this.pairs].filter((pair) => pair.stream).length;
  }

  /** The streams that are open now stay open and carry nothing: nobody notices. What is opened later works. */
  deaden() {
    for (const pair of this.pairs) pair.dead ||= pair.stream;
  }

  close() {
    this.cut();
    this.end.close();
  }
}

/** Waits until something is so, for a minute at most: how long a thing takes is not what is tested. */
export async function until(what, is) {
  const end = Date.now() + 60_000;
  while (!(await is())) {
    if (Date.now() > end) throw new Error(`not within a minute: ${what}`);
    await new Promise((go) => setTimeout(go, 25));
  }
}

const axe = await readFile(path.join(import.meta.dirname, "node_modules/axe-core/axe.min.js"), "utf8");

/** What the accessibility checker says against a page, as sentences. */
export async function faults(page) {
  await page.evaluate(axe); // The debugger's own way in, which the page's security policy does not bar.
  return page.evaluate(async () => {
    const found = await window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    });
    return found.violations.map((rule) => `${rule.id}: ${rule.nodes.map((node) => node.html.slice(0, 120)).join(" | ")}`);
  });
}
