import { Layout } from '../layout.tsx';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import type { AccountView } from './account-view.ts';
import { Appearance } from './appearance.tsx';
import { Passkeys } from './passkeys.tsx';
import { Profile } from './profile.tsx';
import { Sessions } from './sessions.tsx';

/** A person's own page in an organization: who they are there, how they read it, and how they sign in. */
export const AccountPage = (view: AccountView) => {
  const { shell, signIns, returned } = view;
  return (
    <Layout shell={shell} title="Your account" narrow>
      <PageHead title="Your account" under={`${shell.me.email}, in ${shell.org.name}`} />
      {returned?.message && <Alert status="behind" title={returned.message} urgent />}
      <Profile {...view} />
      <Appearance theme={shell.theme} />
      <Passkeys {...view} {...signIns} />
      <Sessions {...view} {...signIns} />
      <Further base={view.base} />
    </Layout>
  );
};

/** What has pages of its own. */
const Further = ({ base }: { base: string }) => (
  <section class="stack tight" aria-labelledby="further">
    <SectionHead id="further" title="More of yours" />
    <ul class="rows" role="list">
      <li>
        <p>
          <a href={`${base}/tokens`}>API tokens</a>
          <small>What scripts may do in your name.</small>
        </p>
      </li>
      <li>
        <p>
          <a href={`${base}/behalf`}>Admins acting for you</a>
          <small>Who did and why, and whether they may while you hold private OKRs.</small>
        </p>
      </li>
    </ul>
  </section>
);
