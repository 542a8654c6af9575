import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';

/** What removing single sign-on means, and the button that does it. */
export const SignOnRemovalPage = ({ shell, base, label }: { shell: Shell; base: string; label: string }) => (
  <Layout shell={shell} title="Remove single sign-on" narrow>
    <PageHead
      title={`Remove single sign-on with ${label}?`}
      over={
        <p class="small">
          <a href={base}>Single sign-on</a>
        </p>
      }
    />
    <form class="stack tight" method="post" action={`${base}/removal`}>
      <p>
        Cairn forgets the provider, its secret and which accounts there belong to whom. Members stay members, and come
        in by link or passkey. Who is signed in stays so for now.
      </p>
      <div class="row">
        <button class="btn primary">Remove it</button>
        <a class="btn quiet" href={base}>
          Keep it
        </a>
      </div>
    </form>
  </Layout>
);
