import type { ProvisioningToken } from '../../domain/provisioning/token.ts';
import { type Formats, formats as formatsOf } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import { SecurityLink } from '../security/link.tsx';
import type { Shell } from '../shell.ts';
import { Facts } from '../ui/facts.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { ProvisioningGuide } from './guide.tsx';

type PageProps = {
  shell: Shell;
  /** Address of this page. */
  base: string;
  /** Where identity systems reach SCIM. */
  address: string;
  token: ProvisioningToken | null;
};

/** Admin -> Security -> Provisioning. */
export const ProvisioningPage = ({ shell, base, address, token }: PageProps) => (
  <Layout shell={shell} title="Provisioning" narrow>
    <PageHead
      title="Provisioning"
      over={<SecurityLink shell={shell} />}
      under="Your identity system adds, changes and deactivates people here, and its groups become teams. It speaks SCIM 2.0."
    />
    <section class="stack tight" aria-labelledby="token">
      <SectionHead id="token" title="Token" note={token ? undefined : 'Off'} />
      {token ? <InUse {...{ base, token, formats: formatsOf(shell) }} /> : <Begin base={base} />}
    </section>
    <section class="stack tight" aria-labelledby="setting-up">
      <SectionHead id="setting-up" title="At your identity system" />
      <ProvisioningGuide address={address} />
    </section>
    <section class="stack tight" aria-labelledby="rules">
      <SectionHead id="rules" title="What it does, and what it never does" />
      <ul class="stack tight">
        <li>Whoever it adds is a member, or an admin or observer if it gives them that role.</li>
        <li>It never makes an owner, changes the role or the address of one, or deactivates the last one.</li>
        <li>Whoever it deactivates or deletes cannot come any more. What they own and said stays.</li>
        <li>A group is a team with the same name and members. One that holds OKRs is archived when it is deleted.</li>
        <li>It sees no OKRs.</li>
      </ul>
    </section>
  </Layout>
);

const Begin = ({ base }: { base: string }) => (
  <>
    <p>People are invited by hand. With a token, your identity system takes over.</p>
    <form class="row" method="post" action={base} {...once}>
      <button class="btn primary">Make a token</button>
    </form>
  </>
);

const InUse = ({ base, token, formats }: { base: string; token: ProvisioningToken; formats: Formats }) => (
  <>
    <Facts
      items={[
        { term: 'Made', value: `${formats.moment(token.createdAt)}${token.madeBy ? ` by ${token.madeBy.name}` : ''}` },
        { term: 'Last used', value: token.lastUsedAt === null ? 'Not yet' : formats.moment(token.lastUsedAt) },
      ]}
    />
    <form class="row" method="post" action={base} {...once}>
      <button class="btn">Replace it</button>
      <a class="btn quiet" href={`${base}/ending`}>
        Switch provisioning off
      </a>
    </form>
    <p class="small">Replacing ends the token in use at once. Paste the new one at your identity system.</p>
  </>
);
