// Presses the button or link that shows the key, unless somebody types or has switched the keys off.
"use strict";

const STORED = "inbox-keys";
let isLeaving = false;

function areOff() {
  return localStorage.getItem(STORED) === "off";
}

function isTyping(element) {
  return element.isContentEditable || element.matches("textarea, select, input:not([type=checkbox])");
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || isLeaving || areOff()) return;
  if (!/^[a-z]$/i.test(event.key) || isTyping(event.target)) return;
  const control = document.querySelector(`[data-inbox-key="${event.key.toLowerCase()}"]`);
  if (!control) return;
  isLeaving = true;
  event.preventDefault();
  control.click();
});

// A page taken back from the browser's memory listens again.
window.addEventListener("pageshow", () => { isLeaving = false; });

for (const row of document.querySelectorAll("[data-inbox-switch]")) {
  const box = row.querySelector("input");
  box.checked = !areOff();
  box.addEventListener("change", () => localStorage.setItem(STORED, box.checked ? "on" : "off"));
  row.hidden = false;
}
