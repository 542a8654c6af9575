// Runs the stand-in for Trello on its own:
//   node test/stand-ins/trello/serve.ts --port 8803 [--host 127.0.0.1] [--state FILE] [--cairn ORIGIN]
import { parseArgs } from 'node:util';
import { keep, restore, serve } from '../common/serve.ts';
import type { State } from './state.ts';
import { createTrello } from './trello.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: { port: { ...text, default: '8803' }, host: { ...text, default: '127.0.0.1' }, state: text, cairn: text },
});

const trello = createTrello({
  state: restore<State>(values.state),
  retries: 5,
  onChange: (state) => keep(values.state, state),
});
// The authorize page leads back to this Cairn only.
for (const app of trello.state.apps) app.origins = values.cairn ? [values.cairn] : [];
serve('Trello', trello, values.host, values.port, () => keep(values.state, trello.state));
