import { err, ok } from '../../lib/result.ts';
import type { Asked, Reading } from '../adapter.ts';
import { allowance, type Page, readPages } from '../paging.ts';
import { type Issue, samplesOf } from './process.ts';
import { unique } from './reading.ts';
import { askPage, askTotal, type Jira } from './request.ts';

const PAGE = 100;

/** Jira's own time fields hold seconds. They are read in hours, which is what people plan in. */
const TIMES = [
  'timeoriginalestimate',
  'timeestimate',
  'timespent',
  'aggregatetimeoriginalestimate',
  'aggregatetimeestimate',
  'aggregatetimespent',
];
const HOUR_S = 3600;

export const isTime = (field: string): boolean => TIMES.includes(field);

/** All issues of a query without ORDER BY, with the fields that are added up. No estimate can stand in for a page here. */
export async function listIssues(jira: Jira, jql: string, fields: readonly string[]): Promise<Asked<Issue[]>> {
  const ask = jira.config.deployment === 'cloud' ? byToken(jira, jql, fields) : byOffset(jira, jql, fields);
  const listed = await readPages(jira.reach, allowance(jira.reach), 'Jira', ask);
  return listed.ok ? ok(unique(listed.value)) : listed;
}

/** What a field adds up to over all issues and over those that are done. An issue without it adds nothing. */
export function sumOf(issues: Issue[], field: string, site: string): Asked<Reading> {
  const strange = issues.find(({ values }) => (values[field] ?? null) !== null && !Number.isFinite(values[field]));
  if (strange)
    return err({ reason: 'invalid_query', detail: `The field ${field} holds no numbers. Choose another one.` });
  const add = (some: Issue[]) => rounded(some.reduce((sum, issue) => sum + amountOf(issue, field), 0));
  const samples = samplesOf(issues, site).map((sample, i) => ({
    ...sample,
    state: `${sample.state}, ${worded(issues[i]!, field)}`,
  }));
  return ok({
    matched: add(issues),
    completed: add(issues.filter(({ done }) => done)),
    value: null,
    approximate: false,
    samples,
  });
}

const byToken =
  (jira: Jira, jql: string, fields: readonly string[]) =>
  async (cursor: string | null): Promise<Asked<Page<Issue>>> => {
    const page = await askPage(jira, jql, PAGE, cursor ?? undefined, fields);
    return page.ok ? ok({ items: page.value.issues, next: page.value.next }) : page;
  };

// Without an order of its own a query may be answered in another one for each page.
const byOffset =
  (jira: Jira, jql: string, fields: readonly string[]) =>
  async (cursor: string | null): Promise<Asked<Page<Issue>>> => {
    const startAt = Number(cursor ?? 0);
    const page = await askTotal(jira, `${jql} ORDER BY key`.trim(), PAGE, startAt, fields);
    if (!page.ok) return page;
    const { issues, total } = page.value;
    const end = startAt + issues.length;
    if (end < total && issues.length === 0)
      return err({ reason: 'bad_response', detail: 'Jira gave fewer issues than it says there are.' });
    return ok({ items: issues, next: end < total ? String(end) : null });
  };

const amountOf = ({ values }: Issue, field: string): number =>
  Number(values[field] ?? 0) / (isTime(field) ? HOUR_S : 1);

// Sums of tenths are a hair off in binary; a millionth of a point or an hour is nobody's measure.
const rounded = (sum: number): number => Math.round(sum * 1e6) / 1e6;

function worded(issue: Issue, field: string): string {
  if ((issue.values[field] ?? null) === null) return 'no value';
  const amount = String(rounded(amountOf(issue, field)));
  return isTime(field) ? `${amount} h` : amount;
}
