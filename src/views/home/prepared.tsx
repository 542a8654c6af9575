import type { Prepared } from '../../domain/recurring/finding.ts';
import { SectionHead } from '../ui/heads.tsx';

/** Drafts of the member's recurring OKRs that wait to be looked at. */
export const PreparedDrafts = ({ home, prepared }: { home: string; prepared: readonly Prepared[] }) => (
  <section aria-labelledby="prepared">
    <SectionHead id="prepared" title="Prepared for what comes" />
    <ul class="rows" role="list">
      {prepared.map(({ id, title, period }) => (
        <li>
          <p>
            <a href={`${home}/okrs/${id}`}>{title}</a>
            <small>{`A draft for ${period}. Look at its numbers, then publish it.`}</small>
          </p>
        </li>
      ))}
    </ul>
  </section>
);
