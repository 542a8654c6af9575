import { exportJWK, exportPKCS8, exportSPKI, generateKeyPair, importJWK, importPKCS8, type JWK } from 'jose';
import type { ServiceAccount } from './state.ts';

/** A key file as Google hands it out. */
export type KeyFile = Record<string, string> & { client_email: string; private_key: string; private_key_id: string };

/** Makes a service account with a new key: the file for whoever uses it, and what Google keeps. */
export async function newAccount(email: string): Promise<{ file: KeyFile; account: ServiceAccount }> {
  const pair = await generateKeyPair('RS256', { extractable: true });
  const id = crypto.randomUUID().replaceAll('-', '');
  const file = {
    type: 'service_account',
    project_id: email.replace(/^.*@(.*)\.iam\.gserviceaccount\.com$/, '$1'),
    private_key_id: id,
    private_key: await exportPKCS8(pair.privateKey),
    client_email: email,
    client_id: '100000000000000000001',
    auth_uri: 'https://accounts.google.com/o/oauth2/auth',
    token_uri: 'https://oauth2.googleapis.com/token',
    universe_domain: 'googleapis.com',
  };
  return { file, account: { email, keys: { [id]: await exportSPKI(pair.publicKey) } } };
}

/** What Google keeps of a key file: the public half of its key. */
export async function accountOf({ client_email, private_key, private_key_id }: KeyFile): Promise<ServiceAccount> {
  const { kty, n, e } = await exportJWK(await importPKCS8(private_key, 'RS256', { extractable: true }));
  const open = await importJWK({ kty, n, e } as JWK, 'RS256', { extractable: true });
  return { email: client_email, keys: { [private_key_id]: await exportSPKI(open as CryptoKey) } };
}
