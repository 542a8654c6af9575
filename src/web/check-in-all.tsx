import { Hono } from 'hono';
import { type CheckInId, newId, type OkrId } from '../db/ids.ts';
import type { CheckInInput } from '../domain/check-ins/check-in.ts';
import { listMine, listNamed, type Mine } from '../domain/check-ins/listing-mine.ts';
import { propose } from '../domain/check-ins/proposing.ts';
import { demand, may, sentences } from '../domain/permission.ts';
import type { FieldErrors, Refusal } from '../domain/refusal.ts';
import { CheckInAllPage } from '../views/check-in/all-page.tsx';
import { fieldOf, type GridRow } from '../views/check-in/grid.tsx';
import { CHECK_INS_AT_ONCE, checkInMany } from '../writers/checking-in.ts';
import type { WebContext, WebEnv } from './context.ts';
import { readForm, type Sent } from './form.ts';
import { checkInId, readCheckIn } from './reading-check-in.ts';
import { trying } from './refused.ts';
import { shellOf, show, tell } from './respond.tsx';

/** `/o/:org/check-in/all`: one grid over everything that the member checks in for by hand. */
export const checkInAll = new Hono<WebEnv>();

const PATH = '/o/:org/check-in/all';

checkInAll.get(PATH, async (c) => {
  const { ctx } = c.var;
  const [shell, { byHand, automatic }] = await Promise.all([
    shellOf(c, 'check-in'),
    may.createOkr(ctx.actor) ? listMine(ctx, CHECK_INS_AT_ONCE) : { byHand: [], automatic: [] },
  ]);
  const rows = byHand.map((mine) => rowOf(c, mine));
  return show(c, <CheckInAllPage {...{ shell, rows, automatic }} most={CHECK_INS_AT_ONCE} formats={c.var.formats} />);
});

checkInAll.post(PATH, async (c) => {
  const { ctx } = c.var;
  demand(may.createOkr(ctx.actor), sentences.observer);
  const lines = linesOf(await readForm(c), c.var.now);
  const said = lines.filter(({ sent }) => isSaid(sent));
  const results = await sayAll(c, said);
  const refused = results.filter(({ errors }) => errors !== null).length;
  if (refused > 0 || said.length === 0) return again(c, lines, results);
  tell(c, said.length === 1 ? 'One check-in saved.' : `${said.length} check-ins saved.`);
  return c.redirect(`/o/${ctx.org.slug}/check-in/all`, 303);
});

/** What stands in one row of the grid as it was sent, with names as in the form of one check-in. */
type Line = { okrId: OkrId; id: CheckInId; sent: Sent };

/** What became of a row; `errors` is null once it is saved. */
type Result = Line & { errors: FieldErrors | null };

function linesOf(sent: Sent, now: number): Line[] {
  const okrIds = [...new Set(sent.all('okr'))].slice(0, CHECK_INS_AT_ONCE) as OkrId[];
  return okrIds.map((okrId) => {
    const own = ofRow(sent, okrId);
    return { okrId, id: checkInId(own, now), sent: own };
  });
}

/** A row says something once anything is typed or chosen in it. The value it had, typed once more, is “Nothing new”. */
const isSaid = (row: Sent): boolean => ['value', 'status', 'note'].some((name) => row.text(name) !== '');

const ofRow = (sent: Sent, okrId: OkrId): Sent => {
  const field = (name: string) => fieldOf(name, okrId);
  const text = (name: string) => sent.text(field(name));
  const same = text('value') !== '' && text('value') === text('was');
  return {
    text,
    all: (name) => sent.all(field(name)),
    has: (name) => (name === 'nothing_new' ? same : sent.has(field(name))),
  };
};

async function sayAll(c: WebContext, lines: readonly Line[]): Promise<Result[]> {
  const { ctx, preferences } = c.var;
  const read = await Promise.all(
    lines.map(async (line) => ({ line, tried: await trying(readLine(line, preferences.locale)) })),
  );
  const readable = read.flatMap(({ line, tried }) => (tried.refused ? [] : [{ ...line, input: tried.value }]));
  const outcomes = await checkInMany(c.env, ctx, readable);
  const refusals = new Map(readable.map(({ okrId }, i) => [okrId, outcomes[i]!.refusal]));
  return read.map(({ line, tried }) => {
    const refusal = refusals.get(line.okrId);
    return { ...line, errors: tried.refused ? tried.refused.fields : refusal ? errorsOf(refusal) : null };
  });
}

const readLine = async ({ sent }: Line, locale: string): Promise<CheckInInput> => readCheckIn(sent, locale);

const errorsOf = ({ fields, message }: Refusal): FieldErrors =>
  fields && Object.keys(fields).length > 0 ? fields : { value: message };

/** The grid once more in the order it was sent: what was refused with its text and reason, what was saved marked so. */
async function again(c: WebContext, lines: readonly Line[], results: readonly Result[]) {
  const { ctx, formats } = c.var;
  const ids = lines.map(({ okrId }) => okrId);
  const [shell, named, { automatic }] = await Promise.all([
    shellOf(c, 'check-in'),
    listNamed(ctx, ids),
    listMine(ctx, CHECK_INS_AT_ONCE),
  ]);
  const rows = lines.flatMap(({ okrId }) => {
    const mine = named.find(({ okr }) => okr.id === okrId);
    return mine
      ? [
          rowOf(
            c,
            mine,
            results.find((each) => each.okrId === okrId),
          ),
        ]
      : [];
  });
  const outcome = {
    saved: results.filter(({ errors }) => errors === null).length,
    refused: results.filter(({ errors }) => errors !== null).length,
    gone: results.filter(({ okrId }) => !named.some(({ okr }) => okr.id === okrId)).length,
  };
  return show(c, <CheckInAllPage {...{ shell, rows, automatic, outcome, formats }} most={CHECK_INS_AT_ONCE} />, 422);
}

function rowOf(c: WebContext, { okr, team }: Mine, result?: Result): GridRow {
  const { ctx, preferences } = c.var;
  const refused = result?.errors ? result : null;
  return {
    okr,
    team,
    locale: preferences.locale,
    proposal: propose(ctx, okr),
    id: refused?.id ?? newId('chk', ctx.now),
    typed: refused && {
      value: refused.sent.text('value'),
      status: refused.sent.text('status'),
      note: refused.sent.text('note'),
    },
    errors: refused?.errors ?? {},
    saved: result?.errors === null,
  };
}
