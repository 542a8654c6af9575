import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';
import { SecurityLink } from './link.tsx';

/** What signing everybody out means, and the button that does it. */
export const EndSessionsPage = ({ shell, base }: { shell: Shell; base: string }) => (
  <Layout shell={shell} title="Sign everybody out" narrow>
    <PageHead title="Sign everybody out?" over={<SecurityLink shell={shell} />} />
    <form class="stack tight" method="post" action={`${base}/sessions`}>
      <p>
        Everybody in {shell.org.name} has to sign in again, on every device. Only this browser stays signed in. Who also
        belongs to other organizations signs in there again too.
      </p>
      <p>Nothing that they have saved is lost. API tokens go on working.</p>
      <div class="row">
        <button class="btn primary">Sign everybody out</button>
        <a class="btn quiet" href={base}>
          Leave them signed in
        </a>
      </div>
    </form>
  </Layout>
);
