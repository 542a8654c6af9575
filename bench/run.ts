import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { giveUp } from '../scripts/local/obstacle.ts';
import { adminPages, adminWrites } from './admin-pages.ts';
import { apiReads } from './api-reads.ts';
import { brokenByAdminWrite, brokenByFirstLoad, brokenByRead, brokenByWrite } from './budgets.ts';
import { brokenByClimb, climb, climbColumns } from './climbing.ts';
import { CHECK_INS, large, membersIn, okrsIn, type Size, small, teamsIn } from './company/size.ts';
import {
  brokenByHour,
  brokenByObjective,
  brokenBySoak,
  hourColumns,
  objectiveColumns,
  runEngine,
  soakColumns,
} from './engine.ts';
import { firstLoadOf } from './first-load.ts';
import { type Case, measure } from './measuring.ts';
import { backTest, brokenByOutlook, outlookColumns } from './outlook.ts';
import { pages } from './pages.ts';
import { provisioning } from './provisioning.ts';
import { brokenBySwarm, swarmColumns, swarmNames } from './readings.ts';
import { type Ground, prepare } from './serving.ts';
import { type Column, costColumns, firstLoadColumns, layOut, processorColumns } from './table.ts';
import { writes } from './writes.ts';

// Answers the questions beside it and fails when a budget is broken. --runs=N asks each N times, --only=words some of them.

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '15' }, only: { type: 'string', default: '' } },
});
const runs = Math.max(1, Number.parseInt(values.runs, 10) || 1);
const results = path.join(import.meta.dirname, 'results.json');
const write = (text: string) => process.stdout.write(`${text}\n`);

const asked = <T extends { name: string }>(all: readonly T[]) =>
  all.filter(({ name }) => name.toLowerCase().includes(values.only.toLowerCase()));

async function inTurn<T, R>(all: readonly T[], work: (each: T) => Promise<R>): Promise<R[]> {
  const done: R[] = [];
  for (const each of all) done.push(await work(each));
  return done;
}

async function answer(ground: Ground): Promise<number> {
  const costs = (cases: readonly Case[]) => inTurn(asked(cases), (each) => measure(ground, each, runs));
  const broken: { name: string; budget: string }[] = [];
  const judge = <T extends { name: string }>(rows: T[], rule: (row: T) => string[]) => {
    for (const row of rows) broken.push(...rule(row).map((budget) => ({ name: row.name, budget })));
    return (row: T) => rule(row).length > 0;
  };
  const tell = <T extends { name: string }>(
    title: string,
    columns: Column<T>[],
    rows: T[],
    rule: (row: T) => string[],
  ) => {
    const isOver = judge(rows, rule);
    if (rows.length > 0) write(layOut(title, columns, rows, isOver));
  };

  const ofPages = await costs(pages);
  tell('Pages', costColumns, ofPages, brokenByRead);
  const ofAdmin = await costs(adminPages);
  tell('Pages about people and for admins', costColumns, ofAdmin, brokenByRead);
  const ofReads = await costs(apiReads);
  tell('Reads of the API', costColumns, ofReads, brokenByRead);
  const ofProvisioning = await costs(provisioning);
  tell('Reads by SCIM', costColumns, ofProvisioning, brokenByRead);
  const ofAdminWrites = await costs(adminWrites);
  tell('Signing in, and what admins and identity systems send', costColumns, ofAdminWrites, brokenByAdminWrite);
  const ofWrites = await costs(writes);
  tell('A check-in on the deepest of six levels, all above it recomputed', costColumns, ofWrites, brokenByWrite);
  tell(
    'Processor time of the runtime with its database, ms, median',
    processorColumns,
    [...ofPages, ...ofAdmin, ...ofReads, ...ofProvisioning, ...ofAdminWrites, ...ofWrites],
    () => [],
  );
  const climbs = asked(await climb(ground, runs));
  tell(
    'One check-in on the deepest of six levels, seen from the top once it is answered',
    climbColumns,
    climbs,
    brokenByClimb,
  );
  const swarms = asked(ground.swarms);
  tell('A thousand readings under one objective', swarmColumns, swarms, brokenBySwarm);
  const firstLoads = await inTurn(asked([...pages, ...adminPages]), (each) => firstLoadOf(ground, each));
  firstLoads.sort((a, b) => b.gzip - a.gzip);
  tell(
    'First visit to the large company, the largest first, KB with gzip',
    firstLoadColumns,
    firstLoads,
    brokenByFirstLoad,
  );

  const foreseen = asked(backTest());
  tell(
    'Where the demo’s last quarter ends, foreseen each week; points of progress',
    outlookColumns,
    foreseen,
    brokenByOutlook(foreseen),
  );

  const engine = asked([{ name: 'Reading' }]).length > 0 ? await runEngine() : null;
  if (engine) {
    tell(
      'An hour of reading: 1,000 links over 20 boards, 20 projects and 50 queries; costs are per link',
      hourColumns,
      engine.hours,
      brokenByHour,
    );
    const under = engine.objective ? [{ name: 'Reading under one objective', ...engine.objective }] : [];
    tell('Many readings under one objective', objectiveColumns, under, brokenByObjective);
    const soaked = engine.soaked ? [{ name: 'Reading in trouble', ...engine.soaked }] : [];
    tell(
      'A fifth of all answers fails, messages come twice, objects and batches of the database are lost',
      soakColumns,
      soaked,
      brokenBySoak,
    );
  }

  const machine = { node: process.version, processors: cpus().length, model: cpus()[0]?.model };
  const report = { at: new Date().toISOString(), machine, runs, companies: { small, large }, broken };
  const costed = {
    pages: ofPages,
    adminPages: ofAdmin,
    apiReads: ofReads,
    provisioning: ofProvisioning,
    adminWrites: ofAdminWrites,
    writes: ofWrites,
    ...{ climbs, swarms, firstLoads, foreseen, engine },
  };
  writeFileSync(results, `${JSON.stringify({ ...report, ...costed }, null, 2)}\n`);
  write(broken.length === 0 ? '\nAll within their budgets.' : '\nOver budget:');
  for (const { name, budget } of broken) write(`  ${name} ${budget}.`);
  for (const { name, grows } of [...ofPages, ...ofAdmin, ...ofReads, ...ofProvisioning, ...ofAdminWrites])
    if (grows) write(`\nMay grow: ${name}, because ${grows}.`);
  return broken.length;
}

const sizeOf = (size: Size) =>
  `${okrsIn(size)} OKRs, ${okrsIn(size) * CHECK_INS} check-ins, ${membersIn(size)} members, ${teamsIn(size)} teams`;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => process.exit(1));

let ground: Ground | undefined;
try {
  ground = await prepare((step) => write(`${step} ...`), asked(swarmNames).length > 0);
  write(`\nsmall: ${sizeOf(small)}; large: ${sizeOf(large)}. ${runs} warm requests each, after one another.`);
  process.exitCode = (await answer(ground)) > 0 ? 1 : 0;
} catch (reason) {
  giveUp(reason);
} finally {
  await ground?.stop();
}
