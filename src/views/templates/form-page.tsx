import type { Period } from '../../domain/periods/finding.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { CheckBox, TextArea, TextField } from '../ui/field.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { PeriodField, TeamField } from '../ui/named-select.tsx';
import { fieldOf, type ResultValues, type TemplateValues } from './values.ts';

type Props = {
  shell: Shell;
  action: string;
  /** Where leaving leads. */
  back: string;
  values: TemplateValues;
  errors: Record<string, string>;
  /** What was refused as a whole. */
  message?: string;
  periods: readonly Period[];
  teams: readonly { id: string; name: string }[];
  /** The proposal that they become drafts of. */
  proposal: string | null;
};

/** One template, to be changed and made an objective with its key results. */
export const TemplateFormPage = ({ shell, action, back, values, errors, message, periods, teams, proposal }: Props) => (
  <Layout shell={shell} title="Start from a template">
    <PageHead
      title="Make it yours"
      over="From a template"
      under="It will belong to you, and what you make here can be edited at any time."
    />
    {message && (
      <Alert status="behind" title={message} urgent>
        What you typed is still here.
      </Alert>
    )}
    <form class="stack" method="post" action={action}>
      {proposal && <input type="hidden" name="proposal" value={proposal} />}
      <section class="stack tight" aria-label="Objective">
        <TextArea
          id="title"
          name="title"
          look="lead"
          rows={1}
          label="Objective"
          value={values.title}
          error={errors.title}
          required
        />
        <div class="grid">
          <PeriodField among={periods} value={values.period_id} error={errors.period_id} />
          <TeamField optional among={teams} none="No team" value={values.team_id} error={errors.team_id} />
        </div>
      </section>
      <section class="stack" aria-labelledby="results">
        <SectionHead id="results" title="Key results" note="The numbers are examples: put your own" />
        {values.results.map((result, at) => (
          <Result result={result} at={at} errors={errors} />
        ))}
      </section>
      <div class="row">
        <button class="btn primary">{proposal ? 'Add these to the proposal' : 'Make these OKRs'}</button>
        {!proposal && (
          <button class="btn" name="draft" value="on">
            Save as drafts
          </button>
        )}
        <a class="btn quiet" href={back}>
          Cancel
        </a>
      </div>
    </form>
  </Layout>
);

type ResultProps = { result: ResultValues; at: number; errors: Record<string, string> };

const Result = ({ result, at, errors }: ResultProps) => {
  const field = (name: keyof ResultValues) => ({
    id: fieldOf(at, name),
    name: fieldOf(at, name),
    value: String(result[name]),
    error: errors[fieldOf(at, name)],
  });
  return (
    <fieldset class="stack tight">
      <legend class="vh">{`Key result ${at + 1}`}</legend>
      <CheckBox
        id={fieldOf(at, 'chosen')}
        name={fieldOf(at, 'chosen')}
        label={`Key result ${at + 1}`}
        checked={result.chosen}
      />
      <TextField {...field('words')} label="What should happen" />
      <div class="grid fit">
        <TextField {...field('from')} label="From" inputmode="decimal" />
        <TextField {...field('to')} label="To" inputmode="decimal" />
        <TextField {...field('unit')} label="Unit" optional attributes={{ maxlength: 40 }} />
        <TextField {...field('name')} label="What you count" attributes={{ maxlength: 120 }} />
      </div>
    </fieldset>
  );
};
