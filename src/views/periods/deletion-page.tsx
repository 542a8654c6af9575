import type { CountedPeriod } from '../../domain/periods/counting.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { quoted } from '../okrs/okr-words.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { heldBy } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of the list of periods. */
  base: string;
  period: CountedPeriod;
  message?: string;
};

/** What deleting a period means, and the button that does it where that is possible. */
export const PeriodDeletionPage = ({ shell, formats, base, period, message }: PageProps) => (
  <Layout shell={shell} title={`Delete ${period.name}`} narrow>
    <PageHead
      title={`Delete ${quoted(period.name)}?`}
      over={
        <p class="small">
          <a href={base}>Time periods</a>
        </p>
      }
    />
    {message && <Alert status="behind" title={message} urgent />}
    <form class="stack tight" method="post" action={`${base}/${period.id}/deletion`}>
      <p>
        {period.okrs === 0
          ? `No OKR lives in it, ${formats.dayRange(period.startsOn, period.endsOn)}.`
          : `${heldBy(period, formats)} in it. A period can be deleted once it is empty.`}
      </p>
      <div class="row">
        {period.okrs === 0 && <button class="btn primary">Delete this period</button>}
        <a class="btn quiet" href={period.okrs === 0 ? base : `/o/${shell.org.slug}/okrs?period=${period.id}`}>
          {period.okrs === 0 ? 'Keep it' : 'See its OKRs'}
        </a>
      </div>
    </form>
  </Layout>
);
