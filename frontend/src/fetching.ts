/** Asks the server for JSON; whatever goes wrong becomes a sentence for the reader. */

/** What went wrong, in a sentence that can be shown as it is. */
export class Unavailable extends Error {}

/** What the server said was wrong: its message and what to do next, where its answer has them. */
export function sentenceOf(status: number, body: unknown): string {
  if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string") {
    const remedy = "remedy" in body && typeof body.remedy === "string" ? ` ${body.remedy}` : "";
    return body.error + remedy;
  }
  if (status === 401) return "You are signed out. Sign in again, then come back to this page.";
  if (status === 403) return "You may not see this for the purpose you stated.";
  if (status === 404) return "This is no longer in the picture, or you may not see it.";
  return `The server could not answer (${status}). Try again in a minute.`;
}

/** Fetches `address` on this host and gives the JSON. Throws `Unavailable`. */
export async function fetchJson(address: string): Promise<unknown> {
  let response: Response;
  try {
    // A redirect leads to the sign-in page: that is no answer for a drawing.
    response = await fetch(address, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      mode: "same-origin",
      redirect: "manual",
    });
  } catch {
    throw new Unavailable(
      "The server could not be reached. Check that it runs and that you are on its network, then reload the page.",
    );
  }
  if (response.type === "opaqueredirect") {
    throw new Unavailable("You are signed out, or your purpose is no longer known. Reload the page to sign in again.");
  }
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  if (!response.ok) throw new Unavailable(sentenceOf(response.status, body));
  if (body === undefined) throw new Unavailable("The server's answer could not be read. Reload the page.");
  return body;
}

/** The sentence for any failure; one that was not foreseen is also written to the console, for whoever mends it. */
export function sentenceFor(problem: unknown, otherwise: string): string {
  if (problem instanceof Unavailable) return problem.message;
  console.error(problem);
  return otherwise;
}
