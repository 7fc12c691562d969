import { afterEach, expect, test, vi } from "vitest";

import { fetchJson, sentenceFor, sentenceOf, Unavailable } from "./fetching";

afterEach(() => vi.unstubAllGlobals());

function answering(response: Response | Error): ReturnType<typeof vi.fn> {
  const fetching = vi.fn(() => (response instanceof Error ? Promise.reject(response) : Promise.resolve(response)));
  vi.stubGlobal("fetch", fetching);
  return fetching;
}

test("the JSON of an answer is given, asked for from this host alone", async () => {
  const fetching = answering(new Response('{"a": 1}'));
  expect(await fetchJson("/x.json")).toEqual({ a: 1 });
  expect(fetching.mock.calls[0]?.[1]).toMatchObject({ mode: "same-origin", redirect: "manual" });
});

test("what the server says is wrong is said with what to do", async () => {
  answering(new Response('{"error": "It is gone.", "remedy": "Search again."}', { status: 404 }));
  await expect(fetchJson("/x.json")).rejects.toThrow("It is gone. Search again.");
});

test.each([
  [401, "signed out"],
  [403, "may not see"],
  [404, "no longer in the picture"],
  [500, "could not answer (500)"],
])("status %i without a message has a sentence of its own", (status, part) => {
  expect(sentenceOf(status, undefined)).toContain(part);
  expect(sentenceOf(status, { error: 3 })).toContain(part);
});

test("a redirect means that the session has ended", async () => {
  answering({ type: "opaqueredirect" } as Response);
  await expect(fetchJson("/x.json")).rejects.toThrow("Reload the page to sign in again");
});

test("a server out of reach and an answer that is no JSON have sentences", async () => {
  answering(new TypeError("Failed to fetch"));
  await expect(fetchJson("/x.json")).rejects.toThrow("could not be reached");
  answering(new Response("<html>"));
  await expect(fetchJson("/x.json")).rejects.toThrow(Unavailable);
});

test("what was not foreseen is kept for the console, and a sentence shown", () => {
  const console_ = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const problem = new RangeError("inner");
  expect(sentenceFor(problem, "It could not be drawn.")).toBe("It could not be drawn.");
  expect(console_).toHaveBeenCalledWith(problem);
  expect(sentenceFor(new Unavailable("Said."), "Other.")).toBe("Said.");
});
