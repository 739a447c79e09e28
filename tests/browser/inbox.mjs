// What the tests do in the inbox, in the words of whoever uses it.

export const row = (page, words) => page.locator("#rows .row", { hasText: words });
export const bubble = (page, words) => page.locator(".tl .msg", { hasText: words });
export const box = (page) => page.locator("#words");
/** The quiet bar about the connection. */
export const lineBar = (page) => page.locator("#line .bar");

/** Lets new texts into the list. */
export async function letIn(page) {
  const button = page.locator("#settle");
  if (await button.isVisible()) await button.click();
}

/** Opens the conversation whose row shows these words. */
export async function openRow(page, words) {
  await letIn(page);
  await row(page, words).first().locator("a").click();
  await bubble(page, words).first().waitFor();
}
