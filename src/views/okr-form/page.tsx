import type { Pickable } from '../../domain/connections/finding.ts';
import type { LinkedOkr } from '../../domain/data-links/listing-reusable.ts';
import type { Person } from '../../domain/members/finding.ts';
import type { Parent } from '../../domain/okrs/finding-parents.ts';
import type { Period } from '../../domain/periods/finding.ts';
import type { Level } from '../../domain/words.ts';
import { mentionsLink } from '../comments/links.ts';
import type { Lists } from '../data-links/choices.tsx';
import type { Preview } from '../data-links/preview.tsx';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextArea } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { SegmentedLinks } from '../ui/segmented.tsx';
import { Coach, type Coached, Formula } from './coach.tsx';
import { DataSourceSection } from './data-source.tsx';
import { MeasureSection } from './measure.tsx';
import { MoreSection } from './more.tsx';
import { PlaceSection } from './place.tsx';
import type { OkrValues } from './values.ts';

/** People or OKRs in a list; `more` when it is cut. */
type Options<Item> = { options: readonly Item[]; more: boolean };

/** What can be chosen from. */
export type Choosable = Record<'owners' | 'delegates' | 'viewers', Options<Person>> &
  Pickable & {
    /** Names of the people whom the form names already, or offers. */
    named: ReadonlyMap<string, string>;
    /** Who can be asked to check in. */
    reporters: readonly Person[];
    /** `chosen` are those that the form names already. */
    parents: Options<Parent> & { chosen: readonly Parent[] };
    teams: readonly { id: string; name: string }[];
    /** Levels at which the person may make OKRs. */
    levels: readonly Level[];
    periods: readonly Period[];
    /** Names of the tags that exist. */
    tags: readonly string[];
    /** OKRs whose query may be used again. */
    reusable: readonly LinkedOkr[];
  };

/** Words that each list is narrowed by. */
export type Sought = Record<'owners' | 'delegates' | 'viewers' | 'parents', string>;

export type OkrFormProps = {
  shell: Shell;
  formats: Formats;
  /** `edit` carries the version that the form was made from, and what it is called now. */
  mode: { is: 'new'; proposal: string | null } | { is: 'edit'; id: string; version: number; title: string };
  action: string;
  /** Where leaving leads. */
  back: string;
  values: OkrValues;
  errors: Record<string, string>;
  /** What was refused as a whole. */
  message?: string;
  preview: Preview;
  /** What the chosen data source has to pick from, as far as it was asked. */
  lists: Lists;
  coached: Coached;
  choosable: Choosable;
  /** Whether it may stand under a key result as well; only a search finds those. */
  keyResults: boolean;
  sought: Sought;
};

const questions: Record<string, string> = {
  objective: 'Where do you want to go?',
  key_result: 'How will you know you are getting there?',
  project: 'What will you work on?',
};

const nouns: Record<string, string> = { objective: 'objective', key_result: 'key result', project: 'project' };

/** New OKR and edit OKR. Without JavaScript its inner buttons send the same form, which comes back with more in it. */
export const OkrFormPage = (props: OkrFormProps) => {
  const { shell, mode, action, back, values, errors, message } = props;
  const noun = nouns[values.kind] ?? 'OKR';
  const title = mode.is === 'new' ? `New ${noun}` : `Edit ${noun}`;
  return (
    <Layout shell={shell} title={title}>
      <PageHead
        title={title}
        over={mode.is === 'edit' ? mode.title : props.choosable.parents.chosen[0]?.title}
        actions={mode.is === 'new' && <KindLinks action={action} values={values} proposal={mode.proposal} />}
      />
      {message && (
        <Alert
          status="behind"
          title={message}
          urgent
          action={
            mode.is === 'edit' && (
              <a class="btn" href={back}>
                See it as it is now
              </a>
            )
          }
        >
          What you typed is still here.
        </Alert>
      )}
      <form class="split" method="post" action={action}>
        <input type="hidden" name="kind" value={values.kind} />
        {mode.is === 'edit' && <input type="hidden" name="version" value={mode.version} />}
        {mode.is === 'new' && mode.proposal && <input type="hidden" name="proposal" value={mode.proposal} />}
        <div>
          <EnterSaves />
          <section class="stack tight" aria-label="Words">
            <TextArea
              id="title"
              name="title"
              look="lead"
              rows={1}
              label={questions[values.kind] ?? questions.key_result!}
              value={values.title}
              error={errors.title}
              required
              attributes={{ 'aria-describedby': errors.title ? 'title-error formula' : 'formula' }}
            />
            <Formula parts={props.coached.formula} />
            <TextArea
              id="description"
              name="description"
              label="Description"
              optional
              value={values.description}
              error={errors.description}
              mentions={mentionsLink(props.shell.org.slug)}
            />
          </section>
          <MeasureSection values={values} errors={errors} />
          <DataSourceSection {...props} />
          <PlaceSection {...props} />
          <MoreSection {...props} />
          <div class="row">
            {mode.is === 'new' && mode.proposal ? (
              <button class="btn primary">Add to the proposal</button>
            ) : (
              <button class="btn primary">Save {noun}</button>
            )}
            {mode.is === 'new' && !mode.proposal && (
              <button class="btn" name="draft" value="on">
                Save as draft
              </button>
            )}
            <a class="btn quiet" href={back}>
              Cancel
            </a>
          </div>
        </div>
        <Coach
          org={shell.org.slug}
          kind={values.kind}
          okrId={mode.is === 'edit' ? mode.id : null}
          coached={props.coached}
        />
      </form>
    </Layout>
  );
};

/** Enter in a field presses a form's first button; that must not be one of the inner ones. */
const EnterSaves = () => <button class="vh" tabindex={-1} aria-hidden="true"></button>;

const KindLinks = ({ action, values, proposal }: { action: string; values: OkrValues; proposal: string | null }) => {
  const href = (kind: string) => {
    const parents = values.parents.map((id): [string, string] => ['parent', id]);
    const place: [string, string][] = proposal
      ? [
          ['proposal', proposal],
          ['team', values.team_id],
        ]
      : [];
    return `${action}?${new URLSearchParams([['kind', kind], ['period', values.period_id], ...parents, ...place])}`;
  };
  return (
    <SegmentedLinks
      label="What are you adding?"
      links={[
        { href: href('objective'), label: 'Objective', current: values.kind === 'objective' },
        { href: href('key_result'), label: 'Key result', current: values.kind === 'key_result' },
        { href: href('project'), label: 'Project', current: values.kind === 'project' },
      ]}
    />
  );
};
