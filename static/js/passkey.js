// Says in the page's live region that a passkey was not used; the forms' own script only writes to the console.
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const notice = document.createElement("p");
  notice.className = "notice notice--error";
  notice.textContent = "No passkey was used: it was cancelled, or this device has none for this site. Nothing was changed.";
  document.getElementById("messages").replaceChildren(notice);
});
