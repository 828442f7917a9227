// AWS::Route53::RecordSetGroup: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-route53-recordsetgroup.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { RecordSetDefinition, Route53 } from '../route53';
import { hostedZoneIdOf, RECORD_SET_PROPERTIES, recordSetOf } from './record-set-properties';

/** Characters of a group's made-up name. */
const MAX_NAME = 255;

/** Record sets of one hosted zone. `Ref` is a name that CloudFormation makes up. */
export const recordSetGroup: ResourceType<{ readonly route53: Route53 }> = {
  type: 'AWS::Route53::RecordSetGroup',
  properties: ['HostedZoneId', 'RecordSets', 'Comment'],
  create: (request, { route53 }) => {
    route53.changeRecordSets(zoneOf(request), { deleted: [], created: recordsOf(request) });
    return { physicalId: physicalNameOf(request, MAX_NAME), attributes: {} };
  },
  update: ({ physicalId, attributes, previous, ...request }, { route53 }) => {
    const deleted = recordsOf({ ...request, properties: previous });
    route53.changeRecordSets(zoneOf(request), { deleted, created: recordsOf(request) });
    return { physicalId, attributes };
  },
  delete: (resource, { route53 }) => {
    route53.changeRecordSets(zoneOf(resource), { deleted: recordsOf(resource), created: [] });
  },
};

function zoneOf(request: ResourceRequest): string {
  return hostedZoneIdOf(propertiesOf(request));
}

function recordsOf(request: ResourceRequest): readonly RecordSetDefinition[] {
  return propertiesOf(request).required.each('RecordSets', RECORD_SET_PROPERTIES).map(recordSetOf);
}
