// AWS::Events::Archive: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-archive.html
import { physicalNameOf } from '../../cloudformation/physical-name';
import { propertiesOf } from '../../cloudformation/properties';
import type { ResourceRequest, ResourceType } from '../../cloudformation/resource-type';
import type { ArchiveDefinition, EventBridge } from '../eventbridge';

/** Characters of an archive's name: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_CreateArchive.html */
const MAX_ARCHIVE_NAME = 48;

/** `Ref` and the attribute `ArchiveName` are its name; `Fn::GetAtt` also knows `Arn`. */
export const archive: ResourceType<{ readonly eventBridge: EventBridge }> = {
  type: 'AWS::Events::Archive',
  properties: ['ArchiveName', 'Description', 'EventPattern', 'RetentionDays', 'SourceArn'],
  nameProperty: 'ArchiveName',
  create: (request, { eventBridge }) => {
    const name = propertiesOf(request).text('ArchiveName') ?? physicalNameOf(request, MAX_ARCHIVE_NAME);
    const { arn } = eventBridge.createArchive(definitionOf(name, request));
    return { physicalId: name, attributes: { ArchiveName: name, Arn: arn } };
  },
  update: ({ physicalId, attributes, ...request }, { eventBridge }) => {
    eventBridge.updateArchive(definitionOf(physicalId, request));
    return { physicalId, attributes };
  },
  delete: ({ physicalId }, { eventBridge }) => {
    eventBridge.deleteArchive(physicalId);
  },
};

function definitionOf(name: string, request: ResourceRequest): ArchiveDefinition {
  const properties = propertiesOf(request);
  return {
    name,
    eventSourceArn: properties.required.text('SourceArn'),
    eventPattern: properties.object('EventPattern'),
    retentionDays: properties.integer('RetentionDays') ?? 0,
  };
}
