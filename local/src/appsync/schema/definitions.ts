// What AppSync adds to every schema.
import { DIRECTIVES } from './directives';
import { awsScalars } from './scalars/scalars';

/** AppSync's own scalars and directives, in SDL. A schema may repeat the scalars. */
export const APPSYNC_DEFINITIONS = `${awsScalars.map(({ name }) => `scalar ${name}`).join('\n')}\n${DIRECTIVES}`;
