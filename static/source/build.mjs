// Compiles comanage.scss into ../comanage.css, and copies what the sheet and the statements need:
// the pictures it names, the two fonts of the PDF, and the licence. Run by `npm run styles`.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, Logger } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");
const result = join(here, "..");

const UNUSED = new RegExp(
  "\\.(?:usa-button--(?:accent-cool|accent-warm|base|big|inverse|outline-inverse|secondary|active|hover|disabled)" +
    "|usa-input(?:-group)?--(?:2xl|2xs|lg|md|medium|sm|small|success|xl|xs)" +
    "|usa-alert--(?:emergency|no-icon|validation)|usa-(?:checkbox|radio)__input--tile" +
    "|usa-(?:checkbox|radio)__label-description|usa-checklist|usa-focus|usa-icon--size-\\d|usa-input-list" +
    "|usa-label--(?:error|required)|usa-hint--required|usa-media-link|usa-prose|usa-sr-only" +
    "|usa-step-indicator--(?:center|no-labels)|usa-step-indicator__(?:current-step|header|heading|total-steps))(?![\\w-])",
);

const { css } = compile(join(here, "comanage.scss"), {
  style: "compressed",
  loadPaths: [here, join(uswds, "packages")],
  quietDeps: true,
  logger: Logger.silent,
});
const sheet = used(css);
writeFileSync(join(result, "comanage.css"), `${sheet}\n`);

// What the design system has and no page of ours uses.
function used(whole) {
  const kept = (selector) => !UNUSED.test(selector.replaceAll(/:not\([^()]*\)/g, ""));
  return whole
    .replaceAll(/([^{}]+)(\{[^{}]*\})/g, (rule, selectors, body) => {
      const left = selectors.split(/,(?![^()]*\))/).filter(kept);
      return left.length ? left.join(",") + body : "";
    })
    .replaceAll(/@(?:media|supports)[^{}]+\{\}/g, "");
}

const copy = (from, to) => {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
};

for (const [, picture] of sheet.matchAll(/url\("?(img\/[^")]+)"?\)/g)) {
  copy(join(uswds, "dist", picture), join(result, picture));
}
for (const font of ["PublicSans-Regular.ttf", "PublicSans-Bold.ttf"]) {
  const fonts = join(uswds, "packages/uswds-core/src/assets/fonts/public-sans");
  copy(join(fonts, font), join(result, "fonts", font));
}
copy(join(uswds, "LICENSE.md"), join(result, "LICENSE-uswds.md"));
