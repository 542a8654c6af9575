import type { Child } from 'hono/jsx';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';

/** The new-connection dialog as a page of its own. */
export const NewConnectionPage = ({ shell, base, children }: { shell: Shell; base: string; children: Child }) => (
  <Layout shell={shell} title="New connection">
    <PageHead
      title="New connection"
      over={
        <p class="small">
          <a href={base}>Integrations</a>
        </p>
      }
    />
    <div class="split">
      <div>{children}</div>
    </div>
  </Layout>
);
