import { err, ok } from '../../lib/result.ts';
import type { Asked, Reading } from '../adapter.ts';
import { and } from './jql.ts';
import { counted, exactly, type Issue, SAMPLES } from './process.ts';
import { askAccount, askCount, askPage, askTotal, type Jira } from './request.ts';

const PAGE = 100;
/** Above this many issues an estimate is good enough: one issue moves the result by less than a thousandth. */
const EXACT_MAX = 1000;
/** Jira may give smaller pages than asked for; the free plan allows 50 requests in one go. What needs more is estimated. */
const PAGES_MAX = 40;
const READ_MS = 60_000;
const DONE = 'statusCategory = Done';

/** Counts the issues of a query that has no ORDER BY. */
export const read = (jira: Jira, jql: string): Promise<Asked<Reading>> =>
  believed(jira, jira.config.deployment === 'cloud' ? readCloud(jira, jql) : readDataCenter(jira, jql));

/** A reading, unless there is reason to doubt it and the account turns out to be nobody's. */
export async function believed(jira: Jira, asked: Promise<Asked<Reading>>): Promise<Asked<Reading>> {
  const reading = await asked;
  const doubtful = reading.ok ? reading.value.matched === 0 : reading.error.reason === 'invalid_query';
  if (!doubtful) return reading;
  // Jira answers a refused token like a stranger, who sees no issues and knows no projects. The account tells them apart.
  const account = await askAccount(jira);
  return !account.ok && account.error.reason === 'unauthorized' ? account : reading;
}

/**
 * Small results are paged through and counted exactly, larger ones estimated by Jira. The first page comes before the
 * estimate: it is mostly the last one too, and unlike the estimate it is never out of date.
 */
async function readCloud(jira: Jira, jql: string): Promise<Asked<Reading>> {
  const first = await askPage(jira, jql, PAGE);
  if (!first.ok) return first;
  const { issues, next } = first.value;
  if (next === null) return ok(exactly(unique(issues), jira.config.site_url));
  const matched = await askCount(jira, jql);
  if (!matched.ok) return matched;
  const isLarge = matched.value > Math.min(EXACT_MAX, PAGES_MAX * Math.max(issues.length, 1));
  return isLarge ? estimate(jira, jql, matched.value, issues) : page(jira, jql, issues, next);
}

async function estimate(jira: Jira, jql: string, matched: number, issues: Issue[]): Promise<Asked<Reading>> {
  const completed = await askCount(jira, and(jql, DONE));
  if (!completed.ok) return completed;
  return ok(counted({ matched, completed: completed.value, approximate: true }, issues, jira.config.site_url));
}

async function page(jira: Jira, jql: string, first: Issue[], token: string): Promise<Asked<Reading>> {
  const { now } = jira.reach;
  const began = now();
  const issues = [...first];
  const seen = new Set<string>();
  for (let next: string | null = token; next !== null; ) {
    if (seen.has(next)) return err({ reason: 'bad_response', detail: 'Jira gave the same page of issues twice.' });
    seen.add(next);
    if (seen.size === PAGES_MAX) return err({ reason: 'too_large', detail: 'Jira gave more pages than Cairn reads.' });
    if (now() - began > READ_MS) return err({ reason: 'timeout', detail: 'Jira took too long to list the issues.' });
    const asked: Awaited<ReturnType<typeof askPage>> = await askPage(jira, jql, PAGE, next);
    if (!asked.ok) return asked;
    issues.push(...asked.value.issues);
    next = asked.value.next;
  }
  return ok(exactly(unique(issues), jira.config.site_url));
}

async function readDataCenter(jira: Jira, jql: string): Promise<Asked<Reading>> {
  const found = await askTotal(jira, jql, SAMPLES);
  if (!found.ok) return found;
  const { total, issues } = found.value;
  if (issues.length === total) return ok(exactly(issues, jira.config.site_url));
  const done = await askTotal(jira, and(jql, DONE), 0);
  if (!done.ok) return done;
  const counts = { matched: total, completed: done.value.total, approximate: false };
  return ok(counted(counts, issues, jira.config.site_url));
}

/** An issue that moves while pages are read can be on two of them; what came last is newest. */
export const unique = (issues: Issue[]): Issue[] => [...new Map(issues.map((issue) => [issue.id, issue])).values()];
