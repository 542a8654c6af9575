import type { Passkey } from '../../domain/passkeys/passkey.ts';
import type { Formats } from '../format.ts';
import { Behaviour } from '../ui/behaviour.tsx';
import { TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';
import { PasskeyForm } from '../ui/passkey-form.tsx';
import type { AccountView, SignIns } from './account-view.ts';

type PasskeysProps = Pick<AccountView, 'base' | 'formats' | 'returned'> &
  Pick<SignIns, 'passkeys' | 'changes' | 'device'>;

/** Keys of this person's devices: listed, renamed, removed, and a new one added. */
export const Passkeys = ({ base, formats, returned, passkeys, changes, device }: PasskeysProps) => (
  <section class="stack tight" aria-labelledby="passkeys">
    <SectionHead id="passkeys" title="Passkeys" count={passkeys.length || undefined} />
    <p class="small">
      With a passkey you sign in by your fingerprint, your face or the code of your device, in every organization of
      yours that lets in by links.
    </p>
    {passkeys.length > 0 && (
      <ul class="rows wrap" role="list">
        {passkeys.map((passkey) => (
          <Row {...{ base, formats, passkey }} removable={changes === 'now'} returned={ownOf(returned, passkey)} />
        ))}
      </ul>
    )}
    {changes === 'now' && <Add base={base} device={device} error={errorOf(returned)} />}
    {changes === 'after_sign_in' && (
      <p class="row small">
        Passkeys are added and removed within 30 minutes of signing in.
        <a class="btn" href={`/signin?${new URLSearchParams({ next: base })}`}>
          Sign in again
        </a>
      </p>
    )}
    {changes === 'never' && (
      <p class="small">You came through your organization. Who signs in by a link can add passkeys here.</p>
    )}
  </section>
);

type RowProps = Pick<PasskeysProps, 'base' | 'formats' | 'returned'> & { passkey: Passkey; removable: boolean };

const Row = ({ base, formats, passkey, removable, returned }: RowProps) => {
  const path = `${base}/passkeys/${passkey.id}`;
  return (
    <li>
      <p>
        {passkey.name}
        <small>{storyOf(passkey, formats)}</small>
      </p>
      <form class="row" method="post" action={path}>
        <TextField
          id={`name-${passkey.id}`}
          name="name"
          label={`New name of ${passkey.name}`}
          silent
          value={returned?.typed ?? passkey.name}
          error={returned?.errors.name}
          autocomplete="off"
          attributes={{ maxlength: 60 }}
          required
        />
        <button class="btn">
          Rename<span class="vh"> {passkey.name}</span>
        </button>
      </form>
      {removable && (
        <form method="post" action={`${path}/removal`}>
          <button class="btn quiet">
            Remove<span class="vh"> {passkey.name}</span>
          </button>
        </form>
      )}
    </li>
  );
};

const Add = ({ base, device, error }: { base: string; device: string; error?: string }) => (
  <>
    <PasskeyForm
      does="add"
      action={`${base}/passkeys`}
      challenge={`${base}/passkeys/challenge`}
      words={{
        cancelled: 'No passkey was made.',
        known: 'This device has a passkey for you already.',
        failed: 'That did not work. Try again in a few minutes.',
      }}
    >
      <TextField
        id="new-passkey"
        name="name"
        label="Name of a new passkey"
        value={device}
        hint="By which you will know it here."
        error={error}
        autocomplete="off"
        attributes={{ maxlength: 60 }}
        required
      />
      <div class="row">
        <button class="btn">Add a passkey</button>
      </div>
    </PasskeyForm>
    <Behaviour name="passkeys" />
  </>
);

const storyOf = ({ createdAt, usedAt, backedUp }: Passkey, formats: Formats): string =>
  [
    `Added ${formats.moment(createdAt)}`,
    usedAt === null ? 'not used yet' : `used ${formats.moment(usedAt)}`,
    backedUp ? 'on all devices of your account' : 'on one device',
  ].join(' · ');

const ownOf = (returned: AccountView['returned'], { id }: Passkey) => (returned?.form === id ? returned : null);

const errorOf = (returned: AccountView['returned']) =>
  returned?.form === 'passkey' ? returned.errors.name : undefined;
