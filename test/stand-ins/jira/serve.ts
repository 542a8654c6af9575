// Runs the stand-in for Jira on its own:
//   node test/stand-ins/jira/serve.ts --port 8788 [--host 127.0.0.1] [--state FILE] [--webhook URL --secret S]
import { parseArgs } from 'node:util';
import { keep, originOf, restore, serve } from '../common/serve.ts';
import { createJira } from './jira.ts';
import type { State } from './state.ts';

const text = { type: 'string' } as const;
const { values } = parseArgs({
  options: {
    port: { ...text, default: '8788' },
    host: { ...text, default: '127.0.0.1' },
    state: text,
    webhook: text,
    secret: text,
  },
});

const jira = createJira({
  state: restore<State>(values.state),
  origin: originOf(values.host, values.port),
  retries: 5,
  onChange: (state) => keep(values.state, state),
});
const secret = values.secret ?? null;
const known = jira.state.webhooks.find(({ url }) => url === values.webhook);
if (known) known.secret = secret;
else if (values.webhook) jira.addWebhook({ url: values.webhook, secret });

serve('Jira', jira, values.host, values.port, () => keep(values.state, jira.state));
