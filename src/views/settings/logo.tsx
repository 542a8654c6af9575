import { once } from '../hx.ts';
import type { Shell } from '../shell.ts';
import { Field } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';

/** The picture by which members know where they are. */
export const Logo = ({ base, shell, error }: { base: string; shell: Shell; error: string | null }) => (
  <section class="stack tight" aria-labelledby="logo">
    <SectionHead id="logo" title="Logo" />
    <p class="small">Members see it in place of Cairn’s own, at the head of every page.</p>
    {shell.org.logo && <img class="logo" src={shell.org.logo} alt={`Logo of ${shell.org.name}`} />}
    <form class="stack tight" method="post" action={`${base}/logo`} enctype="multipart/form-data" {...once}>
      <Field id="picture" label="Picture" hint="PNG, JPEG or WebP, at most 64 KiB." error={error}>
        {(wiring) => <input {...wiring} type="file" name="file" accept="image/png,image/jpeg,image/webp" required />}
      </Field>
      <div class="row">
        <button class="btn">Use this picture</button>
      </div>
    </form>
    {shell.org.logo && (
      <form method="post" action={`${base}/logo/removal`} {...once}>
        <button class="btn quiet">Take the logo away</button>
      </form>
    )}
  </section>
);
