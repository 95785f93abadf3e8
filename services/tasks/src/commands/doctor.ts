import { ConfigurationError, readConfiguration } from '@plinth/service';
import { type Check, carryOut, type Finding } from '../checks/check.js';
import { folderChecks } from '../checks/folder.js';
import { serverChecks } from '../checks/servers.js';
import { settingChecks } from '../checks/settings.js';
import { type Command, failure, success, UsageError } from '../command.js';

export const doctor: Command = {
  name: 'doctor',
  usage: '[--mail=ADDRESS]',
  summary: 'Checks settings, servers and disk; sends a mail only when asked to.',
  options: ['mail'],
  async run({ options }, environment) {
    const mailTo = options.get('mail');
    if (mailTo === '') throw new UsageError('--mail needs an address.');
    let checks: Check[];
    try {
      const read = readConfiguration(environment);
      checks = [...settingChecks(read), ...serverChecks(read, mailTo), ...folderChecks(read.config.server.data)];
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      // Without settings there is nothing else to look at.
      return failure(error.faults.map((remark) => lineOf({ name: 'Configuration', passed: false, remark })));
    }
    const findings = await Promise.all(checks.map(carryOut));
    const all = [{ name: 'Configuration', passed: true, remark: 'can be read' }, ...findings];
    const failed = all.filter(({ passed }) => !passed).length;
    const lines = all.map(lineOf);
    if (failed === 0) return success([...lines, '', 'All is well.']);
    return failure([...lines, '', `${failed} of ${all.length} checks failed.`]);
  },
};

const lineOf = ({ name, passed, remark }: Finding): string => `${passed ? '✔' : '✘'} ${name}: ${remark}`;
