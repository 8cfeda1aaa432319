/** A share in [0, 1] for people: one decimal at most, and neither none nor all where it is not quite that. */
export function percent(share: number): string {
  if (Number.isNaN(share)) return 'an unknown share';
  if (share > 0 && share < 0.001) return '< 0.1%';
  if (share < 1 && share > 0.999) return '> 99.9%';
  return `${Number((share * 100).toFixed(1))}%`;
}
