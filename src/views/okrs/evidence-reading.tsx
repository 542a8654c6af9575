import { isStale } from '../../domain/connections/connection.ts';
import { sentenceOf } from '../../domain/connections/health.ts';
import type { Facts as FactsOf } from '../../domain/okrs/finding-facts.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import type { Provider } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';
import { providerNames, SourceGlyph } from '../ui/source.tsx';
import { StatusMark } from '../ui/status.tsx';
import { partsOf, Rule } from './evidence.tsx';
import { okrLinks } from './links.ts';
import { type OkrView, regions } from './okr-view.ts';
import { measured } from './value-words.ts';

type Link = NonNullable<FactsOf['link']>;
type Props = OkrView & { link: Link };

/** What a data source said: the query, what it matched, the sum, the items, and when. */
export const ReadingEvidence = (props: Props) => {
  const { found, explanation, link, formats, now } = props;
  const { source } = link;
  const off = source.pausedAt !== null || isStale(link.readAt, link.createdAt, source.interval, now);
  const [term, result] = partsOf(explanation.formula);
  const measure = measureOf(found.okr);
  return (
    <section class={off ? 'evidence stack tight off' : 'evidence stack tight'} aria-labelledby="why" id={regions.evidence}>
      <div class="row">
        <h2 id="why">Why this number</h2>
        <SourceGlyph provider={source.provider} off={off} end>
          <SourceName {...props} />
        </SourceGlyph>
      </div>
      <Trouble {...props} />
      <div class="grid">
        <pre class="query">
          <code>{queryWords(source.provider, link.query)}</code>
        </pre>
        {link.matched !== null && (
          <Facts
            items={[
              { term: 'Issues matched', value: amount(link.matched, link, formats) },
              { term: 'Done', value: amount(link.completed ?? 0, link, formats) },
              measure.type === 'metric' && {
                term: link.count === 'matched' ? 'Counted: all that match' : 'Counted: those done',
                value: measured(measure, link.value, formats),
              },
            ]}
            total={result ? { term, value: result } : undefined}
          />
        )}
      </div>
      <Samples {...props} />
      <Rule {...props} explanation={{ ...explanation, notes: explanation.notes.filter(isAside) }} />
      <Times {...props} />
    </section>
  );
};

/** Troubles have their own place above; what is left are remarks. */
const isAside = (note: string): boolean => /^(A person|The numbers)|estimates/.test(note);

const SourceName = ({ org, may, link: { source } }: Props) => {
  const name = `${providerNames[source.provider]}, ${source.name}`;
  return may.administer ? <a href={`/o/${org.slug}/admin/integrations/${source.id}`}>{name}</a> : <>{name}</>;
};

const Trouble = ({ link, may, org, found, now, formats }: Props) => {
  const { source } = link;
  const provider = providerNames[source.provider];
  if (link.outcome === 'failed') {
    const { happened, todo } = sentenceOf(link.failureReason ?? '', link.failureDetail, source.provider);
    const kept = link.readAt === null ? 'There is no value from it yet.' : `The number is from ${formats.moment(link.readAt)}.`;
    const mends = may.change && link.failureReason === 'invalid_query';
    return (
      <Alert
        status="at_risk"
        title={happened}
        action={
          mends && (
            <a class="btn" href={okrLinks(org.slug, found.okr.id).dataLink}>
              Edit the query
            </a>
          )
        }
      >
        {`${kept} ${todo}`}
      </Alert>
    );
  }
  if (link.matched === 0)
    return (
      <Alert status="behind" title="Nothing matches this query.">
        {found.okr.value === null ? 'So there is no value yet.' : 'The last value stays.'}
      </Alert>
    );
  if (source.pausedAt !== null)
    return (
      <Alert status="at_risk" title={`Reading from ${provider} is paused.`}>
        {source.failureDetail ?? 'An admin can mend the connection.'}
      </Alert>
    );
  if (isStale(link.readAt, link.createdAt, source.interval, now))
    return (
      <Alert status="behind" title={`${provider} has not been read for a while.`}>
        {link.readAt === null ? 'There is no value from it yet.' : `The number is from ${formats.moment(link.readAt)}.`}
      </Alert>
    );
  return null;
};

const Samples = ({ link: { samples, matched }, formats }: Props) => {
  if (!samples || samples.length === 0) return null;
  const all = matched ?? samples.length;
  const words =
    samples.length < all
      ? `Show ${formats.number(samples.length)} of the ${formats.number(all)} issues`
      : all === 1
        ? 'Show the issue'
        : `Show the ${formats.number(all)} issues`;
  return (
    <details>
      <summary class="row small">
        <Icon name="right" turn />
        {words}
      </summary>
      <div class="scroll" tabindex={0} role="region" aria-label="Issues">
        <table class="table">
          <thead>
            <tr>
              <th scope="col">Issue</th>
              <th scope="col">Summary</th>
              <th scope="col">State</th>
            </tr>
          </thead>
          <tbody>
            {samples.map((sample) => (
              <tr>
                <td>
                  <a href={sample.url} rel="noreferrer">
                    {sample.key}
                  </a>
                </td>
                <td>{sample.title}</td>
                <td>{sample.done ? <StatusMark status="on_track" says={sample.state} /> : sample.state}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
};

const Times = ({ org, found, link, may, now, formats }: Props) => {
  const action = okrLinks(org.slug, found.okr.id).syncs;
  const next = Math.max(link.dueAt, link.source.retryAt ?? 0);
  const read = link.readAt === null ? 'Not read yet.' : `Read ${formats.moment(link.readAt)}.`;
  const reads = found.okr.closedAt === null && link.source.pausedAt === null;
  return (
    <div class="row small">
      <span>{reads ? `${read} Next reading ${next <= now ? 'within minutes' : whenNext(next, now, formats)}.` : read}</span>
      {may.change && found.okr.closedAt === null && (
        <form class="row end" method="post" action={action} hx-post={action} hx-target={`#${regions.evidence}`} hx-swap="none" {...once}>
          <span class="busy" role="status">{`Reading ${providerNames[link.source.provider]}…`}</span>
          <button class="btn">
            <Icon name="refresh" />
            Refresh now
          </button>
        </form>
      )}
    </div>
  );
};

const whenNext = (at: number, now: number, formats: Formats): string =>
  formats.dayOf(at) === formats.dayOf(now) ? `at ${formats.time(at)}` : `on ${formats.day(formats.dayOf(at))} at ${formats.time(at)}`;

const amount = (count: number, { approximate }: Link, formats: Formats): string =>
  approximate ? `about ${formats.number(count)}` : formats.number(count);

/** A query as people wrote it. */
export const queryWords = (provider: Provider, query: Record<string, unknown>): string =>
  provider === 'jira' && typeof query.jql === 'string' ? query.jql : JSON.stringify(query);
