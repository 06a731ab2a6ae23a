// In: measured values. Out: the same for people, and round ends of scales. Run by: report pages, junit.

/** Three digits or so, thousands apart by spaces that do not break; `-` where there is none. */
export function shown(value: number | undefined, unit = ''): string {
  if (value === undefined) return '-';
  const size = Math.abs(value);
  const digits = Number.isInteger(value) || size >= 100 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  const [whole = '', part = ''] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, '\u00a0');
  const trimmed = part.replace(/0+$/, '');
  const text = trimmed === '' ? grouped : `${grouped}.${trimmed}`;
  return unit === '' ? text : `${text} ${unit}`;
}

const ROUND = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10];

/** The least round number that is not below `value`: the top of a scale. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (ROUND.find((step) => step * power >= value * 0.999_999) ?? 10) * power;
}
