import type { Wanting } from '../../domain/home/listing-attention.ts';
import { PrivateMark } from '../okrs/private-mark.tsx';
import { SectionHead } from '../ui/heads.tsx';

/** The member's own OKRs that need attention, each with its first reason. */
export const NeedsAttention = ({ home, wanting }: { home: string; wanting: readonly Wanting[] }) => (
  <section aria-labelledby="attention">
    <SectionHead id="attention" title="Needs attention" />
    <ul class="rows" role="list">
      {wanting.map(({ id, title, visibility, findings }) => (
        <li>
          <PrivateMark visibility={visibility} />
          <p>
            <a href={`${home}/okrs/${id}`}>{title}</a>
            <small>{`${findings.map(({ says }) => says).join(' ')} ${findings[0]!.todo}`}</small>
          </p>
        </li>
      ))}
    </ul>
  </section>
);
