import type { Configuration } from '@plinth/definitions';
import { variables } from '@plinth/definitions';
import { type Profile, profileOf, type ReadConfiguration } from '@plinth/service';
import { parse } from 'tldts';
import type { Check } from './check.js';

/** What should be set before strangers are let in. */
export function settingChecks({ config, present }: ReadConfiguration): Check[] {
  const { general } = config;
  return [
    { name: 'Secret', look: () => secret(config, profileOf(config, present), present) },
    must('Production mode', general.env === 'production', 'on', '_APP_ENV is `development`; answers tell too much.'),
    must('Rate limits', general.abuse, 'on', '_APP_OPTIONS_ABUSE is `disabled`; passwords can be guessed freely.'),
    must(
      'Console accounts',
      general.consoleWhitelistRoot ||
        general.consoleWhitelistEmails.length > 0 ||
        general.consoleWhitelistIps.length > 0,
      'limited',
      'Anybody may make one: set _APP_CONSOLE_WHITELIST_ROOT, _APP_CONSOLE_WHITELIST_EMAILS or ..._IPS.',
    ),
    must('HTTPS', general.forceHttps, 'forced', '_APP_OPTIONS_FORCE_HTTPS is `disabled`.'),
    { name: 'Domain', look: () => publicName('_APP_DOMAIN', general.domain) },
    { name: 'Domain target', look: () => publicName('_APP_DOMAIN_TARGET', general.domainTarget) },
  ];
}

function must(name: string, isGood: boolean, remark: string, fault: string): Check {
  return {
    name,
    look() {
      if (!isGood) throw new Error(fault);
      return remark;
    },
  };
}

function secret({ general }: Configuration, profile: Profile, present: ReadonlySet<string>): string {
  const { name, default: published } = variables.general.opensslKey;
  if (profile === 'embedded' && !present.has(name)) return 'kept in the data folder';
  if (general.opensslKey === published) throw new Error(`${name} is the published default.`);
  return 'not the published one';
}

function publicName(variable: string, value: string): string {
  const { hostname, isIp, isIcann, domain } = parse(value);
  if (isIp || !isIcann || domain === null || hostname !== value.toLowerCase()) {
    throw new Error(`${variable} is ${JSON.stringify(value)}, which is no public host name.`);
  }
  return value;
}
