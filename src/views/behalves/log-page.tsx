import type { NamedBehalf } from '../../domain/behalves/behalf.ts';
import { formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import { SecurityLink } from '../security/link.tsx';
import type { Shell } from '../shell.ts';
import { Empty } from '../ui/empty.tsx';
import { PageHead } from '../ui/heads.tsx';
import { Pager } from '../ui/pager.tsx';
import { BehalfRows } from './rows.tsx';

type PageProps = { shell: Shell; behalves: readonly NamedBehalf[]; more: string | null; now: number };

/** Who acted for whom, when and why. */
export const BehalfLogPage = ({ shell, behalves, more, now }: PageProps) => (
  <Layout shell={shell} title="Acting for members" narrow>
    <PageHead
      title="Acting for members"
      over={<SecurityLink shell={shell} />}
      under="Owners and admins begin it on the page of a member, under Users."
    />
    {behalves.length === 0 ? (
      <Empty heading="h2" title="Nobody has acted for anybody">
        When somebody does, it stands here with their reason.
      </Empty>
    ) : (
      <BehalfRows behalves={behalves} now={now} formats={formats(shell)} />
    )}
    <Pager href={more} />
  </Layout>
);
