import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextField } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { ConnectionsLink } from './list-link.tsx';

type PageProps = { shell: Shell; base: string; action: string; state: string; error?: string };

/** Where Trello sends people back. The token stands behind the # of the address, which only the browser sees. */
export const TokenPage = ({ shell, base, action, state, error }: PageProps) => (
  <Layout shell={shell} title="Trello">
    <PageHead
      title="One more step"
      over={
        <p class="small">
          <ConnectionsLink shell={shell} />
        </p>
      }
    />
    {error && <Alert status="at_risk" title={error} urgent />}
    <form class="stack tight" method="post" action={action} data-takes-token>
      <input type="hidden" name="state" value={state} />
      <TextField
        id="token"
        name="token"
        label="Token"
        type="password"
        autocomplete="off"
        hint="Trello handed it over in the address of this page, behind “#token=”. If this page does not take it by itself, paste it here."
        required
      />
      <div class="row">
        <button class="btn primary">Connect</button>
        <a class="btn quiet" href={base}>
          Cancel
        </a>
      </div>
    </form>
  </Layout>
);
