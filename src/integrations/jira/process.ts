import { z } from 'zod';
import type { Reading, Sample } from '../adapter.ts';
import { cloudId } from './config.ts';

/** What Cairn keeps of an issue. `values` are the other fields that were asked for, by their id. */
export type Issue = {
  id: string;
  key: string;
  title: string;
  state: string;
  done: boolean;
  values: Record<string, unknown>;
};

export const SAMPLES = 20;

const count = z.number().int().nonnegative();

// Names are localised and may be renamed; the key of the status category is neither.
const issue = z
  .object({
    id: z.union([z.string(), z.number()]).optional(),
    key: z.string().min(1),
    fields: z.looseObject({
      summary: z.string().nullish(),
      status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
    }),
  })
  .transform(
    ({ id, key, fields: { summary, status, ...values } }): Issue => ({
      id: String(id ?? key),
      key,
      title: summary ?? '',
      state: status.name,
      done: status.statusCategory.key === 'done',
      values,
    }),
  );

/** The display name of an account. */
export const accountBody = z
  .object({ displayName: z.string().optional(), emailAddress: z.string().optional(), name: z.string().optional() })
  .transform(({ displayName, emailAddress, name }) => displayName || emailAddress || name || 'Jira account');

/** The cloud id of a site. */
export const tenantBody = z.object({ cloudId }).transform((body) => body.cloudId);

export const countBody = z.object({ count }).transform((body) => body.count);

/** A page of Cloud's search. `next` is null on the last page, which Jira marks, or leaves without a token. */
export const pageBody = z
  .object({ issues: z.array(issue), nextPageToken: z.string().nullish(), isLast: z.boolean().nullish() })
  .transform(({ issues, nextPageToken, isLast }) => ({
    issues,
    next: isLast === true || !nextPageToken ? null : nextPageToken,
  }));

/** Every field that issues can have, system and custom ones alike. */
export const fieldsBody = z.array(
  z.object({ id: z.string(), name: z.string(), schema: z.object({ type: z.string() }).nullish() }),
);

/** Projects or saved filters: a page of them in Cloud, all of them on Data Center. */
export const listBody = <T extends z.ZodType>(item: T) =>
  z.union([z.array(item), z.object({ values: z.array(item) }).transform(({ values }) => values)]);

export const projectItem = z.object({ key: z.string().min(1), name: z.string() });
export const filterItem = z.object({ id: z.union([z.string().min(1), z.number()]), name: z.string() });

/** An answer of Data Center's search. */
export const totalBody = z.object({ total: count, issues: z.array(issue) });

/** The exact reading of issues that are all there is. */
export const exactly = (issues: Issue[], site: string): Reading => ({
  matched: issues.length,
  completed: issues.filter(({ done }) => done).length,
  value: null,
  approximate: false,
  samples: samplesOf(issues, site),
});

/** A reading from two counts taken a moment apart, so that `completed` is held to at most `matched`. */
export const counted = (
  counts: { matched: number; completed: number; approximate: boolean },
  issues: Issue[],
  site: string,
): Reading => ({
  ...counts,
  completed: Math.min(counts.completed, counts.matched),
  value: null,
  samples: samplesOf(issues, site),
});

export const samplesOf = (issues: Issue[], site: string): Sample[] =>
  issues.slice(0, SAMPLES).map(({ key, title, state, done }) => ({
    key,
    title,
    state,
    done,
    url: `${site}/browse/${encodeURIComponent(key)}`,
  }));
