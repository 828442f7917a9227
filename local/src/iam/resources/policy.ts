// AWS::IAM::Policy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Iam } from '../iam';
import { MAX_POLICY_NAME } from '../limits';

/** `Ref` and the attribute `Id` are a name that CloudFormation makes up. */
export const policy: ResourceType<{ readonly iam: Iam }> = {
  type: 'AWS::IAM::Policy',
  properties: ['PolicyName', 'PolicyDocument', 'Roles'],
  create: (request, { iam }) => {
    const properties = propertiesOf(request);
    const policyName = properties.required.text('PolicyName');
    const document = properties.required.object('PolicyDocument');
    const roleNames = properties.required.texts('Roles');
    if (roleNames.length === 0) throw properties.invalid('Roles', 'must name a role');
    for (const roleName of roleNames) {
      iam.putRolePolicy(roleName, policyName, document);
    }
    const physicalId = physicalNameOf(request, MAX_POLICY_NAME);
    return { physicalId, attributes: { Id: physicalId } };
  },
  update: ({ physicalId, attributes, previous, ...request }, { iam }) => {
    const { required } = propertiesOf(request);
    const [policyName, roleNames] = [required.text('PolicyName'), required.texts('Roles')];
    for (const roleName of roleNames) iam.putRolePolicy(roleName, policyName, required.object('PolicyDocument'));
    const before = propertiesOf({ ...request, properties: previous }).required;
    const isSameName = before.text('PolicyName') === policyName;
    for (const roleName of before.texts('Roles')) {
      if (!isSameName || !roleNames.includes(roleName)) iam.deleteRolePolicy(roleName, before.text('PolicyName'));
    }
    return { physicalId, attributes };
  },
  delete: (resource, { iam }) => {
    const { required } = propertiesOf(resource);
    for (const roleName of required.texts('Roles')) iam.deleteRolePolicy(roleName, required.text('PolicyName'));
  },
};
