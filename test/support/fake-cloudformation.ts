// CloudFormation's answers about stacks, for a command that asks which there are.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

interface FakeStack {
  readonly status: string;
  /** Logical ids. */
  readonly resources: readonly string[];
}

/** Answers as AWS does: https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DescribeStacks.html */
export class FakeCloudFormation {
  readonly #server: Server;
  /** By region and name. */
  readonly #stacks = new Map<string, FakeStack>();

  private constructor() {
    this.#server = createServer((request, response) => {
      const [, region = ''] = /Credential=[^/]+\/\d+\/([\w-]+)\//.exec(request.headers.authorization ?? '') ?? [];
      void text(request).then((body) => {
        const { status, xml } = this.#answer(region, new URLSearchParams(body));
        response.writeHead(status, { 'content-type': 'text/xml' }).end(xml);
      });
    });
  }

  static async start(): Promise<FakeCloudFormation> {
    const fake = new FakeCloudFormation();
    await new Promise<void>((resolve) => fake.#server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  has(region: string, name: string, status: string, resources: readonly string[]): void {
    this.#stacks.set(`${region} ${name}`, { status, resources });
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(region: string, parameters: URLSearchParams): { readonly status: number; readonly xml: string } {
    const name = parameters.get('StackName') ?? '';
    const stack = this.#stacks.get(`${region} ${name}`);
    if (!stack) return missing(`Stack with id ${name} does not exist`);
    if (parameters.get('Action') === 'DescribeStacks') {
      const member = `<StackName>${name}</StackName><StackStatus>${stack.status}</StackStatus>`;
      return result('DescribeStacks', `<Stacks><member>${member}</member></Stacks>`);
    }
    const id = parameters.get('LogicalResourceId') ?? '';
    if (!stack.resources.includes(id)) return missing(`Resource ${id} does not exist for stack ${name}`);
    const detail = `<LogicalResourceId>${id}</LogicalResourceId><ResourceStatus>CREATE_COMPLETE</ResourceStatus>`;
    return result('DescribeStackResource', `<StackResourceDetail>${detail}</StackResourceDetail>`);
  }
}

function result(action: string, xml: string) {
  return {
    status: 200,
    xml: `<${action}Response xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><${action}Result>${xml}</${action}Result></${action}Response>`,
  };
}

function missing(sentence: string) {
  const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>${sentence}</Message></Error>`;
  return {
    status: 400,
    xml: `<ErrorResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/">${error}</ErrorResponse>`,
  };
}
