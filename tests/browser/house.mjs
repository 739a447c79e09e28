// A demo server and a browser for the tests. Both are real.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { tmpdir } from "node:os";
import path from "node:path";
import { chromium } from "playwright-core";

const root = path.join(import.meta.dirname, "../..");
const program = path.join(process.env.CARGO_TARGET_DIR ?? path.join(root, "target"), "debug/baton");
const quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

export class House {
  static async open() {
    const house = new House();
    house.folder = await mkdtemp(path.join(tmpdir(), "baton-browser-"));
    await house.start("127.0.0.1:0");
    house.browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: quiet });
    return house;
  }

  /** Starts the server; it is there when this comes back. */
  async start(listen) {
    this.server = spawn(program, ["demo", "--data", this.folder, "--listen", listen], { stdio: ["ignore", "pipe", "inherit"] });
    for await (const line of createInterface({ input: this.server.stdout })) {
      const found = /^listening on (http:\/\/(\S+))$/.exec(line);
      if (found) {
        [, this.url, this.address] = found;
        this.server.stdout.resume();
        return;
      }
    }
    throw new Error("the demo ended before it listened");
  }

  async stop(signal = "SIGTERM") {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    this.server.kill(signal);
    await once(this.server, "exit");
  }

  /** A fresh browser of somebody, whose mistakes are heard. */
  async person(first = "chris", options = {}) {
    const context = await this.browser.newContext({ viewport: { width: 1440, height: 900 }, ...options });
    const page = await context.newPage();
    page.troubles = [];
    page.on("pageerror", (error) => page.troubles.push(error.message));
    page.on("console", (said) => {
      if (said.type() === "error" && !/Failed to load resource|ERR_/.test(said.text())) page.troubles.push(said.text());
    });
    await page.goto(`${this.url}/as/${first}`);
    return page;
  }

  /** The pretend phone of this number, in a browser of its own. */
  async phone(number) {
    const page = await this.person("ruth");
    await page.goto(`${this.url}/phone?as=${encodeURIComponent(number)}`);
    page.text = async (words) => {
      await page.locator("#sms-write input[name=text], #sms-write textarea[name=text]").fill(words);
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
