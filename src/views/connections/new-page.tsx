import type { Child } from 'hono/jsx';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { ConnectionsLink } from './list-link.tsx';

/** The new-connection dialog as a page of its own. */
export const NewConnectionPage = ({ shell, children }: { shell: Shell; children: Child }) => (
  <Layout shell={shell} title="New connection">
    <PageHead
      title="New connection"
      over={
        <p class="small">
          <ConnectionsLink shell={shell} />
        </p>
      }
    />
    <div class="split">
      <div>{children}</div>
    </div>
  </Layout>
);
