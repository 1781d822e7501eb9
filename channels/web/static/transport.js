// Talking to the chat API. A failure is one of three kinds: "refused" (what was sent is wrong), "gone" (the
// conversation does not exist or is not ours) or "later" (no connection, too fast, or the assistant is away).

const API = absolute("/api/v1/chat"); // ours, also on another site's page
const GIVE_UP_MS = 45000; // longer than the server lets a message wait

// An address of ours as a full one: what stands in a page of another site is not relative to that site.
export function absolute(path) {
  return new URL(path, import.meta.url).href;
}

export class Failure extends Error {
  constructor(kind, detail, after = 0) {
    super(detail);
    this.kind = kind;
    this.after = after; // seconds
  }
}

const NO_CONNECTION = "Er is geen verbinding. Uw bericht staat klaar.";

export async function call(method, path, options = {}) {
  const response = await answered(method, API + path, options);
  return response.status === 204 ? null : await response.json();
}

// A file that belongs to a message, with the name under which to save it.
export async function file(url, token) {
  const response = await answered("GET", absolute(url), { token });
  const name = response.headers.get("Content-Disposition")?.match(/filename="([^"]+)"/)?.[1];
  return { blob: await response.blob(), name };
}

async function answered(method, url, { token, body, key, signal } = {}) {
  const headers = {};
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  if (key) headers["Idempotency-Key"] = key;
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), GIVE_UP_MS);
  signal?.addEventListener("abort", () => limit.abort());
  let response;
  try {
    response = await fetch(url, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: limit.signal,
      cache: "no-store",
      credentials: "omit",
    });
    if (response.ok) return response;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure("later", NO_CONNECTION);
  } finally {
    clearTimeout(timer);
  }
  throw await failure(response);
}

async function failure(response) {
  let detail = "Er ging iets mis. Probeer het nog eens.";
  let reason;
  try {
    const problem = await response.json();
    detail = problem.detail ?? detail;
    reason = problem.invalidParams?.[0]?.reason;
  } catch {
    // a proxy's page instead of our JSON: the sentence above will do
  }
  const after = Number(response.headers.get("Retry-After")) || 0;
  if (response.status === 401 || response.status === 404) return new Failure("gone", detail);
  if (response.status === 429 || response.status >= 500) return new Failure("later", detail, after);
  const refused = new Failure("refused", detail);
  refused.reason = reason; // what is wrong with the value that was sent
  return refused;
}
