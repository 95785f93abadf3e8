import { serviceLog } from './log.js';
import type { Service, Stop, Surroundings } from './service.js';
import { stopper } from './stopper.js';

/** Several services as one: started in order, stopped in reverse, each with a log in its own name. */
export function all<Connections extends Surroundings>(
  services: readonly Service<Connections>[],
  name = 'embedded',
): Service<Connections> {
  return {
    name,
    async start(connections): Promise<Stop> {
      const stops = stopper();
      try {
        for (const service of services) {
          const log = serviceLog(connections.log, service.name);
          stops.add(await service.start({ ...connections, log }));
        }
      } catch (error) {
        await stops.stopAfterFailure(connections.log);
        throw error;
      }
      return stops.stop;
    },
  };
}
