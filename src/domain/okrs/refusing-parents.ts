import type { OkrId } from '../../db/ids.ts';
import type { Organization } from '../context.ts';
import { invalid } from '../refusal.ts';
import type { Kind } from '../words.ts';

type Rules = Pick<Organization, 'objectivesUnderKeyResults' | 'keyResultsUnderKeyResults' | 'projectsAligned'>;

/** A parent that an OKR is to stand under. */
export type Above = { id: OkrId; kind: Kind };

/** The rule of the organization that keeps a kind from standing under another, as a sentence; null when it may. */
export function ruleAgainst(rules: Rules, child: Kind, parent: Kind): string | null {
  if (child === 'project' && parent !== 'project' && !rules.projectsAligned)
    return 'Projects stand under no objective and no key result in this organization.';
  if (child === 'objective' && parent === 'key_result' && !rules.objectivesUnderKeyResults)
    return 'Objectives do not stand under key results in this organization.';
  if (child === 'key_result' && parent === 'key_result' && !rules.keyResultsUnderKeyResults)
    return 'Key results do not stand under key results in this organization.';
  return null;
}

/** What the organization lets stand nowhere new, a sentence each. */
export const restrictionsOf = (rules: Rules): string[] =>
  [
    ruleAgainst(rules, 'objective', 'key_result'),
    ruleAgainst(rules, 'key_result', 'key_result'),
    ruleAgainst(rules, 'project', 'objective'),
  ].filter((rule) => rule !== null);

/**
 * What stands already where the rules would not let it stays there: only new parents are asked about.
 * @throws Refusal `invalid` at `parents`, naming the rule, for one that this kind may not stand under
 */
export function refuseParents(
  rules: Rules,
  kind: Kind,
  parents: readonly Above[],
  standing: readonly { okrId: OkrId }[] = [],
): void {
  for (const parent of parents) {
    if (standing.some(({ okrId }) => okrId === parent.id)) continue;
    const rule = ruleAgainst(rules, kind, parent.kind);
    if (rule) throw invalid({ parents: `${rule} Choose another parent, or ask an admin to allow it.` });
  }
}
