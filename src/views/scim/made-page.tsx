import { CopyText } from '../connections/copy-text.tsx';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { PageHead } from '../ui/heads.tsx';

type PageProps = { shell: Shell; base: string; address: string; token: string };

/** The token of the identity system, right after it was made: the only page that ever shows it. */
export const ProvisioningTokenPage = ({ shell, base, address, token }: PageProps) => (
  <Layout shell={shell} title="Token for provisioning" narrow>
    <PageHead
      title="Token for provisioning"
      over={
        <p class="small">
          <a href={base}>Provisioning</a>
        </p>
      }
    />
    <p>Copy it now. Cairn keeps only a fingerprint of it and cannot show it again.</p>
    <CopyText id="scim-address" label="Address" text={address} />
    <CopyText id="scim-token" label="Token" text={token} />
    <p class="small">Whoever has it can add people to the organization. Keep it in your identity system alone.</p>
    <p class="row">
      <a class="btn" href={base}>
        I have copied it
      </a>
    </p>
  </Layout>
);
