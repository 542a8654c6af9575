import type { Child } from 'hono/jsx';
import type { Pickable, PickableConnection } from '../../domain/connections/finding.ts';
import type { LinkedOkr } from '../../domain/data-links/listing-reusable.ts';
import { type Provider, providerItems, providerNames, providers } from '../../domain/words.ts';
import { countOf } from '../connections/words.tsx';
import type { Formats } from '../format.ts';
import { Alert } from '../ui/alert.tsx';
import { Choices } from '../ui/choice.tsx';
import { type Option, SelectField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import type { Lists } from './choices.tsx';
import { type Preview, PreviewBox } from './preview.tsx';
import { QueryFields } from './query-fields.tsx';
import { isProvider, type LinkValues } from './query-values.ts';
import { capital } from './query-words.ts';
import { Reuse } from './reuse.tsx';

export type LinkFieldsProps = {
  /** Start of every address of the organization. */
  base: string;
  /** Where the form around it goes, also to come back with more in it. */
  action: string;
  values: LinkValues;
  errors: Record<string, string>;
  connections: readonly PickableConnection[];
  /** OKRs whose query may be used again. */
  reusable: readonly LinkedOkr[];
  lists: Lists;
  preview: Preview;
  formats: Formats;
  admin: boolean;
  /** Where this person makes connections; null where they may not. */
  connect: string | null;
  /** What to count, for metrics; `if-metric` hides it while the form says percent. */
  count: 'if-metric' | 'shown' | 'none';
};

type Choice = { value: string; title: string; detail: string; icon: 'edit' | 'okrs' | 'check' };

/**
 * The tools to choose from, and whatever else a value can come from. Another choice brings that tool's own fields. A tool
 * that is switched off is only there where it is what feeds the OKR now.
 */
export const SourceChoices = (props: Pick<LinkFieldsProps, 'action' | 'values'> & Pickable & { others?: Choice[] }) => {
  const { action, values, connections, others = [] } = props;
  const offered = providers.filter((each) => each === values.source || props.tools.includes(each));
  const tools = offered.map((provider) => {
    const count = connections.filter((each) => each.provider === provider).length;
    const detail = count === 0 ? 'Not connected yet' : countOf(count, 'connection');
    return { value: provider as string, title: providerNames[provider], detail, provider };
  });
  return (
    <>
      <Choices
        legend="Where the value comes from"
        name="source"
        value={values.source}
        options={[...tools, ...others]}
        attributes={{
          'hx-post': action,
          'hx-trigger': 'change',
          'hx-include': 'closest form',
          'hx-vals': '{"find":"source"}',
          'hx-target': '#link-fields',
          'hx-select': '#link-fields',
          'hx-swap': 'outerHTML',
          'hx-sync': '#link-fields:replace',
        }}
      />
      <noscript>
        <button class="btn" name="find" value="source" formnovalidate>
          Show the fields of this tool
        </button>
      </noscript>
    </>
  );
};

/** Connection, query and what they say right now: the inside of “Connect data source”. Needs `#measure` beside it. */
export const LinkFields = (props: LinkFieldsProps) => {
  const { source } = props.values;
  return (
    <div class="stack tight if-linked" id="link-fields">
      {isProvider(source) && <OfProvider {...props} provider={source} />}
    </div>
  );
};

const OfProvider = (props: LinkFieldsProps & { provider: Provider }) => {
  const { base, action, provider, values, errors, reusable, lists, preview, formats, admin, connect, count } = props;
  const connections = props.connections.filter((each) => each.provider === provider);
  if (connections.length === 0 && !values.connection_id)
    return <NoConnection {...{ provider, admin, connect }} error={errors.connection_id} />;
  return (
    <>
      <div class="stack tight" id="link-query">
        <input type="hidden" name="fields_of" value={provider} />
        <SelectField
          id="connection"
          name="connection_id"
          label="Connection"
          value={chosenOf(connections, values.connection_id)}
          options={optionsOf(connections, values.connection_id)}
          error={errors.connection_id}
        />
        <QueryFields provider={provider} {...{ base, action, errors, lists }} query={values.query} seek={values.seek} />
        {provider !== 'bigquery' && (
          <noscript>
            <button class="btn" name="find" value="choices" formnovalidate>
              Load choices
            </button>
          </noscript>
        )}
      </div>
      <Reuse action={action} reusable={reusable.filter((each) => each.provider === provider)} />
      {count !== 'none' && provider !== 'bigquery' && (
        <div class={count === 'shown' ? undefined : 'if-metric'}>
          <Segmented
            id="count"
            legend="What to count"
            name="count"
            value={values.count}
            options={[
              { value: 'completed', label: `${capital(providerItems[provider].many)} that are done` },
              { value: 'matched', label: 'All that match' },
            ]}
            error={errors.count}
          />
        </div>
      )}
      <PreviewRow base={base} provider={provider} />
      <div id="preview" aria-live="polite">
        <PreviewBox preview={preview} provider={provider} formats={formats} />
      </div>
    </>
  );
};

/** Reading a SQL query costs money, so that one is only read when somebody asks; the others while they are typed. */
const PreviewRow = ({ base, provider }: { base: string; provider: Provider }) => (
  <div class="row">
    <button
      class="btn"
      name="find"
      value="preview"
      formnovalidate
      hx-post={`${base}/data-links/preview`}
      hx-trigger={
        provider === 'bigquery'
          ? 'click'
          : 'click, input delay:500ms from:#data-source, input delay:500ms from:#measure'
      }
      hx-include="closest form"
      hx-target="#preview"
      hx-swap="innerHTML"
      hx-sync="this:replace"
      hx-indicator="#reading"
    >
      Preview
    </button>
    <span class="busy small" id="reading" role="status">
      {`Reading ${providerNames[provider]}…`}
    </span>
  </div>
);

type NoConnectionProps = Pick<LinkFieldsProps, 'admin' | 'connect'> & { provider: Provider; error?: string };

const NoConnection = ({ provider, admin, connect, error }: NoConnectionProps): Child => (
  <Alert
    status="not_started"
    title={error ?? `There is no ${providerNames[provider]} connection that you can use.`}
    action={
      connect && (
        <a class="btn" href={`${connect}/new?provider=${provider}`}>
          Make a connection
        </a>
      )
    }
  >
    {admin ? 'Make one once, and everybody can link OKRs to it.' : connect ? OWN : ASK}
  </Alert>
);

const OWN = 'Connect an account of your own. Only you and admins can link OKRs to it.';
const ASK = 'Ask an admin to make one under Admin, Integrations. Until then, check in by hand.';

/** The connection that a form stands on: the one named, unless it belongs to another tool. Own ones come first. */
const chosenOf = (connections: readonly PickableConnection[], current: string): string =>
  current || (connections[0]?.id ?? '');

function optionsOf(connections: readonly PickableConnection[], current: string): Option[] {
  const options = connections.map(({ id, name, own, pausedAt }): Option => {
    const label = [name, own && 'yours', pausedAt !== null && 'paused'].filter(Boolean).join(', ');
    return { value: id, label };
  });
  const known = current === '' || options.some(({ value }) => value === current);
  return known ? options : [{ value: current, label: 'The one it has now' }, ...options];
}
