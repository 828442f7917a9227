// AWS::Route53::RecordSetGroup: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Route53 } from '../route53';
import { hostedZoneIdOf, RECORD_SET_PROPERTIES, recordSetOf } from './record-set-properties';

/** Characters of a group's made-up name. */
const MAX_NAME = 255;

/** Record sets of one hosted zone. `Ref` is a name that CloudFormation makes up. */
export const recordSetGroup: ResourceType<{ readonly route53: Route53 }> = {
  type: 'AWS::Route53::RecordSetGroup',
  properties: ['HostedZoneId', 'RecordSets', 'Comment'],
  create: (request, { route53 }) => {
    const properties = propertiesOf(request);
    const hostedZoneId = hostedZoneIdOf(properties);
    for (const record of properties.required.each('RecordSets', RECORD_SET_PROPERTIES)) {
      route53.createRecordSet(hostedZoneId, recordSetOf(record));
    }
    return { physicalId: physicalNameOf(request, MAX_NAME), attributes: {} };
  },
};
