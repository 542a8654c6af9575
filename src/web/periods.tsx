import { Hono } from 'hono';
import type { PeriodId } from '../db/ids.ts';
import { todayOf } from '../domain/context.ts';
import { findCountedPeriod, listCountedPeriods } from '../domain/periods/counting.ts';
import { createPeriod, type PeriodInput, periodInput } from '../domain/periods/creating.ts';
import { deletePeriod } from '../domain/periods/deleting.ts';
import { editPeriod } from '../domain/periods/editing.ts';
import { findPeriod } from '../domain/periods/finding.ts';
import { nextSpans } from '../domain/periods/proposing.ts';
import { switchPlanning } from '../domain/periods/switching.ts';
import { invalid } from '../domain/refusal.ts';
import { PeriodDeletionPage } from '../views/periods/deletion-page.tsx';
import { PeriodPage } from '../views/periods/edit-page.tsx';
import { emptyPeriod, type PeriodValues, valuesOfPeriod } from '../views/periods/fields.tsx';
import { PeriodsPage } from '../views/periods/page.tsx';
import { madeSentence } from '../views/periods/words.ts';
import type { WebContext, WebEnv } from './context.ts';
import { fieldErrors, readForm, type Sent } from './form.ts';
import { admins } from './middleware/admins.ts';
import { type Refused, trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** Admin -> Time periods: list, add, change, delete, and whether quarters and years are made ahead. */
export const periods = new Hono<WebEnv>();

const PATH = '/o/:org/admin/periods';

periods.use(`${PATH}/*`, admins);

periods.get(PATH, (c) => list(c));

periods.post(PATH, async (c) => {
  const { ctx } = c.var;
  const values = valuesIn(await readForm(c));
  const { value, refused } = await trying(wellFormed(values).then((input) => createPeriod(ctx, input)));
  if (refused) return list(c, { values, refused });
  tell(c, `${value.name} is there now.`);
  return c.redirect(baseOf(c), 303);
});

periods.post(`${PATH}/ahead`, async (c) => {
  const { ctx, formats } = c.var;
  const ahead = (await readForm(c)).text('ahead') === 'on';
  const made = await switchPlanning(ctx, ahead);
  tell(c, ahead ? madeSentence(made, formats) : 'No more quarters and years are made. Those there are stay.');
  return c.redirect(baseOf(c), 303);
});

periods.get(`${PATH}/:period`, (c) => edit(c));

periods.post(`${PATH}/:period`, async (c) => {
  const { ctx } = c.var;
  const values = valuesIn(await readForm(c));
  const before = await findPeriod(ctx, idOf(c));
  const { refused } = await trying(wellFormed(values).then((input) => editPeriod(ctx, before, input)));
  return refused ? edit(c, { values, refused }) : c.redirect(baseOf(c), 303);
});

periods.get(`${PATH}/:period/deletion`, (c) => deletion(c));

periods.post(`${PATH}/:period/deletion`, async (c) => {
  const { ctx } = c.var;
  const period = await findPeriod(ctx, idOf(c));
  const { refused } = await trying(deletePeriod(ctx, period));
  if (refused) return deletion(c, refused);
  tell(c, `${period.name} is deleted.`);
  return c.redirect(baseOf(c), 303);
});

type Returned = { values: PeriodValues; refused: Refused };

async function list(c: WebContext, returned?: Returned) {
  const { ctx, formats } = c.var;
  const [shell, all] = await Promise.all([shellOf(c, 'periods'), listCountedPeriods(ctx)]);
  const { fiscalYearStart: firstMonth, periodsAhead: ahead } = ctx.org;
  return show(
    c,
    <PeriodsPage
      {...{ shell, formats, ahead, firstMonth }}
      base={baseOf(c)}
      periods={all}
      next={nextSpans(todayOf(ctx), firstMonth, all)}
      values={returned?.values ?? emptyPeriod}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

async function edit(c: WebContext, returned?: Returned) {
  const { ctx, formats } = c.var;
  const [shell, period] = await Promise.all([shellOf(c, 'periods'), findCountedPeriod(ctx, idOf(c))]);
  return show(
    c,
    <PeriodPage
      {...{ shell, formats, period }}
      base={baseOf(c)}
      values={returned?.values ?? valuesOfPeriod(period)}
      errors={returned?.refused.fields ?? {}}
      message={returned?.refused.message}
    />,
    returned?.refused.status,
  );
}

async function deletion(c: WebContext, refused?: Refused) {
  const { ctx, formats } = c.var;
  const [shell, period] = await Promise.all([shellOf(c, 'periods'), findCountedPeriod(ctx, idOf(c))]);
  return show(
    c,
    <PeriodDeletionPage {...{ shell, formats, period }} base={baseOf(c)} message={refused?.message} />,
    refused?.status,
  );
}

const valuesIn = (sent: Sent): PeriodValues => ({
  name: sent.text('name'),
  kind: sent.text('kind'),
  starts_on: sent.text('starts_on'),
  ends_on: sent.text('ends_on'),
});

/** @throws Refusal `invalid` with a sentence per field */
async function wellFormed(values: PeriodValues): Promise<PeriodInput> {
  const parsed = periodInput.safeParse(values);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

const idOf = (c: WebContext) => c.req.param('period') as PeriodId;

const baseOf = (c: WebContext) => `/o/${c.var.ctx.org.slug}/admin/periods`;
