import type { Theme } from '../shell.ts';
import { SectionHead } from '../ui/heads.tsx';

const themes = [
  { value: 'light', words: 'Light' },
  { value: 'dark', words: 'Dark' },
  { value: '', words: 'Match my device' },
] as const;

/** Light or dark, in this browser. */
export const Appearance = ({ theme }: { theme: Theme | null }) => (
  <section class="stack tight" aria-labelledby="appearance">
    <SectionHead id="appearance" title="Appearance" note="In this browser" />
    <form class="seg" method="post" action="/theme" data-themes>
      {themes.map(({ value, words }) => (
        <button name="theme" value={value} aria-pressed={(theme ?? '') === value ? 'true' : 'false'}>
          {words}
        </button>
      ))}
    </form>
  </section>
);
