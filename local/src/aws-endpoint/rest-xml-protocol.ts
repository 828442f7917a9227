// REST with XML: method and path name the operation. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
import XMLBuilder from 'fast-xml-builder';
import type { JsonObject } from '../foundation/json';

const builder = new XMLBuilder({ processEntities: true });

/** The body of an answer. A list is a member of its own name, with the name of its elements in it. */
export function restXmlAnswer(name: string, output: JsonObject, namespace: string): string {
  const body = builder.build({ [`${name}Response`]: output });
  return `<?xml version="1.0" encoding="UTF-8"?>\n${body.replace(`<${name}Response>`, `<${name}Response xmlns="${namespace}">`)}`;
}
