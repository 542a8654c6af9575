import type { MemberFilter } from '../domain/members/filtering.ts';
import { listUsers } from '../domain/members/listing-users.ts';
import { stateOf } from '../domain/members/member.ts';
import type { User } from '../domain/members/user.ts';
import type { Position } from '../domain/paging.ts';
import { type Cell, csvFile, csvOf } from '../lib/csv.ts';
import { usersLink } from '../views/users/links.ts';
import { stateWords } from '../views/users/words.ts';
import type { WebContext } from './context.ts';

/** Rows read at a time, and how often: a file stays within the queries that one request may ask. */
const ROWS = 500;
const READS = 40;

/** The columns that an import of people takes come first, under the names that it knows them by. */
const header = ['name', 'email', 'teams', 'manager email', 'role', 'standing', 'open okrs', 'last seen', 'added'];

/**
 * The users whom a filter leaves as a CSV file, sent while it is read: at most 20,000 rows. A last row says where the
 * rest is to be had, if that was not all.
 */
export function usersCsv(c: WebContext, filter: MemberFilter, after: Position | null): Response {
  const { ctx } = c.var;
  let at = after;
  let reads = 0;
  const body = new ReadableStream<string>(
    {
      async pull(stream) {
        const { items, next } = await listUsers(ctx, filter, { after: at, limit: ROWS });
        const rows: Cell[][] = items.map(rowOf);
        reads += 1;
        at = next;
        if (next && reads === READS) rows.push(['The rest is at', restOf(c, filter, next)]);
        stream.enqueue(reads === 1 ? csvFile(header, rows) : csvOf(rows));
        if (!next || reads === READS) stream.close();
      },
    },
    { highWaterMark: 0 },
  );
  c.header('Content-Type', 'text/csv; charset=utf-8');
  c.header('Content-Disposition', `attachment; filename="users-${ctx.org.slug}.csv"`);
  c.header('Cache-Control', 'private, no-store');
  return c.body(body.pipeThrough(new TextEncoderStream()));
}

const restOf = (c: WebContext, filter: MemberFilter, next: Position): string =>
  new URL(usersLink(`/o/${c.var.ctx.org.slug}/admin/users.csv`, filter, next), c.req.url).href;

const rowOf = (user: User): Cell[] => [
  user.name,
  user.email,
  user.teams.join('; '),
  user.managerEmail,
  user.role,
  stateWords[stateOf(user)].toLowerCase(),
  user.okrs,
  user.seenAt && new Date(user.seenAt).toISOString(),
  new Date(user.createdAt).toISOString(),
];
