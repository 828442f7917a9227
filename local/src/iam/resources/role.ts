// AWS::IAM::Role: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Iam } from '../iam';
import { MAX_ROLE_NAME, MAX_SESSION_DURATION } from '../limits';
import { inlinePoliciesOf } from './policies';

/** The role's path, where the engine keeps all roles. */
const ROOT_PATH = '/';

/** `Ref` is the role's name; `Fn::GetAtt` knows `Arn` and `RoleId`. */
export const role: ResourceType<{ readonly iam: Iam }> = {
  type: 'AWS::IAM::Role',
  nameProperty: 'RoleName',
  properties: ['RoleName', 'AssumeRolePolicyDocument', 'Policies', 'Path', 'Description', 'MaxSessionDuration', 'Tags'],
  create: (request, { iam }) => {
    const properties = propertiesOf(request);
    const path = properties.text('Path') ?? ROOT_PATH;
    if (path !== ROOT_PATH) throw properties.invalid('Path', `must be "${ROOT_PATH}": the engine supports no other`);
    const roleName = properties.text('RoleName') ?? physicalNameOf(request, MAX_ROLE_NAME);
    const { arn, roleId } = iam.createRole({
      roleName,
      assumeRolePolicyDocument: properties.required.object('AssumeRolePolicyDocument'),
      policies: inlinePoliciesOf(properties),
      maxSessionDuration: properties.integer('MaxSessionDuration', MAX_SESSION_DURATION),
    });
    return { physicalId: roleName, attributes: { Arn: arn, RoleId: roleId } };
  },
  update: ({ physicalId, attributes, previous, ...request }, { iam }) => {
    const properties = propertiesOf(request);
    const policies = inlinePoliciesOf(properties);
    const before = inlinePoliciesOf(propertiesOf({ ...request, properties: previous }));
    iam.updateRole(physicalId, properties.integer('MaxSessionDuration', MAX_SESSION_DURATION));
    iam.updateAssumeRolePolicy(physicalId, properties.required.object('AssumeRolePolicyDocument'));
    for (const { policyName, policyDocument } of policies) iam.putRolePolicy(physicalId, policyName, policyDocument);
    for (const { policyName } of before) {
      if (!policies.some((policy) => policy.policyName === policyName)) iam.deleteRolePolicy(physicalId, policyName);
    }
    return { physicalId, attributes };
  },
  delete: ({ physicalId, ...resource }, { iam }) => {
    for (const { policyName } of inlinePoliciesOf(propertiesOf(resource))) {
      iam.deleteRolePolicy(physicalId, policyName);
    }
    iam.deleteRole(physicalId);
  },
};
