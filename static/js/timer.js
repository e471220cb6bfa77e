// Keeps the running time of a timer true while its page is open; without this the page shows the time it was opened.
"use strict";

function duration(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [hours ? `${hours} h` : "", rest || !hours ? `${rest} min` : ""].filter(Boolean).join(" ");
}

function refresh() {
  for (const shown of document.querySelectorAll("[data-running-since]")) {
    const minutes = Math.floor((Date.now() - Date.parse(shown.dataset.runningSince)) / 60000);
    if (minutes >= 0) shown.textContent = duration(minutes);
  }
}

setInterval(refresh, 20000);
