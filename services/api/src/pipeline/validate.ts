import { fitsHostname, webHosts } from '@plinth/core';
import { AppError, invalidArgument, parseTime } from '@plinth/definitions';
import { checkParams, type RuleContext } from '@plinth/http';
import type { Call } from '../call.js';
import { commonPasswords } from '../common-passwords.js';

export function validate(call: Call): void {
  if (call.body.fault) throw new AppError('general_argument_invalid', { message: call.body.fault });
  call.params = checkParams(call.route.paramList, call.raw, new CallRules(call));
  if (!call.route.timestamp) return;
  const header = call.request.headers['x-appwrite-timestamp'];
  if (typeof header !== 'string' || header === '') return;
  call.timestamp = parseTime(header);
  if (call.timestamp === null) throw invalidArgument('X-Appwrite-Timestamp', 'must be a date and time.');
}

class CallRules implements RuleContext {
  constructor(private readonly call: Call) {}

  isAllowedHost(host: string): boolean {
    return this.allowedHosts().some((pattern) => fitsHostname(pattern, host));
  }

  /** Links with secrets go there, and the `Host` header is the sender's to choose: the configured domain counts. */
  allowedHosts(): readonly string[] {
    return webHosts(this.call.project, this.call.connections.config.general.domain);
  }

  get passwordDictionary(): ReadonlySet<string> | null {
    return this.call.project.settings.passwordDictionary ? commonPasswords() : null;
  }
}
