const words = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight', 'Nine', 'Ten', 'Eleven', 'Twelve'];

/** “Four results moved by themselves. Two need a word from you.” What there is none of is left out. */
export function headline({ moved, due }: { moved: number; due: number }): string {
  const sentences = [
    moved > 0 && `${counted(moved)} ${moved === 1 ? 'result moved by itself' : 'results moved by themselves'}.`,
    due > 0 && (moved > 0 ? `${counted(due)} ${due === 1 ? 'needs' : 'need'} a word from you.` : dueAlone(due)),
  ].filter(Boolean);
  if (due === 0 && moved > 0) sentences.push('Nothing waits for you.');
  return sentences.length > 0 ? sentences.join(' ') : 'A quiet week. Nothing waits for you.';
}

const dueAlone = (due: number) => `${counted(due)} ${due === 1 ? 'result needs' : 'results need'} a word from you.`;

const counted = (count: number): string => words[count] ?? String(count);
