/** Which single keys answer, and when a key is part of what somebody types. */

const ANSWERS = new Set(["y", "n", "s", "u"]);
// Checkboxes and buttons take a space or Enter, never a letter.
const TYPED_IN = new Set(["text", "search", "email", "number", "password", "tel", "url", "date"]);

interface Pressed {
  key: string;
  altKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  repeat: boolean;
}

/** The answer that a key stands for; nothing for any other, for one that is held down, and with another key held. */
export function answerFor(pressed: Pressed): string | null {
  if (pressed.altKey || pressed.ctrlKey || pressed.metaKey || pressed.repeat) return null;
  const key = pressed.key.toLowerCase();
  return ANSWERS.has(key) ? key : null;
}

/** Whether what is pressed goes into a field. */
export function isTyping(target: unknown): boolean {
  if (!target || typeof target !== "object") return false;
  const { tagName, type, isContentEditable } = target as {
    tagName?: string;
    type?: string;
    isContentEditable?: boolean;
  };
  if (isContentEditable || tagName === "TEXTAREA" || tagName === "SELECT") return true;
  return tagName === "INPUT" && TYPED_IN.has(type ?? "text");
}
