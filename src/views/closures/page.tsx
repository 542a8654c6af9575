import { NOTE_LENGTH } from '../../domain/check-ins/check-in.ts';
import type { OpenChild } from '../../domain/okrs/listing-open-children.ts';
import type { Okr } from '../../domain/okrs/okr.ts';
import { suggestedClosure } from '../../domain/okrs/scoring.ts';
import type { Period } from '../../domain/periods/finding.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { type ClosedStatus, closedStatuses } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { okrLinks } from '../okrs/links.ts';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { SelectField, TextArea } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { PeriodField } from '../ui/named-select.tsx';
import { Segmented } from '../ui/segmented.tsx';

/** What the form holds: words as they were chosen or typed. `children` by id; `period` where postponed ones go. */
export type ClosureValues = {
  status: ClosedStatus;
  score: string;
  note: string;
  period: string;
  children: Readonly<Record<string, string>>;
};

type Props = {
  shell: Shell;
  okr: Okr;
  children: readonly OpenChild[];
  /** Where what is postponed can go. */
  periods: readonly Period[];
  values: ClosureValues;
  formats: Formats;
  errors: FieldErrors;
  message?: string;
};

const endings: Record<ClosedStatus, string> = { closed: 'Close and score', postponed: 'Postpone' };

const scores = Array.from({ length: 11 }, (_, i) => (i / 10).toFixed(1));

/** Closing an OKR, or correcting what was said when it was closed. */
export const ClosurePage = ({ shell, okr, children, periods, values, formats, errors, message }: Props) => {
  const links = okrLinks(shell.org.slug, okr.id);
  const again = okr.closedAt !== null;
  const title = again ? 'Correct score and note' : 'Close and score';
  return (
    <Layout shell={shell} title={title} narrow>
      <PageHead title={title} over={okr.title} />
      {message && (
        <Alert status="behind" title={message} urgent>
          What you typed is still here.
        </Alert>
      )}
      <form class="stack" method="post" action={links.closure}>
        {children.length > 0 && <Below children={children} values={values} errors={errors} formats={formats} />}
        <Segmented
          id="ending"
          legend={again ? 'How it ended' : 'How does it end?'}
          name="status"
          value={values.status}
          options={closedStatuses.map((value) => ({ value, label: endings[value] }))}
          hint={again ? undefined : suggestionOf(okr, formats)}
          error={errors.status}
        />
        <div class="if-scored">
          <Segmented
            id="score"
            legend="Score"
            name="score"
            value={values.score}
            options={scores.map((value) => ({ value, label: formats.score(Number(value)) }))}
            hint="How far it came, as you see it now. A postponed OKR needs none."
            error={errors.score}
          />
        </div>
        {!again && periods.length > 0 && (
          <PeriodField
            name="period"
            label="What is postponed goes on in"
            among={periods}
            none="No period yet"
            value={values.period}
            hint="It is copied there with its data source, and a metric starts from where it stands."
            error={errors.period}
          />
        )}
        <TextArea
          id="note"
          name="note"
          label="What did you learn?"
          optional
          rows={4}
          value={values.note}
          attributes={{ maxlength: NOTE_LENGTH }}
          error={errors.note}
        />
        <div class="row">
          <button class="btn primary">{again ? 'Save' : 'Close it'}</button>
          <a class="btn quiet" href={links.page}>
            {again ? 'Leave it as it is' : 'Keep it open'}
          </a>
        </div>
      </form>
    </Layout>
  );
};

const suggestionOf = ({ progress }: Okr, formats: Formats): string =>
  progress === null || progress === 0
    ? 'It has not moved, so postponing is suggested. You may close it all the same.'
    : `It closes at ${formats.percent(progress)}. Check in first if that is not the last word.`;

type BelowProps = Pick<Props, 'children' | 'values' | 'errors' | 'formats'>;

const Below = ({ children, values, errors, formats }: BelowProps) => (
  <section class="stack tight" aria-labelledby="below">
    <SectionHead id="below" title="Still open below it" count={formats.number(children.length)} />
    <ul class="rows wrap" role="list">
      {children.map((child) => (
        <li>
          <p id={`title-${child.id}`}>
            {child.title}
            <small>{child.progress === null ? ' No value yet' : ` ${formats.percent(child.progress)}`}</small>
          </p>
          {child.mine ? (
            <SelectField
              id={`child-${child.id}`}
              name={`child_${child.id}`}
              label={`What becomes of ${child.title}`}
              silent
              value={values.children[child.id] ?? suggestedClosure(child.progress)}
              options={[
                { value: 'closed', label: 'Close it too' },
                { value: 'postponed', label: 'Postpone it' },
                { value: 'open', label: 'Leave it open' },
              ]}
              error={errors[`child_${child.id}`]}
            />
          ) : (
            <span class="small">Stays open; its owners close it.</span>
          )}
        </li>
      ))}
    </ul>
  </section>
);
