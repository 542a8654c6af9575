const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];

type Facts = { moved: number; due: number; takesPart: boolean };

/** “Four results moved by themselves. Two need a word from you.” What does not concern the reader is left out. */
export function headline({ moved, due, takesPart }: Facts): string {
  const first =
    moved > 0 ? `${counted(moved)} ${moved === 1 ? 'result moved by itself' : 'results moved by themselves'}.` : null;
  if (!takesPart) return first ?? 'A quiet week.';
  return first ? `${first} ${waiting(due)}` : due > 0 ? waiting(due, true) : `A quiet week. ${waiting(0)}`;
}

function waiting(due: number, named = false): string {
  if (due === 0) return 'Nothing waits for you.';
  const noun = named ? (due === 1 ? ' result' : ' results') : '';
  return `${counted(due)}${noun} ${due === 1 ? 'needs' : 'need'} a word from you.`;
}

const counted = (count: number): string => words[count] ?? String(count);
