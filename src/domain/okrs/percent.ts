const tolerance = 1e-9;

/**
 * The whole percent that people are shown for a raw progress (0.2727 is 27). 100 only when complete, `'<1'` when
 * started and under 1, null without progress. Goes below 0 and above 100 as the progress does. product.md section 2.
 */
export const shownPercent = (progress: number | null): number | '<1' | null => {
  if (progress === null) return null;
  if (progress > tolerance && progress < 0.01 - tolerance) return '<1';
  const nearest = Math.round(progress * 100);
  if (nearest === 100 && progress < 1 - tolerance) return 99;
  return nearest === 0 ? 0 : nearest;
};
