// Code as an API takes it: compiled, or refused in AppSync's words.
import { AwsError } from '../foundation/errors';
import { type CompiledCode, InvalidCode, type JavaScript } from './javascript/javascript';

/**
 * Compiles the code of something that is created.
 * @throws AwsError `BadRequestException`: https://github.com/hashicorp/terraform-provider-aws/issues/30760
 */
export function compiledCode(javaScript: JavaScript, code: string): CompiledCode {
  try {
    return javaScript.compile(code);
  } catch (error) {
    if (!(error instanceof InvalidCode)) throw error;
    throw new AwsError('BadRequestException', `The code contains one or more errors. ${error.message}`);
  }
}
