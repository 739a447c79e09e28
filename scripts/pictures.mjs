// The pictures of the guides, as the demo shows its pages.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { House } from "../tests/browser/house.mjs";

const folder = path.join(import.meta.dirname, "../docs/pictures");
await mkdir(folder, { recursive: true });
const house = await House.open();
const shoot = (page, name) => page.screenshot({ path: path.join(folder, `${name}.png`), animations: "disabled" });

async function openFirst(page) {
  await page.goto(house.url);
  await page.locator("#rows .row a").first().click();
  await page.locator(".tl .msg").first().waitFor();
}

try {
  const desk = await house.person("chris");
  await openFirst(desk);
  await shoot(desk, "inbox");

  const dark = await house.person("chris", { colorScheme: "dark" });
  await openFirst(dark);
  await shoot(dark, "inbox-dark");

  const small = await house.person("chris", { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  await small.goto(house.url);
  await small.locator("#rows .row").first().waitFor();
  await shoot(small, "list-phone");
  await small.locator("#rows .row a").first().click();
  await small.locator(".tl .msg").first().waitFor();
  await shoot(small, "thread-phone");

  const phone = await house.phone("+12125550187");
  await phone.text("Hi! What does a cleaning cost, and can I come on Friday?");
  await phone.locator(".sms").getByText("cleaning").last().waitFor();
  await shoot(phone, "pretend-phone");

  const admin = await house.person("ruth");
  await admin.goto(`${house.url}/policy`);
  await shoot(admin, "policy");
} finally {
  await house.close();
}
