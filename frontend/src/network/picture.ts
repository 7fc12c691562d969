/** The drawing as a picture to take along: what is seen, on white, with the words that must go with it. */

const MARGIN = 16;
const LINE = 20;
const FONT = '14px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

/** `text` in lines, each at most `width` wide by `measure`; a word that is wider has a line of its own. */
export function lines(text: string, width: number, measure: (text: string) => number): string[] {
  const found: string[] = [];
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    const last = found.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && measure(longer) <= width) found[found.length - 1] = longer;
    else found.push(word);
  }
  return found;
}

/** One picture of the layers, bottom first, of `width` x `height` on the page, with the notice under them. */
export function picture(layers: HTMLCanvasElement[], width: number, height: number, notice: string): HTMLCanvasElement {
  const scale = Math.max(1, ...layers.map((layer) => layer.width / width));
  const made = document.createElement("canvas");
  const context = made.getContext("2d");
  if (context === null) throw new Error("this browser draws no pictures");
  context.font = FONT;
  const words = lines(notice, width - 2 * MARGIN, (text) => context.measureText(text).width);
  made.width = Math.round(width * scale);
  made.height = Math.round((height + words.length * LINE + 2 * MARGIN) * scale);
  context.scale(scale, scale);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, made.height);
  for (const layer of layers) context.drawImage(layer, 0, 0, width, height);
  context.font = FONT;
  context.fillStyle = "#0b0c0c";
  words.forEach((line, at) => context.fillText(line, MARGIN, height + MARGIN + (at + 0.75) * LINE));
  return made;
}

/** Hands the picture to the reader as a PNG file of that name. */
export function save(made: HTMLCanvasElement, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    made.toBlob((blob) => {
      if (blob === null) {
        reject(new Error("the picture could not be made"));
        return;
      }
      const link = document.createElement("a");
      link.href = URL.createObjectURL(blob);
      link.download = name;
      link.click();
      // The browser has taken hold of it by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
      resolve();
    }, "image/png");
  });
}
