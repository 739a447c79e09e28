// Starts what a page needs. Without it every link and form still works.

import * as bars from "./bars.js";
import * as composer from "./composer.js";
import * as keys from "./keys.js";
import * as list from "./list.js";
import * as live from "./live.js";
import * as offers from "./offers.js";
import * as pane from "./pane.js";
import * as phone from "./phone.js";
import * as sheet from "./sheet.js";
import * as templates from "./templates.js";
import * as told from "./told.js";
import * as ticker from "./ticker.js";

const PRESS_LOST = "This did not reach the server. What you wrote is still here: press again.";
const PRESS_FAILED = "The server could not do this. What you wrote is still here: press again in a moment.";
const NOT_YOU = "Somebody else signed in in this browser, or you were signed out: reload. What you wrote is kept.";
const LOOK_FAILED = "The server could not show this. Try again in a moment.";

const isWrite = (ctx) => ctx.sourceElement?.id === "write" && composer.sends(ctx.request.action);
const isPress = (ctx) => ctx?.request?.method === "POST";

// Hooks rather than DOM events: an answer often replaces the very form that asked, and events of an
// element that is gone reach nobody.
htmx.registerExtension("baton", {
  // What somebody opened stays open when the part around it is brought up to date, and says whose it was as they opened it:
  // who closes has not seen who took it over under their form.
  htmx_before_morph_attr: (element, { attrName }) =>
    !(element.localName === "details" && attrName === "open") &&
    !(element.name === "owner" && attrName === "value" && element.closest("details.drop[open]")),

  // One key for a press until it is answered: pressing again after a lost connection is the same press.
  htmx_config_request(element, { ctx }) {
    if (!isPress(ctx)) return;
    const { submitter, body } = ctx.request;
    if (submitter?.hasAttribute("formaction")) ctx.request.action = submitter.getAttribute("formaction");
    if (body.has("key") && !body.get("key").startsWith("again-")) {
      element.dataset.key ??= composer.freshKey();
      body.set("key", element.dataset.key);
    }
    templates.pressed(element, body);
  },

  htmx_before_request(element, { ctx }) {
    if (isWrite(ctx)) composer.pressed();
  },

  htmx_after_request(element, { ctx }) {
    const { status } = ctx.response;
    if (!isPress(ctx)) {
      if (status >= 500) live.failed();
      return;
    }
    ctx.taken = status < 300;
    // A server that was down may have taken it all the same: pressing again is then the same press.
    if (status < 500) delete element.dataset.key;
    if (isWrite(ctx)) composer.answered(ctx.taken);
    templates.answered(element);
    // It cannot be now: the form gives way to what is so, with which it opens again.
    if (status === 409) element.closest("details.drop")?.removeAttribute("open");
    if (!ctx.taken) return;
    // What was said of the act before is said no more, nor is there a way back from it.
    document.getElementById("said")?.replaceChildren();
    phone.sent(element);
    sheet.taken(element);
    // What was added stands in the page now.
    if (element.matches(".tags__add")) element.reset();
    element.closest("details:is(.drop, .asks__do, .asks__add, .why)")?.removeAttribute("open");
  },

  // An answer that is no fragment of ours (a proxy's page, say) is never put into the page.
  htmx_before_swap(element, detail) {
    const ours = detail.tasks.some((task) => task.type === "partial");
    if (ours || !(detail.ctx.response?.status >= 400)) return;
    detail.cancelled = true;
    if (isPress(detail.ctx) && detail.ctx.response.status === 403) return bars.failed(NOT_YOU);
    bars.failed(isPress(detail.ctx) ? PRESS_FAILED : LOOK_FAILED);
  },

  htmx_after_swap(element, { ctx }) {
    pane.arrived();
    sheet.arrived();
    templates.arrived();
    if (ctx.taken && ctx.sourceElement?.id === "tpl") composer.put();
    told.read(pane.open());
    offers.made();
    // A row may move once its reader has acted on it.
    if (ctx.taken) list.settle();
  },

  htmx_error(element, { ctx }) {
    if (!isPress(ctx)) return live.failed();
    if (isWrite(ctx)) composer.answered(false);
    templates.answered(element);
    bars.failed(PRESS_LOST);
  },
});

composer.start();
list.start();
pane.start();
phone.start();
sheet.start();
templates.start();
told.start();
keys.start();
live.start();
ticker.start(() => {
  bars.tick();
  list.idle(performance.now());
});
