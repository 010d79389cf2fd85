/**
 * Tells a page that lives what the ledger's events say: htmx hears `ledger:block`, `ledger:pool` and
 * `ledger:replaced` on the body. A tab that nobody looks at holds no connection, since a browser has six
 * for a server and every tab would keep one.
 */
const KINDS = ["block", "pool", "replaced", "skipped"];
const RETRY_MILLIS = 5000;

const body = document.body;
let source = null;
let retry = 0;

/** Opens the stream after what the page already shows, or from the newest block on. */
function open(after) {
  close();
  source = new EventSource("/api/v1/events" + (after ? `?lastEventId=${after}` : ""));
  let shown = after ? body.dataset.pending : null;
  for (const kind of KINDS) {
    source.addEventListener(kind, (event) => {
      const known = kind === "pool" && String(JSON.parse(event.data).pending) === shown;
      shown = null;
      if (!known) {
        htmx.trigger(body, `ledger:${kind}`);
      }
    });
  }
  // A browser comes back by itself, but not to a server that refused.
  source.onerror = () => {
    if (source?.readyState === EventSource.CLOSED) {
      retry = setTimeout(askAndOpen, RETRY_MILLIS);
    }
  };
}

/** Where the server refuses one stream more, the page asks by itself until there is room. */
function askAndOpen() {
  htmx.trigger(body, "ledger:replaced");
  open();
}

function close() {
  clearTimeout(retry);
  source?.close();
  source = null;
}

function follow(after) {
  if (document.hidden || !document.querySelector("[hx-trigger*='ledger:']")) {
    close();
  } else {
    open(after);
  }
}

// What the page shows may have gone with the chain that held it: the page that says so is no part of it.
body.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status === 404) {
    location.reload();
  }
});
document.addEventListener("visibilitychange", () => follow());
addEventListener("pageshow", (event) => event.persisted && follow());
follow(body.dataset.position);
