import type { Child } from 'hono/jsx';
import type { Begun } from '../../domain/organizations/guiding.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { TextArea } from '../ui/field.tsx';
import { PageHead } from '../ui/heads.tsx';
import { StatusMark } from '../ui/status.tsx';

type Props = {
  shell: Shell;
  /** Address of the organization. */
  home: string;
  begun: Begun;
  /** Names of teams that came back, with what is wrong with them. */
  returned: { typed: string; error: string } | null;
};

/** From an empty organization to its first OKR, in four steps that may be taken in any order or left out. */
export const GuidePage = ({ shell, home, begun, returned }: Props) => (
  <Layout shell={shell} title="Begin" narrow>
    <PageHead
      title={`Begin with ${shell.org.name}`}
      under="Four steps to the first OKR. Take them in any order; each can be left for later."
    />
    {begun.okrs > 0 && (
      <Alert
        status="on_track"
        title="The first OKR is there"
        action={
          <a class="btn" href={home}>
            To my week
          </a>
        }
      >
        From here on it lives from check-ins, or from the tools that you connect.
      </Alert>
    )}
    <ol class="rows wrap" role="list">
      <Step done={begun.logo} title="A logo" says="So that people see where they are.">
        <a class="btn" href={`${home}/admin/settings#logo`}>
          {begun.logo ? 'Change it' : 'Choose a picture'}
        </a>
      </Step>
      <Step done={begun.teams > 0} title="Teams" says="One name per line; they can be moved below one another later.">
        <form class="stack tight grow" method="post" action={`${home}/start/teams`} {...once}>
          <TextArea
            id="teams"
            name="teams"
            label="Names of teams"
            silent
            rows={4}
            value={returned?.typed ?? ''}
            error={returned?.error}
            placeholder={'Product\nSales\nFinance'}
          />
          <div class="row">
            <button class="btn">Add these teams</button>
            {begun.teams > 0 && <a href={`${home}/admin/teams`}>See the teams</a>}
          </div>
        </form>
      </Step>
      <Step
        done={begun.members > 1}
        title="People"
        says="Paste their addresses, or send a file with names, teams and managers."
      >
        <a class="btn" href={`${home}/admin/users/invite`}>
          Invite people
        </a>
      </Step>
      <Step
        done={begun.okrs > 0}
        title="The first objective"
        says="What should be true at the end of this quarter, that is not true today?"
      >
        <a class={begun.okrs > 0 ? 'btn' : 'btn primary'} href={`${home}/okrs/new?kind=objective&level=organization`}>
          {begun.okrs > 0 ? 'Write another' : 'Write it'}
        </a>
        <a class="btn quiet" href={`${home}/templates`}>
          Start from an example
        </a>
      </Step>
    </ol>
  </Layout>
);

const Step = ({ done, title, says, children }: { done: boolean; title: string; says: string; children: Child }) => (
  <li>
    <p>
      <b>{title}</b>
      {done ? (
        <small>
          <StatusMark status="on_track" says="Done" />
        </small>
      ) : (
        <small>{says}</small>
      )}
    </p>
    <div class="row">{children}</div>
  </li>
);
