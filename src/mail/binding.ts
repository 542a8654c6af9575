import type { Carrier, Handed } from './mail.ts';

/** Sends letters through Cloudflare's e-mail binding. `from` is an address, or a name with one: `Cairn <mail@example.com>`. */
export const bindingCarrier =
  (binding: SendEmail, from: string): Carrier =>
  async (_, { to, subject, text, html }) => {
    try {
      const { messageId } = await binding.send({ from: senderOf(from), to, subject, text, ...(html ? { html } : {}) });
      return { sent: true, serviceId: messageId };
    } catch (reason) {
      return refusalOf((reason as { code?: unknown } | null)?.code);
    }
  };

/** Codes of what passes by itself. Anything else with a code is refused for good; without one, nobody answered. */
const PASSING = /^E_(?:RATE_LIMIT_EXCEEDED|DAILY_LIMIT_EXCEEDED|DELIVERY_FAILED|INTERNAL\w*)$/;

function refusalOf(code: unknown): Handed {
  if (typeof code !== 'string' || !/^E_[A-Z_]{1,60}$/.test(code))
    return { sent: false, again: true, reason: 'The mail service could not be reached.' };
  const reason = `The mail service refused it: ${code}.`;
  const busy = /_LIMIT_EXCEEDED$/.test(code);
  return { sent: false, again: PASSING.test(code), busy, reason, comesBack: code === 'E_RECIPIENT_SUPPRESSED' };
}

const senderOf = (from: string): string | EmailAddress => {
  const [, name = '', email = ''] = /^\s*"?([^"<]*?)"?\s*<([^<>]+)>\s*$/.exec(from) ?? [];
  return email ? { name, email } : from.trim();
};
