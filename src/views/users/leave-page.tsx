import { type Holdings, sizeOf } from '../../domain/members/holdings.ts';
import type { Formats } from '../format.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead } from '../ui/heads.tsx';
import { HoldingsList } from './holdings.tsx';

type Props = { shell: Shell; formats: Formats; holdings: Holdings; message?: string };

/** What leaving the organization means for oneself, and the button that does it. */
export const LeavePage = ({ shell, formats, holdings, message }: Props) => {
  const home = `/o/${shell.org.slug}`;
  return (
    <Layout shell={shell} title={`Leave ${shell.org.name}`} narrow>
      <PageHead title={`Leave ${shell.org.name}?`} />
      {message && <Alert status="behind" title={message} urgent />}
      <p>
        You will not come in any more, and your personal API tokens end. What you did stays, under your name. An admin
        can let you in again.
      </p>
      {sizeOf(holdings) > 0 && (
        <section class="stack tight" aria-label="What you have">
          <p>This stays as it is until an admin hands it over:</p>
          <HoldingsList holdings={{ ...holdings, hidden: 0 }} formats={formats} />
        </section>
      )}
      <form class="row" method="post" action={`${home}/leave`}>
        <button class="btn primary">Leave</button>
        <a class="btn quiet" href={home}>
          Stay
        </a>
      </form>
    </Layout>
  );
};
