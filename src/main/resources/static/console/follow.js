/** Follows a transaction until it is valid, or dropped. */
import { call } from "./calls.js";

const PAUSE_MILLIS = 2000;

/**
 * Asks how a transaction is whenever a block is told of, and every two seconds while no news comes.
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

  const end = () => {
    ended = true;
    news?.close();
    stopAsking();
  };
  const look = async () => {
    const { value } = await ask(`/api/v1/transactions/${id}`);
    if (value && !ended) {
      if (value.status !== "pending") {
        end();
      }
      told(value);
    }
  };
  const startAsking = () => {
    timer ??= setInterval(look, PAUSE_MILLIS);
  };
  const stopAsking = () => {
    clearInterval(timer);
    timer = null;
  };

  const news = EventSource ? new EventSource("/api/v1/events") : null;
  news?.addEventListener("open", stopAsking);
  news?.addEventListener("error", startAsking);
  news?.addEventListener("block", look);
  news?.addEventListener("replaced", look);
  startAsking();
  look();
  return end;
}
