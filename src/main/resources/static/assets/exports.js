// Keeps the page of a running export up to date; without it the page refreshes by itself.
(() => {
  "use strict";
  const panel = () => document.getElementById("export");
  const first = panel();
  if (!first || !first.dataset.events) {
    return;
  }
  const refresh = () => {
    const now = panel();
    if (now && window.htmx) {
      window.htmx.trigger(now, "progress");
    } else {
      window.location.reload();
    }
  };
  let asking;
  const askByItself = () => {
    asking = asking || window.setInterval(refresh, 5000);
  };
  if (!window.EventSource) {
    askByItself();
    return;
  }
  const events = new EventSource(first.dataset.events);
  events.addEventListener("progress", refresh);
  events.addEventListener("finished", () => {
    events.close();
    refresh();
  });
  events.addEventListener("error", () => {
    if (events.readyState === EventSource.CLOSED) {
      askByItself();
    }
  });
})();
