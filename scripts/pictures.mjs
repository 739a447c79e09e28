// The pictures of docs/, taken anew from a demo and from a server of its own. The style sheet asks for Inter (Debian:
// fonts-inter); without it they have the system's font.
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { House } from "../tests/browser/house.mjs";
import { packed } from "./png.mjs";

const folder = path.join(import.meta.dirname, "../docs/pictures");
/** A page of documentation should load at once. */
const MOST = 280 * 1024;

const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 };
const dark = { colorScheme: "dark" };

/** What the sample business shows. */
async function demonstrate(house) {
  for (const [name, options] of [["inbox", {}], ["inbox-dark", dark]]) {
    const chris = await house.person("chris", options);
    await open(chris, "Jamie Park");
    await chris.locator("#words").fill("See you on Friday at 11 with Sam, Jamie. On payment plans: Dana will");
    await take(chris, name);
    await chris.locator("#words").fill(""); // A draft stays with its person.
    await chris.context().close();
  }
  const maya = await house.person("maya");
  await open(maya, "Ines Marques");
  await maya.locator("#act-give summary").click();
  await maya.locator("#a-to").selectOption({ label: "Sam Okafor" });
  await maya.locator("#a-why").fill("he treats her on Thursdays");
  await take(maya, "give");

  await handOver(house);

  const small = await house.person("chris", phone);
  await take(small, "list-phone");
  await open(small, "Jamie Park");
  await take(small, "thread-phone");

  const customer = await house.phone("+12125550134");
  await take(customer, "pretend-phone");

  const ruth = await house.person("ruth");
  await ruth.goto(`${house.url}/policy`);
  await ruth.locator("textarea[name=try]").fill("What is the price of a visit, and can I reschedule mine?");
  await ruth.getByRole("button", { name: "Who would get it?" }).click();
  await ruth.locator(".answer").first().waitFor();
  await ruth.locator("#line-94").scrollIntoViewIfNeeded();
  await take(ruth, "policy");
}

/** Jamie is offered to Dana, who declines; in the end everything is as it was. */
async function handOver(house) {
  const chris = await house.person("chris");
  await open(chris, "Jamie Park");
  await chris.locator("#act-hand").click();
  await chris.locator("#ho-sum").fill("Three payments if we can. In a hurry: the invoice is due Friday.");
  await chris.locator("#ho-done").fill("Appointment moved to Fri 15 May, 11:00");
  await chris.locator("#ho-pending").fill("Payment plan for invoice 2093, $480");
  await take(chris, "hand-off");
  await chris.locator("#ho-go").click();
  await chris.getByText("You offer this to Dana.").waitFor();
  const dana = await house.person("dana");
  await open(dana, "Jamie Park");
  await take(dana, "offered");
  await dana.keyboard.press("d");
  await dana.locator("#act-decline input[name=reason]").fill("Can’t before 3. Ben knows the plans too.");
  await dana.keyboard.press("Enter");
  await chris.locator(".loud").waitFor();
  await chris.locator("#said .bar").waitFor({ state: "detached" });
  await take(chris, "came-back");
  await chris.getByRole("button", { name: "Keep it" }).click();
  const maya = await house.person("maya");
  for (const page of ["team", "rota"]) {
    await maya.goto(`${house.url}/${page}`);
    await take(maya, page);
  }
}

/** Setting up, and the door afterwards. */
async function begin(house) {
  const visitor = await house.visitor();
  await visitor.goto(`${house.url}/setup`);
  await take(visitor, "set-up");
  await visitor.fill("#business", "Cedar Lane Physio");
  await visitor.selectOption("#zone", "America/New_York");
  await visitor.fill("#name", "Ruth Adler");
  await visitor.fill("#email", "ruth@cedarlane.example");
  await visitor.fill("#password", "a sentence is good");
  await visitor.getByRole("button", { name: "Open the inbox" }).click();
  await visitor.locator("#rows").waitFor();
  const stranger = await house.visitor();
  await stranger.goto(`${house.url}/signin`);
  await take(stranger, "sign-in");
}

async function open(page, customer) {
  const row = page.locator("#rows .row", { hasText: customer });
  await row.locator("a").click();
  await page.locator("#tl").waitFor();
  if (page.viewportSize().width > 900) await page.locator("#rows .row:not(.row--new)", { hasText: customer }).waitFor();
}

async function take(page, name) {
  const file = path.join(folder, `${name}.png`);
  await page.evaluate(() => document.fonts.ready);
  const picture = packed(await page.screenshot({ animations: "disabled", caret: "hide" }));
  const kilobytes = Math.round(picture.length / 1024);
  if (picture.length > MOST) throw new Error(`${name}.png has ${kilobytes} KB, and may have ${MOST / 1024}`);
  await writeFile(file, picture);
  console.log(`${name}.png ${kilobytes} KB`);
}

await mkdir(folder, { recursive: true });
const demo = await House.open();
const real = await House.open("serve");
try {
  await demonstrate(demo);
  await begin(real);
} finally {
  await demo.close();
  await real.close();
}
