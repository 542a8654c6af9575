import { Refusal } from '../refusal.ts';
import type { Okr } from './okr.ts';

/** @throws Refusal `conflict` when the OKR is a draft; `purpose` says what publishing it would allow: “check in” */
export function refuseDraft(okr: Pick<Okr, 'draft'>, purpose: string): void {
  if (okr.draft) throw new Refusal('conflict', `This is a draft. Publish it to ${purpose}.`);
}
