import type { AuditEntry } from '../../domain/audit/listing.ts';
import type { Person } from '../../domain/members/finding.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { SelectField, TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Icon } from '../ui/icon.tsx';
import { Pager } from '../ui/pager.tsx';
import { actionWords, dataWords, viaWords } from './action-words.ts';

/** What the log is narrowed by, as it stands in the address. */
export type AuditQuery = { person: string; actor: string; subject: string; action: string; from: string; to: string };

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of this page, and of the present selection in it. */
  base: string;
  hrefOf(query: Partial<AuditQuery>): string;
  query: AuditQuery;
  errors: Partial<Record<keyof AuditQuery, string>>;
  actions: readonly string[];
  /** Whom a typed name may mean, where it means several. */
  people: readonly Person[];
  entries: readonly AuditEntry[];
  more: string | null;
  /** Days for which events are kept; null is for ever. */
  days: number | null;
};

/** Everything that happened, by whom, and what it changed. */
export const AuditPage = (props: PageProps) => {
  const { shell, base, hrefOf, entries, more, people, query } = props;
  return (
    <Layout shell={shell} title="Audit log">
      <PageHead
        title="Audit log"
        under="Everything that was done here, by whom, and what it changed."
        actions={
          <>
            <a class="btn" href={`${hrefOf(query).replace(base, `${base}.csv`)}`} download>
              <Icon name="save" />
              Export
            </a>
            <a class="btn" href={`${base}/verification`}>
              <Icon name="check" />
              Verify
            </a>
          </>
        }
      />
      <Filter {...props} />
      {people.length > 0 && (
        <p class="row" role="status">
          Whom do you mean?
          {people.map(({ id, name }) => (
            <a href={hrefOf({ ...query, person: name, actor: id })}>{name}</a>
          ))}
        </p>
      )}
      {entries.length === 0 ? (
        <Empty heading="h2" title={isNarrowed(query) ? 'Nothing of this kind happened' : 'Nothing has happened yet'}>
          {isNarrowed(query) ? 'Widen the days, or take a filter away.' : 'Whatever is done here is written down.'}
        </Empty>
      ) : (
        <ul class="rows wrap" role="list">
          {entries.map((entry) => (
            <Entry {...props} entry={entry} />
          ))}
        </ul>
      )}
      <Pager href={more}>Show older ones</Pager>
      <Retention {...props} />
    </Layout>
  );
};

const Filter = ({ base, query, errors, actions, hrefOf }: PageProps) => (
  <form class="row bottom" action={base} role="search" aria-label="Audit log">
    <TextField id="person" name="person" label="By" value={query.person} error={errors.person} placeholder="Anybody" />
    <SelectField
      id="action"
      name="action"
      label="What"
      value={query.action}
      options={[
        { value: '', label: 'Anything' },
        ...actions.map((action) => ({ value: action, label: actionWords(action) })),
      ]}
    />
    <TextField id="from" name="from" label="From" type="date" value={query.from} error={errors.from} />
    <TextField id="to" name="to" label="To" type="date" value={query.to} error={errors.to} />
    {query.subject && <input type="hidden" name="subject" value={query.subject} />}
    <button class="btn">Show</button>
    {isNarrowed(query) && (
      <a class="btn quiet" href={hrefOf({})}>
        Everything
      </a>
    )}
  </form>
);

const isNarrowed = (query: AuditQuery) => Object.values(query).some((value) => value !== '');

const Retention = ({ base, days }: PageProps) => (
  <form class="card stack tight" method="post" action={`${base}/retention`}>
    <h2>How long it is kept</h2>
    <div class="row bottom">
      <SelectField
        id="days"
        name="days"
        label="Keep what happened"
        value={days === null ? '' : String(days)}
        options={[
          { value: '', label: 'For ever' },
          { value: '3650', label: 'For ten years' },
          { value: '1825', label: 'For five years' },
          { value: '730', label: 'For two years' },
          { value: '365', label: 'For one year' },
        ]}
      />
      <button class="btn">Save</button>
    </div>
    <p class="small">
      What is older is forgotten at night, and the stories of OKRs lose it too. Check-ins, values and comments stay.
    </p>
  </form>
);

const Entry = ({ shell, entry, formats, hrefOf, query }: PageProps & { entry: AuditEntry }) => {
  const { actor, by, subject, withheld } = entry;
  const via = viaWords[entry.via] ?? entry.via;
  const facts = dataWords(entry.data, formats);
  return (
    <li>
      <p>
        <b>{actionWords(entry.action)}</b>
        {subject && (
          <>
            {' '}
            <a href={hrefOf({ ...query, subject: subject.id })}>
              {subject.name ?? (subject.id.startsWith('org_') ? shell.org.name : subject.id)}
            </a>
          </>
        )}
        {withheld && <span> A private OKR; what was said is not shown to you.</span>}
        <small>
          {actor ? (
            <a href={hrefOf({ ...query, person: actor.name, actor: actor.id })}>{actor.name}</a>
          ) : entry.via === 'api' ? (
            'A token of the organization'
          ) : (
            'Cairn'
          )}
          {by && `, by ${by.name}`}
          {via && ` ${via}`}
          {`, ${formats.moment(entry.at)}`}
          {formats.moment(entry.at).includes(':') ? '' : ` ${formats.time(entry.at)}`}
        </small>
        {facts.length > 0 && <small>{facts.join(', ')}</small>}
      </p>
    </li>
  );
};
