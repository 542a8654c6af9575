import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { ConnectionsLink } from './list-link.tsx';

export type SitesProps = {
  shell: Shell;
  /** Begins the sign-in again, for one site. */
  action: string;
  /** What the sign-in was for; it goes along. */
  fields: Readonly<Record<string, string>>;
  sites: readonly { id: string; name: string; url: string }[];
};

/** An account that opens several sites: which one the connection is for. */
export const SitesPage = ({ shell, action, fields, sites }: SitesProps) => (
  <Layout shell={shell} title="Which site">
    <PageHead
      title="Which site is it?"
      over={
        <p class="small">
          <ConnectionsLink shell={shell} />
        </p>
      }
      under="Your account opens several. Atlassian asks you once more, then that one is connected."
    />
    <form method="post" action={action}>
      {Object.entries(fields).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <ul class="rows" role="list">
        {sites.map((site) => (
          <li>
            <p>
              <b>{site.name}</b>
              <small>{site.url}</small>
            </p>
            <button class="btn" name="site" value={site.id}>
              Connect<span class="vh"> {site.name}</span>
            </button>
          </li>
        ))}
      </ul>
    </form>
  </Layout>
);
