/** Calls of the ledger's API: an answer or a refusal, both values. */

/**
 * Makes a call.
 *
 * @param body sent as JSON by POST; without one it is a GET
 * @return `value`, or `refusal` with `code` and `detail`, which is "AWAY" without a detail where no
 *     answer came or none that this page can read
 */
export async function call(path, body, fetching = globalThis.fetch) {
  const options =
    body === undefined
      ? {}
      : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetching(path, { ...options, cache: "no-store" });
    const value = await response.json();
    if (response.ok) {
      return { value };
    }
    const { code = `HTTP ${response.status}`, detail = "" } = value ?? {};
    return { refusal: { code: String(code), detail: String(detail) } };
  } catch {
    return { refusal: { code: "AWAY", detail: "" } };
  }
}
