import { Hono } from 'hono';
import { findFounder, foundOrganization, newOrganizationInput, slugOf } from '../domain/organizations/founding.ts';
import { canonicalLocale, isTimeZone, timeZones } from '../domain/organizations/places.ts';
import { invalid, Refusal } from '../domain/refusal.ts';
import { listBelongings } from '../domain/sessions/session.ts';
import { type Founding, NewOrganizationPage } from '../views/organizations/new-page.tsx';
import { StartPage } from '../views/start.tsx';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm } from './form.ts';
import { sessionToken } from './middleware/cookies.ts';
import { type Refused, trying } from './refused.ts';
import { frameOf, show } from './respond.tsx';

/** The organizations of a person, and a new one. */
export const organizations = new Hono<WebEnv>();

organizations.get('/organizations', async (c) => {
  const belongings = await listBelongings(c.var.db, sessionToken(c) ?? '', c.var.now);
  if (!belongings) return c.redirect('/signin?next=/organizations', 303);
  return show(c, <StartPage frame={frameOf(c)} belongings={belongings} founds={mayFound(c, belongings.length)} />);
});

organizations.get('/organizations/new', async (c) => {
  const founder = await founderOf(c);
  return form(c, guess(c, founder.name ?? ''));
});

organizations.post('/organizations', async (c) => {
  const founder = await founderOf(c);
  const sent = await readForm(c);
  const fields = ['name', 'slug', 'owner', 'time_zone', 'locale', 'fiscal_year_start'] as const;
  const typed = Object.fromEntries(fields.map((field) => [field, sent.text(field)])) as Founding;
  const { value, refused } = await trying(found());
  return refused ? form(c, typed, refused) : c.redirect(`/o/${value.slug}/start`, 303);

  async function found() {
    const slug = typed.slug || slugOf(typed.name);
    const fiscal = Number(typed.fiscal_year_start);
    const parsed = newOrganizationInput.safeParse({ ...typed, slug, fiscal_year_start: fiscal });
    if (!parsed.success) throw invalid(fieldErrors(parsed.error));
    return foundOrganization(c.var.db, founder, parsed.data, c.var.now);
  }
});

/**
 * Who may found: `open`, anybody who proves an address; `members`, people of an organization that is here already;
 * `closed`, nobody, but for whoever runs the deployment.
 */
export const mayFound = (c: WebContext, belongings: number): boolean =>
  c.env.NEW_ORGANIZATIONS === 'open' || (c.env.NEW_ORGANIZATIONS !== 'closed' && belongings > 0);

async function founderOf(c: WebContext) {
  const { db, now } = c.var;
  const token = sessionToken(c) ?? '';
  const [founder, belongings] = await Promise.all([findFounder(db, token, now), listBelongings(db, token, now)]);
  if (!founder || !belongings) throw new Refusal('unauthorized', 'Sign in to make an organization.');
  if (!mayFound(c, belongings.length))
    throw new Refusal('forbidden', 'New organizations are made by whoever runs this Cairn. Ask them for one.');
  return founder;
}

function form(c: WebContext, values: Founding, refused?: Refused) {
  const before = `${new URL(c.req.url).host}/o/`;
  return show(
    c,
    <NewOrganizationPage
      {...{ values, before }}
      frame={frameOf(c)}
      zones={timeZones()}
      errors={refused?.fields ?? {}}
      message={refused?.message}
    />,
    refused?.status,
  );
}

/** What the browser and its network tell of the place. */
function guess(c: WebContext, owner: string): Founding {
  const { timezone } = (c.req.raw as { cf?: { timezone?: string } }).cf ?? {};
  const asked = /^[A-Za-z0-9-]+/.exec(c.req.header('Accept-Language') ?? '')?.[0] ?? '';
  return {
    name: '',
    slug: '',
    owner,
    time_zone: timezone && isTimeZone(timezone) ? timezone : 'UTC',
    locale: canonicalLocale(asked) ?? 'en-GB',
    fiscal_year_start: '1',
  };
}
