/** Verbs that objectives and key results begin with. Any of them may also be work; delivery-words.ts says which. */
const bases = (
  'accelerate achieve acquire activate adapt adopt advance align amplify answer anticipate approve assure attract ' +
  'automate avoid balance be become begin boost bring broaden build bump calm capture carry celebrate champion change ' +
  'clarify choose clear close collect combine communicate complete conduct configure connect consolidate continue control ' +
  'convert convince coordinate cover create cultivate cut deal decide decrease deepen defend define delight deliver deploy ' +
  'design detect develop diversify document double draft drive drop earn ease educate elevate eliminate embed empower ' +
  'enable encourage engage enhance enlarge enrich ensure enter equip establish excel execute exceed expand explore ' +
  'export extend find finish fix forge foster free fulfil fulfill fund gain gather generate get give go grow guarantee ' +
  'guide halve handle hand harden have help hire hit hold honor honour identify ignite implement improve increase ' +
  'influence inform inspire install integrate introduce invest invite join keep kick know launch lead learn leave let level ' +
  'leverage lift limit listen live love lower maintain make manage master match maximise maximize measure meet migrate ' +
  'minimise minimize modernise modernize motivate move multiply negotiate nurture offer onboard open operate optimise ' +
  'optimize organise organize own pass pay pioneer plan position prepare prevent prioritise prioritize produce promote ' +
  'protect prove provide publish push put quadruple raise reach rebuild recruit redefine reduce refine refresh reimagine ' +
  'reinforce release remain remove renew replace resolve respond restore retain return reveal reward roll run save scale ' +
  'secure see sell send serve set shape share sharpen shift ship shorten show shrink simplify slash slow solve spark ' +
  'spend spread stabilise stabilize stand standardise standardize start stay stop streamline strengthen stretch strive ' +
  'succeed support surpass sustain take target teach tell test thrive tighten track train transform treat triple trim ' +
  'turn understand unify unite unlock update upgrade uphold use validate verify welcome widen win work write'
).split(' ');

const irregular: Record<string, string> = {
  began: 'begin',
  begun: 'begin',
  brought: 'bring',
  built: 'build',
  drove: 'drive',
  found: 'find',
  gave: 'give',
  grew: 'grow',
  grown: 'grow',
  held: 'hold',
  kept: 'keep',
  led: 'lead',
  made: 'make',
  ran: 'run',
  rebuilt: 'rebuild',
  sold: 'sell',
  sent: 'send',
  took: 'take',
  won: 'win',
  wrote: 'write',
  written: 'write',
};

/** Every form to the verb that it is a form of. */
const forms = new Map([
  ...bases.flatMap((base) => formsOf(base).map((form): [string, string] => [form, base])),
  ...Object.entries(irregular),
  ...bases.map((base): [string, string] => [base, base]),
]);

/** The verb that a word in lower case is a form of, or null. */
export const verbOf = (word: string): string | null => forms.get(word) ?? null;

export const isVerbForm = (word: string): boolean => forms.has(word);

/** The regular forms of an English verb apart from itself: ships, shipped, shipping. */
function formsOf(base: string): string[] {
  if (/[^aeiou]y$/.test(base)) return [`${base.slice(0, -1)}ies`, `${base.slice(0, -1)}ied`, `${base}ing`];
  if (base.endsWith('e') && base !== 'be' && base !== 'see' && base !== 'free')
    return [`${base}s`, `${base}d`, `${base.slice(0, -1)}ing`];
  const stem = /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(base) ? base + base.at(-1) : base;
  const third = /(s|sh|ch|x|z|o)$/.test(base) ? `${base}es` : `${base}s`;
  return [third, `${stem}ed`, `${stem}ing`];
}
