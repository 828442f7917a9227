// A plugin of oxlint with the rules of ESLint that oxlint has not, or not as a whole: its own rule for imports cannot look ahead.
import { builtinRules } from 'eslint/use-at-your-own-risk';

const NAMES = ['no-restricted-imports', 'no-restricted-syntax'];

export default {
  meta: { name: 'rules-of-eslint' },
  rules: Object.fromEntries(NAMES.map((name) => [name, builtinRules.get(name)])),
};
