import type { Child } from 'hono/jsx';
import type { Person } from '../../domain/members/finding.ts';
import { type Holdings, sizeOf } from '../../domain/members/holdings.ts';
import type { Member } from '../../domain/members/member.ts';
import type { Formats } from '../format.ts';
import { once } from '../hx.ts';
import { Layout } from '../layout.tsx';
import type { Shell } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { PageHead, SectionHead } from '../ui/heads.tsx';
import { HoldingsList } from './holdings.tsx';
import { userLinks } from './links.ts';
import { type Choosing, PersonField } from './person-field.tsx';

type PageProps = {
  shell: Shell;
  formats: Formats;
  /** Address of the list. */
  base: string;
  member: Member;
  holdings: Holdings;
  takers: Choosing;
  /** Who takes it, empty for nobody. */
  to: string;
  chosen: Person | null;
  errors: Record<string, string>;
  message?: string;
};

/** What deactivating somebody means, what they leave behind, and who takes it. */
export const DeactivationPage = (props: PageProps) => {
  const { member, holdings, shell } = props;
  const own = shell.me.email === member.email;
  return (
    <Frame
      {...props}
      title={own ? 'Deactivate yourself?' : `Deactivate ${member.name}?`}
      action={userLinks(props.base, member.id).deactivation}
      none="Leave everything as it is"
      says={
        <p>
          {own ? 'You are' : `${member.name} is`} signed out of {shell.org.name} at once, and personal API tokens and
          invitations end. What {own ? 'you' : 'they'} did stays, under {own ? 'your' : 'their'} name. An admin can let{' '}
          {own ? 'you' : 'them'} in again.
        </p>
      }
      button={own ? 'Deactivate me' : 'Deactivate'}
      choosing={sizeOf(holdings) > 0}
      own={own}
    />
  );
};

/** What somebody has, and who takes it, whether they stay or not. */
export const HandOverPage = (props: PageProps) => {
  const { member, holdings } = props;
  return (
    <Frame
      {...props}
      title={`Hand over what ${member.name} has`}
      action={userLinks(props.base, member.id).handOver}
      says={
        <p>
          Whoever takes it owns the OKRs, checks in for them, leads the teams and looks after the people and
          connections. What is closed stays with {member.name}, and so does everything that was said.
        </p>
      }
      button="Hand over"
      choosing={sizeOf(holdings) > 0}
    />
  );
};

type FrameProps = PageProps & {
  title: string;
  action: string;
  says: Child;
  button: string;
  none?: string;
  /** Whether there is anything to choose somebody for. */
  choosing: boolean;
  own?: boolean;
};

const Frame = ({ shell, formats, base, member, holdings, takers, errors, message, ...rest }: FrameProps) => (
  <Layout shell={shell} title={rest.title} narrow>
    <PageHead
      title={rest.title}
      over={
        <p class="small">
          <a href={base}>Users</a> · <a href={userLinks(base, member.id).page}>{member.name}</a>
        </p>
      }
    />
    {message && <Alert status="behind" title={message} urgent />}
    {rest.says}
    <section class="stack tight" aria-labelledby="holdings">
      <SectionHead id="holdings" title={rest.own ? 'What you have' : 'What they have'} />
      <HoldingsList holdings={holdings} formats={formats} />
    </section>
    <form class="stack tight" method="post" action={rest.action} {...once}>
      {(rest.choosing || errors.to) && (
        <PersonField
          id="to"
          name="to"
          label="Who takes it"
          none={rest.none ?? 'Choose somebody'}
          value={rest.to}
          chosen={rest.chosen}
          error={errors.to}
          action={rest.action}
          {...takers}
        />
      )}
      <div class="row">
        {(rest.choosing || rest.none) && <button class="btn primary">{rest.button}</button>}
        <a class="btn quiet" href={userLinks(base, member.id).page}>
          {rest.choosing || rest.none ? 'Cancel' : 'Back'}
        </a>
      </div>
    </form>
  </Layout>
);
