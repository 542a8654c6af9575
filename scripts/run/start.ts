import { type Cairn, startCairn } from '../local/cairn.ts';
import { giveUp, Obstacle } from '../local/obstacle.ts';
import { devVars } from '../local/settings.ts';
import { standInNames, standInTitle } from '../local/stand-ins.ts';

const write = (line: string) => process.stdout.write(`${line}\n`);
const complain = (line: string) => process.stderr.write(`${line}\n`);

let running: Cairn | undefined;
let stopping = false;

/** Before Cairn runs there is nothing to wait for: what was started ends with this process. */
async function stop() {
  if (stopping) return;
  stopping = true;
  await running?.stop();
  process.exit(0);
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
process.on('disconnect', stop);
process.channel?.unref();

try {
  running = await startCairn({
    port: portFrom(process.env.PORT),
    state: process.env.STATE_DIR || '.wrangler/state',
    standIns: process.env.STAND_INS !== 'off',
    devVars: devVars('.dev.vars'),
    environment: process.env,
    progress: (step) => write(`${step} ...`),
    say: (level, text) => (level === 'error' || level === 'warn' ? complain(text) : write(text)),
  });
  welcome(running);
} catch (error) {
  giveUp(error);
}

function welcome({ url, standIns, settings }: Cairn) {
  write('');
  write(`Cairn is ready on ${url}`);
  write('');
  if (settings.ENVIRONMENT === 'development') {
    write('  Sign in   open the address and choose a persona, Dana for one');
    write(`  Mail      ${url}/dev/mailbox holds what Cairn sends`);
    write(`  API       curl -H "Authorization: Bearer cairn_pat_demo_owner" ${url}/api/v1/me`);
  }
  for (const name of standInNames) {
    const at = standIns[name];
    if (at)
      write(
        `  ${standInTitle(name).padEnd(10)}${at} stands in for it: change something there and watch the OKR follow`,
      );
  }
  write('  Stop      Ctrl-C');
}

function portFrom(given: string | undefined): number {
  const port = Number(given || 8787);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  return giveUp(new Obstacle(`PORT is "${given}"; it takes a whole number from 1 to 65535.`));
}
