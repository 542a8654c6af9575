import { type CheckInId, newId } from '../db/ids.ts';
import { type CheckInInput, checkInInput } from '../domain/check-ins/check-in.ts';
import { invalid } from '../domain/refusal.ts';
import { readNumber } from '../views/read-number.ts';
import { fieldErrors, type Sent } from './form.ts';

/**
 * What a person said in a check-in form. Beside a new value, a call that they left as it was suggested for the old one
 * says nothing: the numbers decide. A field left as it was shown, and “Nothing new”, keep the value: what is shown is
 * rounded and would change it. Of another day `on`, the value shown and the call suggested are today's and say nothing.
 * @throws Refusal `invalid` with a sentence per field
 */
export function readCheckIn(sent: Sent, locale: string): CheckInInput {
  const text = sent.text('value');
  const nothingNew = sent.has('nothing_new');
  const kept = nothingNew || text === '' || text === sent.text('was');
  const value = kept ? undefined : readNumber(text, locale);
  if (value === null) throw invalid({ value: 'Write a number, like 712.' });
  const status = sent.text('status') || undefined;
  const note = sent.text('note') || undefined;
  const sticky = sent.has('sticky');
  const keeps = sticky === (sent.text('held') === 'on') ? undefined : sticky;
  const on = sent.text('on') || undefined;
  const untouched = status === sent.text('suggested') && (!kept || on !== undefined);
  const said = { value, status: untouched ? undefined : status, note, sticky: keeps, on };
  if (nothingNew && !status && !note && keeps === undefined && !on) return {};
  const parsed = checkInInput.safeParse(said);
  if (!parsed.success) throw invalid(fieldErrors(parsed.error));
  return parsed.data;
}

/** The id that the form carries, so that a form sent twice checks in once. */
export function checkInId(sent: Sent, now: number): CheckInId {
  const id = sent.text('id');
  return /^chk_[0-9A-Z]{26}$/.test(id) ? (id as CheckInId) : newId('chk', now);
}
