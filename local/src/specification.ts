// What AWS specifies, for programs that derive files from it or check
// templates against it: AppSync's own definitions, and the schemas of resource types.
export { APPSYNC_DEFINITIONS } from './appsync/schema/definitions';
export { awsScalars } from './appsync/schema/scalars/scalars';
export { resourceTypes } from './cloudformation/resource-types';
export { loadSpecification, specifiedNames, specifiedSchemas } from './cloudformation/specification/specification';
export { creationOrder, requireResolvable } from './cloudformation/dependencies';
export type { ResourceSchemas } from './cloudformation/specification/resource-schema';
export { resourceSchemasOf } from './cloudformation/specification/resource-schemas';
export { requireRecognized, requireValidResources } from './cloudformation/specification/resource-problems';
export { parseTemplate } from './cloudformation/template/template';
