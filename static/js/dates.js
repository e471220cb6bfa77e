// The button beside a date opens the browser's calendar and puts the day chosen there into the text.
"use strict";

const partsOf = (element) => {
  const field = element.closest(".date-text");
  return field && { text: field.querySelector("input[name]"), calendar: field.querySelector("input[type=date]") };
};

document.addEventListener("click", (event) => {
  const button = event.target.closest(".date-text__choose");
  if (!button) return;
  const { text, calendar } = partsOf(button);
  const day = text.value.trim();
  calendar.value = /^\d{4}-\d\d-\d\d$/.test(day) ? day : "";
  calendar.showPicker();
});

// Caught before the form around it hears of it: only the text has changed for whoever listens there.
document.addEventListener("input", (event) => event.target.matches(".date-text__calendar") && event.stopPropagation(), true);
document.addEventListener("change", (event) => {
  if (!event.target.matches(".date-text__calendar")) return;
  event.stopPropagation();
  const { text, calendar } = partsOf(event.target);
  if (!calendar.value) return;
  text.value = calendar.value;
  for (const kind of ["input", "change"]) text.dispatchEvent(new Event(kind, { bubbles: true }));
}, true);
