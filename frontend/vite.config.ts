import { defineConfig } from "vite";

const here = (path: string): string => decodeURIComponent(new URL(path, import.meta.url).pathname);

// MoJ frontend uses a mixin that GOV.UK frontend will drop: theirs to mend. Every other warning is shown.
const warn = (message: string): void => {
  if (!message.includes("`govuk-text-colour` mixin is deprecated")) console.warn(message);
};

// Addresses inside the built files are relative, so that they work wherever the pages keep their static files.
export default defineConfig({
  base: "./",
  publicDir: "public",
  resolve: { alias: { "moj-images": here("node_modules/@ministryofjustice/frontend/moj/assets/images") } },
  css: {
    preprocessorOptions: { scss: { loadPaths: [here(".")], style: "compressed", logger: { warn } } },
  },
  build: {
    // make moves it to src/stronghold/web/static/built when it is whole.
    outDir: here("../build/frontend"),
    emptyOutDir: true,
    manifest: "manifest.json",
    // The licences of what is built in go where it goes.
    license: { fileName: "licences.md" },
    target: "es2022",
    // Nothing is turned into a data: address; the pages' content security policy stays narrow.
    assetsInlineLimit: 0,
    modulePreload: false,
    // Sass makes the styles small: Vite's own minifier refuses a media query in GOV.UK frontend that only Internet Explorer read.
    cssMinify: false,
    // MapLibre alone is about 1 MB; it is fetched on pages with a map only.
    chunkSizeWarningLimit: 1300,
    rollupOptions: {
      checks: { bundlerTimings: false },
      input: {
        main: here("src/main.ts"),
        network: here("src/network.ts"),
        map: here("src/map.ts"),
        review: here("src/review.ts"),
      },
    },
  },
});
