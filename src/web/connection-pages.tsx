import type { PublicConnection } from '../domain/connections/connection.ts';
import { listDecisions } from '../domain/connections/enabling.ts';
import { toolsOf } from '../domain/connections/tools.ts';
import { may } from '../domain/permission.ts';
import { type ConnectionValues, NewConnectionForm } from '../views/connections/form.tsx';
import { NewConnectionPage } from '../views/connections/new-page.tsx';
import { Connected } from '../views/connections/webhook.tsx';
import type { Shell } from '../views/shell.ts';
import { integrationsOf, placeOf, webhookOf } from './addresses.ts';
import type { WebContext } from './context.ts';
import { deploymentOf } from './deployment.ts';
import type { Refused } from './refused.ts';
import { shellOf, show, wantsFragment } from './respond.tsx';

/** The form for a new connection, as a fragment for the dialog or on a page of its own. */
export async function form(c: WebContext, { values, refused }: { values: ConnectionValues; refused?: Refused }) {
  const base = integrationsOf(c);
  const [shell, decisions] = await Promise.all([
    wantsFragment(c) ? null : shellOf(c, placeOf(c)),
    listDecisions(c.var.ctx),
  ]);
  const content = (
    <NewConnectionForm
      {...{ base, values, deployment: deploymentOf(c.env), inDialog: shell === null }}
      tools={toolsOf(decisions)}
      sharing={may.shareConnection(c.var.ctx.actor)}
      errors={refused?.fields}
      message={refused?.message}
    />
  );
  return answer(c, shell, content, refused?.status);
}

/** What is left to do after a connection was made. The secret for its pushes stands here and never again. */
export async function connected(
  c: WebContext,
  { connection, webhookSecret }: { connection: PublicConnection; webhookSecret: string },
) {
  const href = `${integrationsOf(c)}/${connection.id}`;
  const content = (
    <Connected
      {...{ connection, href }}
      webhook={connection.provider === 'jira' ? { address: webhookOf(c, connection), secret: webhookSecret } : null}
    />
  );
  return answer(c, wantsFragment(c) ? null : await shellOf(c, placeOf(c)), content, 201);
}

type Content = ReturnType<typeof NewConnectionForm>;

/** As a fragment without a shell around it. */
function answer(c: WebContext, shell: Shell | null, content: Content, status?: 200 | 201 | 409 | 422) {
  return show(c, shell ? <NewConnectionPage shell={shell}>{content}</NewConnectionPage> : content, status);
}
