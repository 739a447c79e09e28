// The first visit: the browser knows in which time zone it is.

const zone = document.getElementById("zone");
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const own = [...zone.options].find((option) => option.value === here);
// What somebody chose already stays.
if (own && zone.dataset.chosen === undefined) own.selected = true;
