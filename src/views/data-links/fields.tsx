import type { Child } from 'hono/jsx';
import type { PickableConnection } from '../../domain/connections/finding.ts';
import type { Formats } from '../format.ts';
import { Alert } from '../ui/alert.tsx';
import { type Option, SelectField, TextArea } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { type Preview, PreviewBox } from './preview.tsx';

export type LinkValues = { connection_id: string; jql: string; count: string };

type FieldsProps = {
  /** Start of every address of the organization. */
  org: string;
  values: LinkValues;
  errors: Record<string, string>;
  connections: readonly PickableConnection[];
  preview: Preview;
  formats: Formats;
  admin: boolean;
  /** What to count, for metrics; `if-metric` hides it while the form says percent. */
  count: 'if-metric' | 'shown' | 'none';
};

/** Connection, query and what they say right now: the inside of “Connect data source”. Needs `#measure` beside it. */
export const LinkFields = ({ org, values, errors, connections, preview, formats, admin, count }: FieldsProps) => {
  if (connections.length === 0 && !values.connection_id)
    return <NoConnection org={org} admin={admin} error={errors.connection_id} />;
  return (
    <>
      <SelectField
        id="connection"
        name="connection_id"
        label="Connection"
        value={values.connection_id || connections[0]?.id}
        options={optionsOf(connections, values.connection_id)}
        error={errors.connection_id}
      />
      <TextArea
        id="jql"
        name="jql"
        label="JQL query"
        look="query"
        value={values.jql}
        placeholder={'"Epic Link" = AE-786'}
        error={errors.jql ?? errors.query}
        hint="In Jira, search with filters, choose Advanced, and copy the query. New issues that match join by themselves."
      />
      {count !== 'none' && (
        <div class={count === 'shown' ? undefined : 'if-metric'}>
          <Segmented
            id="count"
            legend="What to count"
            name="count"
            value={values.count}
            options={[
              { value: 'completed', label: 'Issues that are done' },
              { value: 'matched', label: 'All that match' },
            ]}
            error={errors.count}
          />
        </div>
      )}
      <div class="row">
        <button
          class="btn"
          name="find"
          value="preview"
          formnovalidate
          hx-post={`/o/${org}/data-links/preview`}
          hx-trigger="click, input delay:500ms from:#data-source, input delay:500ms from:#measure"
          hx-include="closest form"
          hx-target="#preview"
          hx-swap="innerHTML"
          hx-sync="this:replace"
          hx-indicator="#reading"
        >
          Preview
        </button>
        <span class="busy small" id="reading" role="status">
          Reading Jira…
        </span>
      </div>
      <div id="preview" aria-live="polite">
        <PreviewBox preview={preview} formats={formats} />
      </div>
    </>
  );
};

const NoConnection = ({ org, admin, error }: { org: string; admin: boolean; error?: string }): Child => (
  <Alert
    status="not_started"
    title={error ?? 'There is no Jira connection that you can use.'}
    action={
      admin && (
        <a class="btn" href={`/o/${org}/admin/integrations/new`}>
          Make a connection
        </a>
      )
    }
  >
    {admin
      ? 'Make one once, and everybody can link OKRs to it.'
      : 'Ask an admin to make one under Admin, Integrations. Until then, check in by hand.'}
  </Alert>
);

function optionsOf(connections: readonly PickableConnection[], current: string): Option[] {
  const options = connections.map(({ id, name, own, pausedAt }): Option => {
    const label = [name, own && 'yours', pausedAt !== null && 'paused'].filter(Boolean).join(', ');
    return { value: id, label };
  });
  const known = current === '' || options.some(({ value }) => value === current);
  return known ? options : [{ value: current, label: 'The one it has now' }, ...options];
}
