/** A text to be copied elsewhere; one tap selects all of it. */
export const CopyText = ({ id, label, text }: { id: string; label: string; text: string }) => (
  <dl class="stack tight" id={id}>
    <dt class="small count">{label}</dt>
    <dd>
      <code class="secret">{text}</code>
    </dd>
  </dl>
);
