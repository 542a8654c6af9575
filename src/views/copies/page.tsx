import { type Depth, depths } from '../../domain/copies/order.ts';
import type { Person } from '../../domain/members/finding.ts';
import type { Okr } from '../../domain/okrs/okr.ts';
import type { Period } from '../../domain/periods/finding.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox, Notes } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { NamedSelect, PeriodField } from '../ui/named-select.tsx';
import { Segmented } from '../ui/segmented.tsx';

export type CopiesValues = { period_id: string; depth: string; owner_id: string; postpone: boolean };

type Props = {
  shell: Shell;
  okr: Pick<Okr, 'id' | 'title' | 'closedAt'>;
  periods: readonly Period[];
  people: readonly Person[];
  /** Whether it can be postponed: it is open, and the person may close it. */
  mayPostpone: boolean;
  /** What the organization lets stand nowhere, as sentences. */
  rules: readonly string[];
  values: CopiesValues;
  errors: FieldErrors;
  message?: string;
};

const depthWords: Record<Depth, string> = {
  alone: 'Only this one',
  children: 'With what is directly below',
  descendants: 'With everything below',
};

/** Copying an OKR to another period. */
export const CopiesPage = ({ shell, okr, periods, people, mayPostpone, rules, values, errors, message }: Props) => {
  const links = okrLinks(shell.org.slug, okr.id);
  return (
    <Layout shell={shell} title="Copy to another period" narrow>
      <PageHead title="Copy to another period" over={okr.title} />
      {message && <Alert status="behind" title={message} urgent />}
      <form class="stack" method="post" action={links.copies}>
        <PeriodField
          among={periods}
          value={values.period_id}
          hint="The copies take its days. Progress is not copied; data sources that you may use are, and are read again."
          error={errors.period_id}
        />
        <Segmented
          id="depth"
          legend="What comes along"
          name="depth"
          value={values.depth}
          options={depths.map((value) => ({ value, label: depthWords[value] }))}
          hint={rules.length > 0 && `${rules.join(' ')} Such copies come without that parent.`}
          error={errors.depth}
        />
        <NamedSelect
          id="owner"
          name="owner_id"
          label="Owners"
          among={people}
          none="The same as now"
          value={values.owner_id}
          error={errors.owner_id}
        />
        {mayPostpone && (
          <div class="field">
            <CheckBox
              id="postpone"
              name="postpone"
              label="Postpone"
              hint="What is copied ends here as postponed, and a metric goes on from where it stands."
              checked={values.postpone}
            />
            <Notes id="postpone" error={errors.postpone} />
          </div>
        )}
        <div class="row">
          <button class="btn primary">Copy</button>
          <a class="btn quiet" href={links.page}>
            Leave it
          </a>
        </div>
      </form>
    </Layout>
  );
};
