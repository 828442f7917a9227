// AWS::Route53::RecordSet: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import { hostedZoneIdOf, RECORD_SET_PROPERTIES, recordSetOf } from './record-set-properties';

/** A record set. `Ref` is its name. */
export const recordSet: ResourceType = {
  type: 'AWS::Route53::RecordSet',
  properties: ['HostedZoneId', ...RECORD_SET_PROPERTIES],
  create: (request, { services }) => {
    const properties = propertiesOf(request);
    const record = recordSetOf(properties);
    services.route53.createRecordSet(hostedZoneIdOf(properties), record);
    return { physicalId: record.name, attributes: {} };
  },
};
