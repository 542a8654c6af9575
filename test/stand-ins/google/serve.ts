// Runs the stand-in for Google on its own:
//   GOOGLE_SERVICE_ACCOUNT='{...}' node test/stand-ins/google/serve.ts --port 8804 [--host 127.0.0.1] [--state FILE]
import { parseArgs } from 'node:util';
import { keep, restore, serve } from '../common/serve.ts';
import { createGoogle } from './google.ts';
import { accountOf, type KeyFile } from './keys.ts';
import type { ServiceAccount, State } from './state.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: { ...text, default: '8804' }, host: { ...text, default: '127.0.0.1' }, state: text },
});

// From the environment: what stands on a command line can be read by everybody on the machine.
const account = await known(process.env.GOOGLE_SERVICE_ACCOUNT).catch(() => null);
const google = createGoogle({
  state: restore<State>(values.state),
  accounts: account ? [account] : [],
  onChange: (state) => keep(values.state, state),
});

serve('Google', google, values.host, values.port, () => keep(values.state, google.state));

/** The account of a key file; whatever else a deployment may read as is unknown here. */
async function known(given = ''): Promise<ServiceAccount> {
  return accountOf(JSON.parse(given) as KeyFile);
}
