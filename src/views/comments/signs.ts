import type { Sign } from '../../domain/reactions/reaction.ts';

/** How a sign looks, and the word that says it aloud. */
export const signWords: Record<Sign, { look: string; word: string }> = {
  agree: { look: '👍', word: 'Agree' },
  celebrate: { look: '🎉', word: 'Celebrate' },
  love: { look: '❤️', word: 'Love it' },
  watching: { look: '👀', word: 'Watching' },
  thanks: { look: '🙏', word: 'Thanks' },
};
