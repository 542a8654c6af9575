import type { FailureReason, SyncFailure } from '../adapter.ts';
import { failureOf } from '../failure.ts';
import type { Answer } from '../http.ts';

const sentences: Partial<Record<FailureReason, string>> = {
  unauthorized: 'Jira refused this token. It may have expired.',
  forbidden: 'Jira knows this account, but does not let it do this. Give it access to the project.',
  rate_limited: 'Jira asked Cairn to slow down.',
  timeout: 'Jira took too long to answer.',
};

/** What went wrong according to Jira itself, or null for a good answer. */
export function jiraFailure(answer: Answer): SyncFailure | null {
  if (answer.status < 429) {
    const login = loginFailure(answer);
    if (login) return { reason: 'unauthorized', detail: login };
  }
  if (answer.status === 400)
    return { reason: 'invalid_query', detail: words(answer.body) || 'Jira refused this query.' };
  if (answer.status === 401 && /scope/i.test(words(answer.body))) return { reason: 'forbidden', detail: SCOPES };
  return failureOf(answer, (reason) => sentences[reason] ?? byStatus(answer.status));
}

/** The failure for an answer that is not shaped as Jira documents it. */
export const misshapen = (answer: Answer): SyncFailure => ({
  reason: 'bad_response',
  detail:
    typeof answer.body === 'string'
      ? 'Jira answered with something other than data. A sign-in page or a proxy may stand before it.'
      : 'Jira answered in a form that Cairn does not know.',
});

const SCOPES = 'This token lacks a scope. It needs read:jira-work and read:jira-user.';

/**
 * Jira serves a search to nobody in particular when it refuses the credentials, so a 200 can be a refusal; these headers
 * tell. A CAPTCHA, asked for after several failures, is a refusal that a new token does not mend.
 */
function loginFailure({ headers }: Answer): string | undefined {
  const login = headers.get('X-Seraph-LoginReason')?.toUpperCase() ?? '';
  const denied = headers.get('X-Authentication-Denied-Reason')?.toUpperCase() ?? '';
  if (denied.includes('CAPTCHA') || login.includes('AUTHENTICATION_DENIED')) {
    return 'Jira wants this account to solve a CAPTCHA. Sign in to Jira once in a browser, then test the connection.';
  }
  const nobody = headers.get('X-AUSERNAME')?.toLowerCase() === 'anonymous';
  return nobody || login.includes('AUTHENTICATED_FAILED') ? sentences.unauthorized : undefined;
}

function byStatus(status: number): string {
  if (status === 404) return 'There is no Jira at this address, or it is gone.';
  if (status === 410) {
    return 'This Jira no longer offers what Cairn asks for. If it is Jira Cloud, connect it with a user and an API token.';
  }
  return status >= 500 ? `Jira has a problem of its own (${status}).` : `Jira answered with ${status}.`;
}

/** The messages in an error body: `errorMessages` and `errors` of Jira, `message` of the gateway. */
function words(body: unknown): string {
  if (typeof body === 'string') return body.startsWith('<') ? '' : body;
  if (typeof body !== 'object' || body === null) return '';
  const { errorMessages, errors, message } = body as Record<string, unknown>;
  const all = [errorMessages, typeof errors === 'object' && errors ? Object.values(errors) : [], message].flat();
  return all
    .filter((text) => typeof text === 'string')
    .join(' ')
    .trim()
    .slice(0, 500);
}
