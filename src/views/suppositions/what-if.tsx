import { measureOf } from '../../domain/okrs/okr.ts';
import { unitWords } from '../check-ins/measure-words.ts';
import { okrLinks } from '../okrs/links.ts';
import type { OkrView } from '../okrs/okr-view.ts';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { LookButton } from './page.tsx';
import { figureOf, regions } from './supposition-view.ts';

/** The way to “what if” from the page of an OKR: for what rolls up a link, else a field for another value. */
export const WhatIf = ({ org, found: { okr, children }, formats }: OkrView) => {
  if (okr.closedAt !== null) return null;
  const { supposition } = okrLinks(org.slug, okr.id);
  if (okr.mode === 'rollup' && children.length > 0)
    return (
      <p class="small">
        <a href={supposition}>What if what is below it were elsewhere?</a>
      </p>
    );
  const value = figureOf.value(okr.id);
  return (
    <details>
      <summary class="row small">
        <Icon name="right" turn />
        What if it were…
      </summary>
      <form class="stack tight" id={regions.form} method="get" action={supposition}>
        <TextField
          id={value}
          name={value}
          label="Another value"
          hint="Nothing is saved. It shows what this would make of it and of all above it."
          unit={unitWords(measureOf(okr), formats)}
          inputmode="decimal"
          autocomplete="off"
        />
        <div id={regions.figures} aria-live="polite" />
        <div class="row">
          <LookButton href={supposition} />
        </div>
      </form>
    </details>
  );
};
