// Numbers as the page writes them.

const locale = 'en';
const numberFormat = new Intl.NumberFormat(locale);
const percentFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const scoreFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const smallFormat = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
const secondsFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const dateFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' });
const rules = new Intl.PluralRules(locale);

/** A whole number. */
export const count = (value: number) => numberFormat.format(value);
/** A share in [0, 1], as the package writes it in its reasons: neither none nor all where it is not quite that. */
export const share = (value: number) => {
  if (value > 0 && value < 0.001) return `< ${percentFormat.format(0.001)}`;
  return value < 1 && value > 0.999 ? `> ${percentFormat.format(0.999)}` : percentFormat.format(value);
};
/** A score in [0, 1]; a small one is not rounded to nothing. */
export const score = (value: number) =>
  value > 0 && value < 0.005 ? `< ${scoreFormat.format(0.01)}` : scoreFormat.format(value);
/** Any other number: four digits, but all of a whole part, in which 99,999 and 100,000 are not the same. */
export const amount = (value: number) =>
  Math.abs(value) >= 1000 ? count(Math.round(value)) : smallFormat.format(value);
/** Milliseconds since 1970 as a day and a time of day. */
export const dateAndTime = (moment: number) => dateFormat.format(moment);
/** A day, from its number since 1970. */
export const day = (days: number) => dayFormat.format(days * 86_400_000);
export const seconds = (milliseconds: number) => secondsFormat.format(milliseconds / 1000);

const withUnit = (value: number, unit: string, options: Intl.NumberFormatOptions) =>
  new Intl.NumberFormat(locale, { style: 'unit', unit, ...options }).format(value);

export function fileSize(bytes: number): string {
  const units: [number, string][] = [
    [1e9, 'gigabyte'],
    [1e6, 'megabyte'],
  ];
  const [size, unit] = units.find(([size]) => bytes >= size) ?? [1e3, 'kilobyte'];
  return withUnit(bytes / size, unit, { maximumFractionDigits: 1 });
}

/** A time to wait: seconds up to a minute, then minutes. */
export function duration(seconds: number): string {
  const [value, unit] = seconds < 60 ? [seconds, 'second'] : [seconds / 60, 'minute'];
  return withUnit(value, unit, { unitDisplay: 'long', maximumFractionDigits: 1 });
}

export function plural(value: number, forms: { one: string; other: string }): string {
  return (rules.select(value) === 'one' ? forms.one : forms.other).replace('#', count(value));
}

export const rowsInWords = (value: number) => plural(value, { one: '# row', other: '# rows' });
export const columnsInWords = (value: number) => plural(value, { one: '# column', other: '# columns' });
