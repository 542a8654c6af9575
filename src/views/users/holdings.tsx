import type { Holdings } from '../../domain/members/holdings.ts';
import type { Formats } from '../format.ts';
import { Facts } from '../ui/facts.tsx';

/** What somebody has that others would have to look after: numbers alone, no titles. */
export const HoldingsList = ({ holdings, formats }: { holdings: Holdings; formats: Formats }) => {
  const lines = linesOf(holdings);
  if (lines.length === 0) return <p class="small">Nothing that somebody else would have to look after.</p>;
  return (
    <>
      <Facts items={lines.map(([term, count]) => ({ term, value: formats.number(count) }))} />
      {holdings.hidden > 0 && <p class="small">{hiddenSentence(holdings.hidden, formats)}</p>}
    </>
  );
};

const linesOf = (holdings: Holdings): [string, number][] =>
  (
    [
      ['Open OKRs they own', holdings.owned],
      ['OKRs they check in for', holdings.checkIns],
      ['OKRs they act for as delegate', holdings.delegated],
      ['Drafts', holdings.drafts],
      ['OKRs with open tasks of theirs', holdings.tasks],
      ['Teams they lead', holdings.teams],
      ['People who report to them', holdings.reports],
      ['Shared connections', holdings.connections],
    ] satisfies [string, number][]
  ).filter(([, count]) => count > 0);

const hiddenSentence = (hidden: number, formats: Formats): string =>
  hidden === 1
    ? 'One of the OKRs is private, and you do not see which. It goes to others who own it. Only where nobody else does, whoever takes it is let in; you cannot take it yourself.'
    : `${formats.number(hidden)} of the OKRs are private, and you do not see which. They go to others who own them. Only where nobody else does, whoever takes them is let in; you cannot take them yourself.`;
