import { computed, effect, signal } from '@preact/signals';

export type Theme = 'system' | 'light' | 'dark';

/** The visitor's wish; it is not stored. */
export const theme = signal<Theme>('system');

const systemIsDark = matchMedia('(prefers-color-scheme: dark)');
const isSystemDark = signal(systemIsDark.matches);
systemIsDark.addEventListener('change', ({ matches }) => {
  isSystemDark.value = matches;
});

export const isDark = computed(() => (theme.value === 'system' ? isSystemDark.value : theme.value === 'dark'));

effect(() => {
  document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
});

const narrow = matchMedia('(max-width: 720px)');
/** Whether the page is as narrow as a phone. */
export const isNarrow = signal(narrow.matches);
narrow.addEventListener('change', ({ matches }) => {
  isNarrow.value = matches;
});
