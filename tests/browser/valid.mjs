// Holds pages to the rules of HTML. Reads {path: page} as JSON from standard input, prints a list
// of what is wrong: the rules that html-validate recommends, but for those argued here.
import { readFileSync } from "node:fs";
import { FileSystemConfigLoader, HtmlValidate } from "html-validate";

const rules = {
  "no-trailing-whitespace": "off", // how the source looks, which nobody sees
  "void-style": "off", // the same
  "long-title": "off", // a title names the page and the agreement; both may be long
  "doctype-style": "off", // upper or lower case is the same
  "form-dup-name": "off", // a form may send a list: the lines that are chosen, say
};
// HTML counts <details> among what may stand in a <th>; this tool takes it for a section.
const elements = ["html5", { details: { sectioning: false } }];
const validator = new HtmlValidate(
  new FileSystemConfigLoader({ extends: ["html-validate:recommended"], elements, rules, root: true }),
);
const pages = JSON.parse(readFileSync(0, "utf8"));
const faults = [];
for (const [path, page] of Object.entries(pages)) {
  const { results } = await validator.validateString(page, "page.html");
  for (const { messages } of results) {
    for (const { ruleId, message, selector, line } of messages) {
      faults.push(`${path}: ${ruleId}: ${message} (line ${line}, ${selector ?? ""})`);
    }
  }
}
process.stdout.write(JSON.stringify(faults));
