import { isOff, type Link, troublesOf, valueRead } from '../../domain/okrs/link.ts';
import type { Measure } from '../../domain/okrs/measure.ts';
import { measureOf } from '../../domain/okrs/okr.ts';
import { providerNames } from '../../domain/words.ts';
import { capital, itemWords, queryWords } from '../data-links/query-words.ts';
import type { Formats } from '../format.ts';
import { inOrder } from '../hx.ts';
import { WhatIf } from '../suppositions/what-if.tsx';
import { Facts } from '../ui/facts.tsx';
import { Icon } from '../ui/icon.tsx';
import { SourceGlyph } from '../ui/source.tsx';
import { partsOf, Rule, SaidBy } from './evidence.tsx';
import { Samples } from './evidence-samples.tsx';
import { Trouble } from './evidence-trouble.tsx';
import { okrLinks } from './links.ts';
import { type OkrView, regions } from './okr-view.ts';
import { valueWords } from './value-words.ts';

type Props = OkrView & { link: Link };

/** What a data source said: the query, what it matched, the sum, the items, and when. */
export const ReadingEvidence = (props: Props) => {
  const { found, explanation, link, formats, now } = props;
  const { source } = link;
  const off = found.okr.closedAt === null && isOff(link, now);
  const troubles = troublesOf(link, now);
  const [term, result] = partsOf(explanation.formula);
  const measure = measureOf(found.okr);
  return (
    <section
      class={off ? 'evidence stack tight off' : 'evidence stack tight'}
      aria-labelledby="why"
      id={regions.evidence}
    >
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
        {(link.matched !== null || link.value !== null) && (
          <Facts
            items={[...countsOf(props), measure.type === 'metric' && link.matched !== null && counted(props, measure)]}
            total={result ? { term, value: result } : undefined}
          />
        )}
      </div>
      <Samples link={link} formats={formats} />
      <SaidBy {...props} />
      <Rule
        {...props}
        explanation={{ ...explanation, notes: explanation.notes.filter((note) => !troubles.includes(note)) }}
      />
      <Times {...props} />
      <WhatIf {...props} />
    </section>
  );
};

/** The counts that were read, or the one number of a provider that gives no counts. */
function countsOf({ link, formats }: Props) {
  const { matched, completed, value, source, query } = link;
  if (matched === null) return [{ term: 'The number', value: formats.number(value ?? 0) }];
  return [
    { term: `${capital(itemWords(source.provider, query).many)} matched`, value: amount(matched, link, formats) },
    { term: 'Done', value: amount(completed ?? 0, link, formats) },
  ];
}

const counted = ({ link, formats }: Props, measure: Measure) => ({
  term: link.count === 'matched' ? 'Counted: all that match' : 'Counted: those done',
  value: valueWords(measure, valueRead(measure, link), formats),
});

/** A source leads whoever may change it to where that happens. */
const SourceName = ({ org, may, me, link: { source } }: Props) => {
  const name = `${providerNames[source.provider]}, ${source.name}`;
  const isOwn = me !== null && source.ownerId === me;
  const list = may.administer ? 'admin/integrations' : isOwn ? 'connections' : null;
  return list ? <a href={`/o/${org.slug}/${list}/${source.id}`}>{name}</a> : <span>{name}</span>;
};

const Times = ({ org, found, link, may, now, formats }: Props) => {
  const action = okrLinks(org.slug, found.okr.id).syncs;
  const next = Math.max(link.dueAt, link.source.retryAt ?? 0);
  const read = link.readAt === null ? 'Not read yet.' : `Read ${formats.moment(link.readAt)}.`;
  const reads = found.okr.closedAt === null && link.source.pausedAt === null;
  return (
    <div class="row small">
      <span>
        {reads ? `${read} Next reading ${next <= now ? 'within minutes' : whenNext(next, now, formats)}.` : read}
      </span>
      {may.change && found.okr.closedAt === null && (
        <form class="row end" method="post" action={action} hx-post={action} {...inOrder}>
          <span class="busy" role="status">{`Reading ${providerNames[link.source.provider]}…`}</span>
          <button class="btn" id="refresh">
            <Icon name="refresh" />
            Refresh now
          </button>
        </form>
      )}
    </div>
  );
};

const whenNext = (at: number, now: number, formats: Formats): string =>
  formats.dayOf(at) === formats.dayOf(now)
    ? `at ${formats.time(at)}`
    : `on ${formats.day(formats.dayOf(at))} at ${formats.time(at)}`;

const amount = (count: number, { approximate }: Link, formats: Formats): string =>
  approximate ? `about ${formats.number(count)}` : formats.number(count);
