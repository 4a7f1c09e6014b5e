// Compiles comanage.scss into ../comanage.css, and copies what the sheet and the statements need:
// the pictures it names, the two fonts of the PDF, and the licence. Run by `npm run styles`.
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile, Logger } from "sass";

const here = dirname(fileURLToPath(import.meta.url));
const uswds = join(here, "node_modules/@uswds/uswds");
const result = join(here, "..");

const { css } = compile(join(here, "comanage.scss"), {
  style: "compressed",
  loadPaths: [here, join(uswds, "packages")],
  quietDeps: true,
  logger: Logger.silent,
});
writeFileSync(join(result, "comanage.css"), `${css}\n`);

const copy = (from, to) => {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
};

for (const [, picture] of css.matchAll(/url\("?(img\/[^")]+)"?\)/g)) {
  copy(join(uswds, "dist", picture), join(result, picture));
}
for (const font of ["PublicSans-Regular.ttf", "PublicSans-Bold.ttf"]) {
  const fonts = join(uswds, "packages/uswds-core/src/assets/fonts/public-sans");
  copy(join(fonts, font), join(result, "fonts", font));
}
copy(join(uswds, "LICENSE.md"), join(result, "LICENSE-uswds.md"));
