// In: text that anybody may have written. Out: markup in which it is only text. Run by: report pages.

/** Markup that was made here and is not escaped again. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type HtmlValue = string | number | Markup | undefined | readonly HtmlValue[];

/** What is put into a template is escaped, for elements and for quoted attributes; arrays are joined; `undefined` is nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Markup {
  return new Markup(strings.map((text, n) => (n === 0 ? text : textOf(values[n - 1]) + text)).join(''));
}

function textOf(value: HtmlValue): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(textOf).join('');
  return escapeMarkup(String(value));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Not allowed in XML 1.0 in any form; in HTML they only hide text. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g;

/** For XML and HTML alike. */
export function escapeMarkup(text: string): string {
  return text.toWellFormed().replace(CONTROLS, '\ufffd').replace(/[&<>"']/g, (mark) => ENTITIES[mark]!);
}

/** JSON for a script element: no text in it can end the element. */
export function scriptJson(data: unknown): Markup {
  return new Markup(JSON.stringify(data).replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029'));
}
