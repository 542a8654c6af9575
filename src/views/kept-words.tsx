import { TextArea } from './ui/field.tsx';

/** What a person wrote and could not be saved, to be taken along from here. */
export const KeptWords = ({ words }: { words: readonly string[] }) => (
  <>
    {words.map((text, i) => (
      <TextArea
        id={`kept-${i}`}
        name={`kept_${i}`}
        label={i === 0 ? 'What you wrote, to copy from here' : 'And'}
        value={text}
        attributes={{ readonly: true }}
      />
    ))}
  </>
);
