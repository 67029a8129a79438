export default {
  extends: "stylelint-config-standard",
  plugins: ["@stylistic/stylelint-plugin"],
  rules: {
    // One declaration a line, so that a reader and a diff see each. A rule with a single one may
    // stand on one line.
    "@stylistic/indentation": 2,
    "@stylistic/block-opening-brace-newline-after": "always-multi-line",
    "@stylistic/block-opening-brace-space-before": "always",
    "@stylistic/block-opening-brace-space-after": "always-single-line",
    "@stylistic/block-closing-brace-newline-before": "always-multi-line",
    "@stylistic/block-closing-brace-newline-after": "always",
    "@stylistic/block-closing-brace-space-before": "always-single-line",
    "@stylistic/declaration-block-semicolon-newline-after": "always-multi-line",
    "@stylistic/declaration-block-trailing-semicolon": "always",
    "@stylistic/declaration-colon-space-after": "always-single-line",
    "@stylistic/declaration-colon-space-before": "never",
    "@stylistic/max-empty-lines": 1,
    "@stylistic/no-eol-whitespace": true,
    "@stylistic/no-extra-semicolons": true,

    // An empty line parts two subjects here; rules on one subject stand close.
    "at-rule-empty-line-before": null,
    "comment-empty-line-before": null,
    "custom-property-empty-line-before": null,
    "declaration-empty-line-before": null,
    "rule-empty-line-before": null,

    // What a new browser could do without, and an old phone could not.
    "media-feature-range-notation": "prefix",
    "property-no-deprecated": [true, { ignoreProperties: ["page-break-before"] }],
    "property-no-vendor-prefix": [true, { ignoreProperties: ["text-size-adjust", "user-select"] }],

    // Names that content and states have, too, are written as they are there.
    "selector-class-pattern": "^[a-z][a-z0-9_-]*$",
    "selector-id-pattern": "^[a-z][a-z0-9_-]*$",

    // As in the scripts: what needs no quotes has none.
    "selector-attribute-quotes": "never",

    // Sheets are ordered by subject. Most pairs that this finds never meet in one element.
    "no-descending-specificity": null,
  },
};
