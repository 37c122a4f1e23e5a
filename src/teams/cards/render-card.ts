import { readFileSync } from 'node:fs';
// Not the package's entry: its types pull in TypeScript sources that do not compile under this project's settings.
import { Template } from 'adaptivecards-templating/lib/template-engine.js';
import { plainText } from './plain-text.js';
import type { Cut, View } from './view.js';

/**
 * Template and view become a card here, and two promises are kept: nothing of the template is left unfilled, and the card
 * fits into a Teams message. What a card says is decided elsewhere.
 */

/** Under Microsoft's strictest published limit for a message, with room for what surrounds the card. UTF-8 bytes. */
export const CARD_BYTES = 25_000;

/** Long texts lose length in these steps until the card fits. */
const STEPS = [1, 0.6, 0.35, 0.2, 0.1];

/** Stands between `$` and `{` in data while a template is expanded; `plainText` lets none through. */
const MARK = '\uE000';

const TEMPLATE_NAMES = [
  ...(['progress', 'report', 'finding', 'notice', 'help', 'welcome'] as const),
  ...(['plan', 'plan-list', 'automation', 'audit-head'] as const),
  ...(['watch', 'drift', 'alert', 'drill', 'drill-form'] as const),
  ...(['matrix', 'history', 'comparison', 'export'] as const),
  ...(['attestation-form', 'subscription', 'schedule'] as const),
  ...(['accounts', 'designation'] as const),
] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export type Card = Readonly<Record<string, unknown>>;
/** Renders a card from the view that `describe` makes with the texts cut as much as is needed. */
export type RenderCard = (name: TemplateName, describe: (cut: Cut) => View) => Card;

function readTemplate(name: TemplateName): Template {
  return new Template(JSON.parse(readFileSync(new URL(`./templates/${name}.json`, import.meta.url), 'utf8')));
}

/** The view as a plain copy in which no text looks like a template's expression. */
function withMarks(view: View): unknown {
  return JSON.parse(JSON.stringify(view).replaceAll('${', `$${MARK}{`));
}

/** The expanded card as JSON text. Throws when the template names something the view does not have. */
function expand(name: TemplateName, template: Template, view: View): string {
  const json = JSON.stringify(template.expand({ $root: withMarks(view) }));
  const at = json.indexOf('${');
  if (at >= 0) throw new Error(`CARD_UNFILLED: the template ${name} has no data for ${json.slice(at, at + 60)}`);
  return json.replaceAll(`$${MARK}{`, '${');
}

/** Reads every template once; the answer renders cards without touching the disk. */
export function createRenderCard(): RenderCard {
  const templates = new Map(TEMPLATE_NAMES.map((name) => [name, readTemplate(name)]));
  return (name, describe) => {
    const template = templates.get(name);
    if (template === undefined) throw new Error(`CARD_UNKNOWN: there is no template ${name}`);
    for (const step of STEPS) {
      const view = describe((text, length) => plainText(text, Math.max(12, Math.round(length * step))));
      const json = expand(name, template, view);
      if (Buffer.byteLength(json) < CARD_BYTES) return JSON.parse(json) as Card;
    }
    throw new Error(`CARD_TOO_LARGE: the card ${name} does not fit into ${CARD_BYTES} bytes`);
  };
}
