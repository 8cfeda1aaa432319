/** A share as a bar; the number stands beside it in words. */
export function Bar({ value, tone = 'plain' }: { value: number; tone?: 'plain' | 'bad' | 'good' }) {
  const width = Math.max(0, Math.min(1, value)) * 100;
  return (
    <svg class={`bar ${tone}`} viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="bar-ground" width="100" height="6" />
      <rect class="bar-value" width={width} height="6" />
    </svg>
  );
}
