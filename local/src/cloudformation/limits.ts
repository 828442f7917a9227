// The limits of CloudFormation. Unless a line says otherwise: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html

/** Bytes of a template in a call, and of one that lies in a bucket. */
export const MAX_TEMPLATE_BYTES = 51_200;
export const MAX_STORED_TEMPLATE_BYTES = 1_048_576;

/** Members of a template's sections. */
export const MAX_RESOURCES = 500;
export const MAX_OUTPUTS = 200;
export const MAX_PARAMETERS = 200;
export const MAX_MAPPINGS = 200;

/** Bytes of a parameter's value. */
export const MAX_PARAMETER_BYTES = 4096;

/** Objects and lists within each other in a template. Chosen, as AWS names no limit: it is ten times what any of ours has. */
export const MAX_TEMPLATE_DEPTH = 200;

/**
 * Characters and elements that intrinsic functions may make in one resource, one output or one condition. Chosen: a template of a megabyte
 * could ask for gigabytes, and what is legal on AWS is far below.
 */
export const MAX_RESOLVED = 4 * 1_048_576;

/** Milliseconds for the `AllowedPattern` of a parameter. Chosen: a pattern may take years for a short text. */
export const MAX_PATTERN_TIME = 100;

/** Stacks of one region that are there. */
export const MAX_STACKS = 2000;

/** Change sets of one stack: https://github.com/awsdocs/aws-cloudformation-user-guide/issues/512 */
export const MAX_CHANGE_SETS = 1000;

/** Stack names whose stacks are counted, so that the ids of the next differ. Chosen: five times what can be there at once. */
export const MAX_COUNTED_NAMES = 10_000;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html */
export const STACK_NAME = /^[A-Za-z][-A-Za-z0-9]*$/;
export const MAX_STACK_NAME = 128;
