import type { CountedPeriod } from '../../domain/periods/counting.ts';
import type { FiscalSpan } from '../../domain/periods/fiscal.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { PeriodFields, type PeriodValues } from './fields.tsx';
import { heldBy, kindWords } from './words.ts';

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of this page. */
  base: string;
  periods: readonly CountedPeriod[];
  /** Whether quarters and years are made ahead, and the month that the fiscal year begins in, 1 to 12. */
  ahead: boolean;
  firstMonth: number;
  /** The next quarter and the next year that are not there yet. */
  next: readonly FiscalSpan[];
  values: PeriodValues;
  errors: Record<string, string>;
  message?: string;
};

/** The time periods of an organization: those to come, the current and the past, and how more are made. */
export const PeriodsPage = (props: PageProps) => {
  const { shell, periods, message } = props;
  const { today } = shell;
  const toCome = periods.filter(({ startsOn }) => startsOn > today).toReversed();
  const current = periods.filter(({ startsOn, endsOn }) => startsOn <= today && endsOn >= today);
  const past = periods.filter(({ endsOn }) => endsOn < today);
  return (
    <Layout shell={shell} title="Time periods">
      <PageHead title="Time periods" under="The spans of days that OKRs live in." />
      {message && <Alert status="behind" title={message} urgent />}
      <div class="split">
        <div>
          <Some {...props} id="current" title="Current" periods={current} none="No period covers today." />
          <Some {...props} id="to-come" title="To come" periods={toCome} none="None yet." />
          {past.length > 0 && <Some {...props} id="past" title="Past" periods={past} none="" />}
        </div>
        <aside class="sticky" aria-label="New periods">
          <Ahead {...props} />
          <Add {...props} />
        </aside>
      </div>
    </Layout>
  );
};

type SomeProps = Pick<PageProps, 'base' | 'periods' | 'formats'> & { id: string; title: string; none: string };

const Some = ({ id, title, none, base, periods, formats }: SomeProps) => (
  <section aria-labelledby={id}>
    <SectionHead id={id} title={title} />
    {periods.length === 0 ? (
      <p class="small">{none}</p>
    ) : (
      <ul class="rows" role="list">
        {periods.map((period) => (
          <li id={period.id}>
            <p>
              <a href={`${base}/${period.id}`}>{period.name}</a>
              <small>{`${kindWords[period.kind]}, ${formats.dayRange(period.startsOn, period.endsOn)}`}</small>
            </p>
            <span class="small">{heldBy(period, formats)}</span>
          </li>
        ))}
      </ul>
    )}
  </section>
);

const Ahead = ({ shell, base, ahead, firstMonth, formats }: PageProps) => {
  const first = formats.day(`${shell.today.slice(0, 4)}-${String(firstMonth).padStart(2, '0')}-01`);
  return (
    <section class="stack tight" aria-labelledby="ahead">
      <SectionHead id="ahead" title="Made by themselves" />
      <p class="small">
        {ahead
          ? 'Two quarters and one year to come are always there.'
          : 'Nobody but an admin makes quarters and years now.'}{' '}
        {`The fiscal year begins on ${first}. `}
        <a href={`/o/${shell.org.slug}/admin/settings`}>Change that in the settings</a>
      </p>
      <form method="post" action={`${base}/ahead`}>
        <button class="btn" name="ahead" value={ahead ? 'off' : 'on'}>
          {ahead ? 'Stop making quarters and years' : 'Make quarters and years ahead'}
        </button>
      </form>
    </section>
  );
};

const Add = ({ base, next, values, errors }: PageProps) => (
  <section class="stack tight" aria-labelledby="add">
    <SectionHead id="add" title="Add a period" />
    {next.length > 0 && (
      <div class="row">
        {next.map(({ name, kind, startsOn, endsOn }) => (
          <form method="post" action={base}>
            <input type="hidden" name="name" value={name} />
            <input type="hidden" name="kind" value={kind} />
            <input type="hidden" name="starts_on" value={startsOn} />
            <input type="hidden" name="ends_on" value={endsOn} />
            <button class="btn">{`Add ${name}`}</button>
          </form>
        ))}
      </div>
    )}
    <form class="stack tight" method="post" action={base}>
      <PeriodFields values={values} errors={errors} />
      <button class="btn">Add this period</button>
    </form>
  </section>
);
