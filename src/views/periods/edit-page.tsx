import type { CountedPeriod } from '../../domain/periods/counting.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { PeriodFields, type PeriodValues } from './fields.tsx';
import { heldBy } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of the list of periods. */
  base: string;
  period: CountedPeriod;
  values: PeriodValues;
  errors: Record<string, string>;
  message?: string;
};

/** Changing one time period, and the way to delete it. */
export const PeriodPage = ({ shell, formats, base, period, values, errors, message }: PageProps) => (
  <Layout shell={shell} title={period.name} narrow>
    <PageHead
      title={period.name}
      over={
        <p class="small">
          <a href={base}>Time periods</a>
        </p>
      }
      under={
        <a href={`/o/${shell.org.slug}/okrs?${new URLSearchParams({ period: period.id })}`}>
          {heldBy(period, formats)}
        </a>
      }
    />
    {message && <Alert status="behind" title={message} urgent />}
    <form class="stack" method="post" action={`${base}/${period.id}`}>
      <PeriodFields values={values} errors={errors} />
      <p class="small">OKRs in it keep their own days. One whose days then lie outside says so.</p>
      <div class="row">
        <button class="btn primary">Save</button>
        <a class="btn quiet" href={base}>
          Cancel
        </a>
        <a class="btn quiet end" href={`${base}/${period.id}/deletion`}>
          Delete
        </a>
      </div>
    </form>
  </Layout>
);
