import type { Child } from 'hono/jsx';
import { type Provider, providerNames } from '../domain/words.ts';
import type { Formats } from './format.ts';
import { KeptWords } from './kept-words.tsx';
import { Layout, Plain } from './layout.tsx';
import type { Frame, Shell } from './shell.ts';
import { Alert } from './ui/alert.tsx';
import { Empty } from './ui/empty.tsx';

export type ErrorKind =
  | 'not_found'
  | 'forbidden'
  | 'signed_out'
  | 'stale'
  | 'invalid'
  | 'limit'
  | 'unavailable'
  | 'failure';

const sentences: Record<ErrorKind, { title: string; meaning: string }> = {
  not_found: {
    title: 'There is nothing here',
    meaning: 'It may have been removed, or it belongs to people you do not share it with.',
  },
  forbidden: {
    title: 'You can see this, but not change it',
    meaning: 'Its owner or an admin can. Ask one of them, or go back.',
  },
  signed_out: { title: 'You are signed out', meaning: 'Sign in again, then repeat what you were doing.' },
  stale: {
    title: 'Somebody changed this first',
    meaning: 'Nothing of yours was saved. Look at what is there now, then make your change again.',
  },
  invalid: {
    title: 'That could not be read',
    meaning: 'Something in the form was missing or not understood. Go back and check it.',
  },
  limit: { title: 'That was a lot at once', meaning: 'Wait a minute, then try again.' },
  unavailable: { title: 'The database did not answer', meaning: 'Nothing was lost. Try again in a minute.' },
  failure: {
    title: 'Something broke on our side',
    meaning: 'Nothing was saved. Try again; if it happens twice, tell your admin the number below.',
  },
};

type ErrorProps = {
  kind: ErrorKind;
  /** A sentence that says it better than the general one. */
  detail?: string;
  requestId?: string;
  /** What the person wrote in the form that was refused. */
  words?: readonly string[];
};

/** A whole page for a request that cannot be served; inside the app's navigation when the person is signed in. */
export const ErrorPage = ({
  shell,
  frame,
  ...error
}: ErrorProps & ({ shell: Shell; frame?: never } | { shell?: never; frame: Frame })) => {
  const { title } = sentences[error.kind];
  return shell ? (
    <Layout shell={shell} title={title}>
      <Sorry {...error} home={`/o/${shell.org.slug}`} />
    </Layout>
  ) : (
    <Plain frame={frame} title={title}>
      <Sorry {...error} home="/" />
    </Plain>
  );
};

/** The same as a notice, for an htmx request; send it with HX-Retarget to `notices`. */
export const ErrorNotice = ({ kind, detail, requestId }: ErrorProps) => (
  <Alert
    status={kind === 'failure' || kind === 'unavailable' ? 'at_risk' : 'behind'}
    title={`${sentences[kind].title}.`}
    urgent
  >
    {detail ?? sentences[kind].meaning}
    {requestId && kind === 'failure' && <small>{`Request ${requestId}`}</small>}
  </Alert>
);

type ProviderDownProps = {
  provider: Provider;
  /** What happened, as a sentence: “Jira refused this token.” */
  reason?: string;
  /** When the value on the screen was read, ms; null when there is none. */
  readAt: number | null;
  /** When we try again, ms; null when trying waits for a person. */
  retryAt?: number | null;
  formats: Formats;
  action?: Child;
};

/** A data source that does not answer: what happened, what it means for the number, what happens next. */
export const ProviderDown = ({ provider, reason, readAt, retryAt, formats, action }: ProviderDownProps) => (
  <Alert status="at_risk" title={reason ?? `${providerNames[provider]} did not answer.`} action={action}>
    {readAt === null ? 'There is no value yet.' : `The number is from ${formats.moment(readAt)}.`}
    {retryAt ? ` We try again ${formats.moment(retryAt)}.` : ''}
  </Alert>
);

const Sorry = ({ words = [], ...error }: ErrorProps & { home: string }) => (
  <>
    <Explained {...error} />
    <KeptWords words={words} />
  </>
);

const Explained = ({ kind, detail, requestId, home }: Omit<ErrorProps, 'words'> & { home: string }) => (
  <Empty
    heading="h1"
    title={sentences[kind].title}
    actions={
      kind === 'signed_out' ? (
        <a class="btn primary" href="/signin">
          Sign in
        </a>
      ) : (
        <a class="btn primary" href={home}>
          {home === '/' ? 'Go to the start' : 'Go to my week'}
        </a>
      )
    }
  >
    {detail ?? sentences[kind].meaning}
    {requestId && (
      <small>
        Request <code>{requestId}</code>
      </small>
    )}
  </Empty>
);
