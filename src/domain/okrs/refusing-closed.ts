import { Refusal } from '../refusal.ts';
import { isClosed, type Okr } from './okr.ts';

/** @throws Refusal `conflict` when the OKR is closed; `purpose` says what reopening it would allow: “edit it” */
export function refuseClosed(okr: Okr, purpose: string): void {
  if (isClosed(okr)) throw new Refusal('conflict', `This OKR is closed. Reopen it to ${purpose}.`);
}
