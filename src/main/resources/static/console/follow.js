/** Follows a transaction until it is valid, and beyond: a chain can be replaced. */
import { call } from "./calls.js";

const PAUSE_MILLIS = 2000;

/**
 * Asks how a transaction is whenever a block is told of, and every two seconds while no news comes.
 * One that is valid is asked for again only when the chain was replaced, one that was dropped never.
 *
 * @param id of the transaction
 * @param told called with the transaction each time it was asked for
 * @param world where news and answers come from; a test brings its own
 * @return a function that ends it before that
 */
export function follow(id, told, world = {}) {
  const { ask = call, EventSource = globalThis.EventSource } = world;
  const { setInterval = globalThis.setInterval, clearInterval = globalThis.clearInterval } = world;
  let timer = null;
  let ended = false;
  let connected = false;
  let valid = false;

  const end = () => {
    ended = true;
    news?.close();
    stopAsking();
  };
  const look = async () => {
    const { value } = await ask(`/api/v1/transactions/${id}`);
    if (value && !ended) {
      valid = value.status === "valid";
      if (value.status === "dropped") {
        end();
      } else {
        pace();
      }
      told(value);
    }
  };
  const stopAsking = () => {
    clearInterval(timer);
    timer = null;
  };
  const pace = () => {
    if (connected || valid) {
      stopAsking();
    } else {
      timer ??= setInterval(look, PAUSE_MILLIS);
    }
  };
  const connect = (now) => {
    connected = now;
    pace();
  };

  const news = EventSource ? new EventSource("/api/v1/events") : null;
  news?.addEventListener("open", () => connect(true));
  news?.addEventListener("error", () => connect(false));
  news?.addEventListener("block", () => valid || look());
  news?.addEventListener("replaced", look);
  news?.addEventListener("skipped", look);
  pace();
  look();
  return end;
}
