import { createRequire } from 'node:module';

export interface Device {
  readonly osCode: string;
  readonly osName: string;
  readonly osVersion: string;
  readonly clientType: string;
  readonly clientCode: string;
  readonly clientName: string;
  readonly clientVersion: string;
  readonly clientEngine: string;
  readonly clientEngineVersion: string;
  readonly deviceName: string;
  readonly deviceBrand: string;
  readonly deviceModel: string;
}

const NOTHING: Device = {
  osCode: '',
  osName: '',
  osVersion: '',
  clientType: '',
  clientCode: '',
  clientName: '',
  clientVersion: '',
  clientEngine: '',
  clientEngineVersion: '',
  deviceName: '',
  deviceBrand: '',
  deviceModel: '',
};

interface Detected {
  readonly os?: { short_name?: string; name?: string; version?: string };
  readonly client?: {
    type?: string;
    short_name?: string;
    name?: string;
    version?: string;
    engine?: string;
    engine_version?: string;
  };
  readonly device?: { type?: string; brand?: string; model?: string };
}

const KEPT_MAX = 1000;
const kept = new Map<string, Device>();
let detector: { detect(userAgent: string): Detected } | undefined;

/** Device and client of a user agent, in the detector's words; unknown parts are empty. Source: account.md §12. */
export function detectDevice(userAgent: string): Device {
  const known = kept.get(userAgent);
  if (known) return known;
  const device = detect(userAgent);
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(userAgent, device);
  return device;
}

function detect(userAgent: string): Device {
  if (userAgent.includes('AppwriteCLI')) {
    const version = userAgent.split('/')[1]?.split(' ')[0] ?? '';
    return { ...NOTHING, clientType: 'desktop', clientCode: 'cli', clientName: 'Appwrite CLI', clientVersion: version };
  }
  if (userAgent === '' || userAgent === 'UNKNOWN') return NOTHING;
  // Its tables take tens of megabytes, so they are loaded by the first log-in, not at start.
  if (!detector) {
    const Detector = createRequire(import.meta.url)('node-device-detector') as new (
      options: object,
    ) => { detect(userAgent: string): Detected };
    detector = new Detector({ clientIndexes: true, deviceIndexes: true, deviceAliasCode: false });
  }
  const { os = {}, client = {}, device = {} } = detector.detect(userAgent.slice(0, 1000));
  return {
    osCode: os.short_name ?? '',
    osName: os.name ?? '',
    osVersion: os.version ?? '',
    clientType: client.type ?? '',
    clientCode: client.short_name ?? '',
    clientName: client.name ?? '',
    clientVersion: client.version ?? '',
    clientEngine: client.engine ?? '',
    clientEngineVersion: client.engine_version ?? '',
    deviceName: device.type ?? '',
    deviceBrand: device.brand ?? '',
    deviceModel: device.model ?? '',
  };
}
