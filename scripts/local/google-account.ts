import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { demoEmail } from '../../test/stand-ins/google/demo.ts';
import { newAccount } from '../../test/stand-ins/google/keys.ts';

/**
 * The key file of the service account that a local Cairn reads as; nobody but the Google stand-in knows it. Made once and
 * kept with the data in `state`, where only its owner may read it.
 */
export async function googleAccount(state: string): Promise<string> {
  const kept = path.join(state, 'stand-ins', 'google-account.json');
  if (!existsSync(kept)) {
    const { file } = await newAccount(demoEmail);
    mkdirSync(path.dirname(kept), { recursive: true });
    writeFileSync(kept, JSON.stringify(file), { mode: 0o600, flag: 'wx' });
  }
  return readFileSync(kept, 'utf8');
}
