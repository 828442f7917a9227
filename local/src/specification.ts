// What AWS specifies, for programs that derive files from it: AppSync's own definitions, and the schemas of resource types.
export { APPSYNC_DEFINITIONS } from './appsync/schema/definitions';
export { awsScalars } from './appsync/schema/scalars/scalars';
export { resourceTypes } from './cloudformation/resource-types';
export { loadSpecification, specifiedNames, specifiedSchemas } from './cloudformation/specification/specification';
