import { Hono } from 'hono';
import type { EventId, MemberId } from '../db/ids.ts';
import { type AuditEntry, type EventFilter, listActions, listAuditPage } from '../domain/audit/listing.ts';
import { verifySeals } from '../domain/audit/verifying.ts';
import { listMembers } from '../domain/members/finding.ts';
import { editOrganization } from '../domain/organizations/editing.ts';
import { settingsPatch } from '../domain/organizations/settings.ts';
import { Refusal } from '../domain/refusal.ts';
import { csvFile, csvOf } from '../lib/csv.ts';
import { isDay } from '../lib/days.ts';
import { AuditPage, type AuditQuery } from '../views/audit/page.tsx';
import { Outcome, VerificationPage } from '../views/audit/verification-page.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { readForm } from './form.ts';
import { shellOf, show, tell, wantsFragment } from './respond.tsx';

/** Admin -> Audit log: everything that happened, to be narrowed, fetched and proved. */
export const audit = new Hono<WebEnv>();

const PATH = '/o/:org/admin/audit';
const SHOWN = 50;

audit.get(PATH, async (c) => {
  const { ctx, formats } = c.var;
  const query = queryOf(c);
  const { filter, errors } = filterOf(query);
  const asks = query.person !== '' && query.actor === '';
  const before = c.req.query('before');
  const cut = { after: before ? [before as EventId] : null, limit: SHOWN };
  const nothing = { items: [] as AuditEntry[], next: null };
  const [shell, page, actions, people] = await Promise.all([
    shellOf(c, 'audit'),
    asks || Object.keys(errors).length > 0 ? nothing : listAuditPage(ctx, filter, cut),
    listActions(ctx),
    asks ? listMembers(ctx, query.person) : [],
  ]);
  const [only] = people;
  if (only && people.length === 1) return c.redirect(hrefOf(c, { ...query, person: only.name, actor: only.id }), 303);
  if (asks && people.length === 0)
    errors.person = 'Nobody here has that name. They may have left: look for what they did by day.';
  return show(
    c,
    <AuditPage
      {...{ shell, formats, query, errors, actions, people }}
      base={baseOf(c)}
      hrefOf={(narrowed) => hrefOf(c, narrowed)}
      entries={page.items}
      more={page.next && hrefOf(c, query, String(page.next[0]))}
      days={ctx.org.auditDays}
    />,
    Object.keys(errors).length > 0 ? 422 : 200,
  );
});

/** Rows read for one export: 40 reads of 500, under the free plan's 50 queries. */
const READS = 40;
const ROWS_PER_READ = 500;

audit.get(`${PATH}.csv`, async (c) => {
  const { filter } = filterOf(queryOf(c));
  const first = await listAuditPage(c.var.ctx, filter, { after: null, limit: ROWS_PER_READ });
  const encoder = new TextEncoder();
  let page = first;
  let reads = 1;
  const body = new ReadableStream<Uint8Array>({
    start: (out) => out.enqueue(encoder.encode(csvFile(HEADS, page.items.map(cellsOf)))),
    async pull(out) {
      if (page.next === null) return out.close();
      if (reads++ >= READS) {
        out.enqueue(encoder.encode(csvOf([['More is there. Export again with days up to this one.']])));
        return out.close();
      }
      page = await listAuditPage(c.var.ctx, filter, { after: page.next, limit: ROWS_PER_READ });
      out.enqueue(encoder.encode(csvOf(page.items.map(cellsOf))));
    },
  });
  return c.body(body, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="audit-${c.var.ctx.org.slug}.csv"`,
    'Cache-Control': 'private, no-store',
  });
});

const HEADS = [
  'id',
  'at',
  'action',
  'via',
  'actor id',
  'actor',
  'on behalf by id',
  'on behalf by',
  'subject id',
  'subject',
  'data',
];

const cellsOf = ({ id, at, action, via, actor, by, subject, data, withheld }: AuditEntry): string[] => [
  id,
  new Date(at).toISOString(),
  action,
  via,
  actor?.id ?? '',
  actor?.name ?? '',
  by?.id ?? '',
  by?.name ?? '',
  subject?.id ?? '',
  withheld ? 'a private OKR' : (subject?.name ?? ''),
  withheld ? '' : JSON.stringify(data),
];

audit.get(`${PATH}/verification`, async (c) =>
  show(c, <VerificationPage shell={await shellOf(c, 'audit')} base={baseOf(c)} found={null} />),
);

audit.post(`${PATH}/verification`, async (c) => {
  const after = Number((await readForm(c)).text('after'));
  const found = await verifySeals(c.var.ctx, Number.isSafeInteger(after) && after > 0 ? after : 0);
  if (wantsFragment(c)) return show(c, <Outcome base={baseOf(c)} found={found} formats={c.var.formats} />);
  return show(c, <VerificationPage shell={await shellOf(c, 'audit')} base={baseOf(c)} found={found} />);
});

audit.post(`${PATH}/retention`, async (c) => {
  const days = (await readForm(c)).text('days');
  const patch = settingsPatch.safeParse({ audit_days: days === '' ? null : Number(days) });
  if (!patch.success) throw new Refusal('invalid', patch.error.issues[0]?.message ?? 'Choose how long it is kept.');
  await editOrganization(c.var.ctx, patch.data);
  tell(c, 'Kept from now on as you said.');
  return c.redirect(baseOf(c), 303);
});

const queryOf = (c: WebContext): AuditQuery => {
  const text = (name: string) => c.req.query(name)?.trim().slice(0, 200) ?? '';
  return {
    person: text('person'),
    actor: text('actor'),
    subject: text('subject'),
    action: text('action'),
    from: text('from'),
    to: text('to'),
  };
};

function filterOf({ actor, subject, action, from, to }: AuditQuery) {
  const errors: Partial<Record<keyof AuditQuery, string>> = {};
  const day = (name: 'from' | 'to', value: string) => {
    if (value !== '' && !isDay(value)) errors[name] = 'Write a day like 2026-11-20.';
    return value || undefined;
  };
  const filter: EventFilter = {
    actor: (actor || undefined) as MemberId | undefined,
    subject: subject || undefined,
    action: action || undefined,
    from: day('from', from),
    to: day('to', to),
  };
  if (filter.from && filter.to && filter.to < filter.from) errors.to = 'Choose a day that is not before the first.';
  return { filter, errors };
}

function hrefOf(c: WebContext, query: Partial<AuditQuery>, before?: string): string {
  const said = Object.entries({ ...query, before: before ?? '' }).filter(([, value]) => value !== '');
  return said.length === 0 ? baseOf(c) : `${baseOf(c)}?${new URLSearchParams(said as [string, string][])}`;
}

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/audit`;
