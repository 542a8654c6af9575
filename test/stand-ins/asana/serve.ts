// Runs the stand-in for Asana on its own:
//   node test/stand-ins/asana/serve.ts --port 8790 [--host 127.0.0.1] [--state FILE]
import { parseArgs } from 'node:util';
import { keep, restore, serve } from '../common/serve.ts';
import { createAsana } from './asana.ts';
import type { State } from './state.ts';

const HEARTBEAT_MS = 8 * 60 * 60_000;

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: { ...text, default: '8790' }, host: { ...text, default: '127.0.0.1' }, state: text },
});

const asana = createAsana({
  state: restore<State>(values.state),
  retries: 5,
  onChange: (state) => keep(values.state, state),
});
setInterval(() => void asana.heartbeat(), HEARTBEAT_MS).unref();

serve('Asana', asana, values.host, values.port, () => keep(values.state, asana.state));
