import { type Provider, providerNames } from '../../domain/words.ts';
import type { Deployment } from './credential-fields.tsx';

/** Whom people sign in to for a provider. */
export const signInNames: Record<Provider, string> = { ...providerNames, jira: 'Atlassian' };

/** Signing in at the provider in place of pasting, where this deployment has an app there. It takes the form around it along. */
export const SignIn = (props: { provider: Provider; deployment: Deployment; action: string }) => {
  const { provider, deployment, action } = props;
  if (!deployment.signIn.includes(provider)) return null;
  return (
    <div class="stack tight">
      <button
        class="btn"
        formaction={action}
        formnovalidate
        hx-post={action}
        hx-include="closest form"
        hx-target="closest form"
        hx-swap="outerMorph"
      >
        {`Sign in to ${signInNames[provider]}`}
      </button>
      <p class="small">Or paste credentials:</p>
    </div>
  );
};
