import type { SignOnFailure } from '../../domain/sso/failure.ts';
import { Gate } from '../layout.tsx';
import type { Frame } from '../shell.ts';
import { failureWords } from './failure-words.ts';

type FailedProps = {
  frame: Frame;
  failure: SignOnFailure;
  /** Address of the organization; empty when that is what is not known. */
  org: string;
};

/** Why somebody who came through single sign-on does not get in, and what they can do. */
export const FailedSignOnPage = ({ frame, failure, org }: FailedProps) => {
  const { title, says, retry } = failureWords[failure];
  return (
    <Gate frame={frame} title={title}>
      <div class="stack tight">
        <h1>{title}.</h1>
        <p>{says}</p>
      </div>
      <p class="row">
        {retry && org && (
          <a class="btn primary" href={`/sso/${org}`}>
            Try again
          </a>
        )}
        <a class={retry && org ? 'btn' : 'btn primary'} href="/signin">
          Sign in another way
        </a>
      </p>
      {org && failure !== 'unknown' && (
        <p class="small">
          You own this organization and nobody gets in?{' '}
          <a href={`/signin/recovery?${new URLSearchParams({ org })}`}>Come in by mail</a>.
        </p>
      )}
    </Gate>
  );
};
