// AWS::Route53::RecordSet: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordset.html
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceType } from '../../cloudformation/resource-type';
import type { Route53 } from '../route53';
import { hostedZoneIdOf, RECORD_SET_PROPERTIES, recordSetOf } from './record-set-properties';

/** A record set. `Ref` is its name. */
export const recordSet: ResourceType<{ readonly route53: Route53 }> = {
  type: 'AWS::Route53::RecordSet',
  properties: ['HostedZoneId', ...RECORD_SET_PROPERTIES],
  create: (request, { route53 }) => {
    const properties = propertiesOf(request);
    const record = recordSetOf(properties);
    route53.createRecordSet(hostedZoneIdOf(properties), record);
    return { physicalId: record.name, attributes: {} };
  },
  update: ({ physicalId, attributes, previous, ...request }, { route53 }) => {
    const properties = propertiesOf(request);
    route53.changeRecordSets(hostedZoneIdOf(properties), {
      deleted: [recordSetOf(propertiesOf({ ...request, properties: previous }))],
      created: [recordSetOf(properties)],
    });
    return { physicalId, attributes };
  },
  delete: (resource, { route53 }) => {
    const properties = propertiesOf(resource);
    route53.changeRecordSets(hostedZoneIdOf(properties), { deleted: [recordSetOf(properties)], created: [] });
  },
};
