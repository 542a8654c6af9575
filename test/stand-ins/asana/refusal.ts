const HELP =
  'For more information on API status codes and how to handle them, read the docs on errors: https://developers.asana.com/docs/errors';

/** A failure as Asana words it. A problem of its own carries a phrase for its support. */
export const refusal = (status: number, message: string, headers: Record<string, string> = {}): Response =>
  Response.json(refusalBody(status, message), { status, headers });

export const refusalBody = (status: number, message: string) => ({
  errors: [status >= 500 ? { message, help: HELP, phrase: '6 sad squid snuggle softly' } : { message, help: HELP }],
});
