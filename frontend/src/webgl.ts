/** Whether this browser can draw with WebGL, which both drawings need. */
export function canDraw(): boolean {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  // A page may hold only a few contexts at once: this one is given back.
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return context !== null;
}
