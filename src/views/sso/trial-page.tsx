import type { SignOnFailure, Unwelcome } from '../../domain/sso/failure.ts';
import type { Claims, Welcome } from '../../domain/sso/welcoming.ts';
import type { Result } from '../../lib/result.ts';
import { Plain } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';
import { Facts } from '../ui/facts.tsx';
import { PageHead } from '../ui/heads.tsx';
import { failureWords } from './failure-words.ts';

type TrialProps = {
  frame: Frame;
  org: { slug: string; name: string };
  /** What the provider said. */
  heard: Result<Claims, SignOnFailure>;
  /** Who that would be here. */
  welcome: Result<Welcome, Unwelcome> | null;
};

/** What single sign-on would do for the person who tried it. Nothing was changed by trying. */
export const TrialPage = ({ frame, org, heard, welcome }: TrialProps) => (
  <Plain frame={frame} title="Single sign-on, tried">
    <PageHead
      title="Single sign-on, tried"
      under={`${org.name}. Nothing was changed, and you are still signed in as before.`}
    />
    {!heard.ok && <Refused failure={heard.error} />}
    {welcome && !welcome.ok && <Refused failure={welcome.error} />}
    {welcome?.ok && <Alert status="on_track" title={outcomeOf(welcome.value)} />}
    {heard.ok && <Said claims={heard.value} />}
    <p class="row">
      <a class="btn primary" href={`/o/${org.slug}/admin/security/sso`}>
        Back to the settings
      </a>
    </p>
  </Plain>
);

const Refused = ({ failure }: { failure: SignOnFailure }) => (
  <Alert status="at_risk" title={failureWords[failure].title}>
    {failureWords[failure].says}
  </Alert>
);

const Said = ({ claims }: { claims: Claims }) => (
  <section class="stack tight" aria-labelledby="claims">
    <h2 id="claims">What the provider says</h2>
    <Facts
      items={[
        { term: 'Issuer (iss)', value: claims.issuer },
        { term: 'Subject (sub)', value: claims.subject },
        { term: 'Address (email)', value: claims.email ?? 'not sent' },
        { term: 'Verified (email_verified)', value: verifiedWords(claims.emailVerified) },
        { term: 'Name (name)', value: claims.name ?? 'not sent' },
      ]}
    />
  </section>
);

const verifiedWords = (verified: boolean | null): string =>
  verified === null ? 'not sent: counts where the domain is proved' : verified ? 'yes' : 'no';

function outcomeOf(welcome: Welcome): string {
  if (welcome.does === 'admits') return `It works. ${welcome.email} would become a member by coming`;
  const { name } = welcome.member;
  return welcome.does === 'binds'
    ? `It works. You would come in as ${name}, for the first time this way`
    : `It works. You would come in as ${name}`;
}
