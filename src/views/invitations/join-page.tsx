import type { Door, Shut } from '../../domain/invitations/accepting.ts';
import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { Alert } from '../ui/alert.tsx';

type JoinProps = {
  frame: Frame;
  door: Door;
  /** The address that this browser is signed in with, where it is another one. */
  other: string | null;
};

/** Who asks whom to join what. Mail programs look at links before people do; only the button accepts. */
export const JoinPage = ({ frame, door: { org, member, inviter }, other }: JoinProps) => (
  <Gate frame={frame} title={`Join ${org.name}`}>
    <div class="stack tight">
      <h1>{`${org.name} is waiting for you.`}</h1>
      <p>
        {inviter ?? 'An admin'} invites you, {member.name}, to work with OKRs in Cairn. You will sign in as{' '}
        <b>{member.email}</b>.
      </p>
    </div>
    {other && (
      <Alert status="behind" title={`You are signed in as ${other}`}>
        Going on signs that address out of this browser.
      </Alert>
    )}
    <form class="stack tight" method="post">
      <button class="btn primary big">{org.ssoOnly ? `Sign in at ${org.name}` : `Join ${org.name}`}</button>
      <p class="small">
        {org.ssoOnly
          ? `${org.name} lets people in by its own sign-in, which the button leads to.`
          : 'No password. Next time, a link by mail signs you in.'}
      </p>
    </form>
  </Gate>
);

type Sorry = { title: string; says: string };

/** A link that opens nothing: why, and whom to ask. */
export const NoDoorPage = ({ frame, door }: { frame: Frame; door: Door | null }) => {
  const { title, says } = door?.shut ? sentencesOf(door, door.shut) : unknown;
  return (
    <Gate frame={frame} title={title}>
      <div class="stack tight">
        <h1>{title}.</h1>
        <p>{says}</p>
      </div>
      <p class="row">
        <a class="btn" href="/signin">
          Sign in
        </a>
      </p>
    </Gate>
  );
};

const unknown: Sorry = {
  title: 'This link is not whole',
  says: 'A piece of it may be missing. Copy all of it out of the letter, or ask whoever invited you for a new one.',
};

function sentencesOf({ org, member, inviter }: Door, shut: Shut): Sorry {
  const ask = `Ask ${inviter ?? `an admin of ${org.name}`} for a new one.`;
  const sentences: Record<Shut, Sorry> = {
    expired: { title: 'This invitation has expired', says: `It worked for 14 days. ${ask}` },
    used: {
      title: 'This invitation was used',
      says: `You belong to ${org.name} already. Sign in with ${member.email}.`,
    },
    revoked: { title: 'This invitation was taken back', says: ask },
    replaced: {
      title: 'There is a newer invitation',
      says: `Only the link in the newest letter from ${org.name} works. Look for it in your mail.`,
    },
    deactivated: {
      title: 'This account is closed',
      says: `Ask ${inviter ?? `an admin of ${org.name}`} whether you are to come back.`,
    },
  };
  return sentences[shut];
}
