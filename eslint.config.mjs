import { defineConfig, globalIgnores } from "eslint/config";
import js from "@eslint/js";
import globals from "globals";

const asMarkup = { message: "What comes from elsewhere must not become markup: build elements." };

export default defineConfig([
  globalIgnores([".*/", "build/", "dist/", "instance/"]),
  { linterOptions: { reportUnusedDisableDirectives: "error", reportUnusedInlineConfigs: "error" } },
  js.configs.recommended,
  {
    rules: {
      eqeqeq: "error",
      "no-var": "error",
      "prefer-const": "error",
      // A caught error that nobody uses is named for why it may be ignored.
      "no-unused-vars": ["error", { caughtErrors: "none" }],
    },
  },
  {
    files: ["webapp/static/*.js"],
    // A browser that cannot read one word of a script runs none of it, and phones grow old.
    languageOptions: { ecmaVersion: 2019, sourceType: "script" },
    rules: {
      strict: ["error", "global"],
      // The compiler knows better which names there are, in a page and in the service worker.
      "no-undef": "off",
      // The files of the service worker see each other's names.
      "no-unused-vars": ["error", { caughtErrors: "none", vars: "local" }],
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", ...asMarkup },
        { property: "insertAdjacentHTML", ...asMarkup },
        { object: "document", property: "write", ...asMarkup },
      ],
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], languageOptions: { globals: globals.node } },
]);
