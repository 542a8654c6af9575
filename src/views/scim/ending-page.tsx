import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';

/** What switching provisioning off means, and the button that does it. */
export const ProvisioningEndingPage = ({ shell, base }: { shell: Shell; base: string }) => (
  <Layout shell={shell} title="Switch provisioning off" narrow>
    <PageHead
      title="Switch provisioning off?"
      over={
        <p class="small">
          <a href={base}>Provisioning</a>
        </p>
      }
    />
    <form class="stack tight" method="post" action={`${base}/ending`}>
      <p>
        The token ends, and your identity system changes nothing here any more. Everybody and every team it brought
        stays as they are.
      </p>
      <div class="row">
        <button class="btn primary">Switch it off</button>
        <a class="btn quiet" href={base}>
          Keep it
        </a>
      </div>
    </form>
  </Layout>
);
